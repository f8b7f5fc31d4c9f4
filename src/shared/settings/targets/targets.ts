import { z } from 'zod';
import { proxyChoiceSchema } from '../network.ts';

const webSocketUrlSchema = z.url({ protocol: /^wss?$/, error: 'a target has a ws:// or wss:// URL' });
const httpUrlSchema = z.url({
  protocol: /^https?$/,
  error: 'a REST address has an http:// or https:// URL',
});

export const targetColours = ['blue', 'green', 'amber', 'red'] as const;
export type TargetColour = (typeof targetColours)[number];

/** Credentials are no part of a target: they are kept with the keys, bound to its address. */
export const targetSchema = z.object({
  name: z.string().min(1).max(60),
  /** `null` for the built-in backend, whose port is known only while it runs. */
  wsUrl: webSocketUrlSchema.nullable(),
  /** Where its REST backend answers, when that is known. */
  httpUrl: httpUrlSchema.nullable().optional(),
  /** Of its badge; by how far away it is when absent. */
  colour: z.enum(targetColours).nullable().optional(),
  notes: z.string().max(2_000).optional(),
  /** What HANDSHAKE and audio say of us; what we are when absent. */
  clientType: z.string().min(1).max(60).nullable().optional(),
  platform: z.string().min(1).max(60).nullable().optional(),
  /** A file of certificate authorities (PEM) of its own. */
  caFile: z.string().min(1).nullable().optional(),
  /** A proxy of its own; the settings' when absent. */
  proxy: proxyChoiceSchema.nullable().optional(),
  /** Whether people work with it, so that what disturbs it is asked about; by its distance when absent. */
  isProduction: z.boolean().nullable().optional(),
  /** For this target only; the settings' when absent. */
  compress: z.boolean().nullable().optional(),
});
export type Target = z.infer<typeof targetSchema>;

/** A target as a UI may see it: `credentials` says which there are, such as `login`, and never what they are. */
export const shownTargetSchema = targetSchema.extend({
  badge: z.enum(targetColours),
  asksFirst: z.boolean(),
  credentials: z.array(z.string()),
});
export type ShownTarget = z.infer<typeof shownTargetSchema>;

/** What a person gives; absent stays as it was, `null` is taken away. */
export const givenCredentialsSchema = z.object({
  /** What follows the question mark of the address, such as `token=…`. */
  query: z.string().min(1).max(4_000).nullable().optional(),
  /** `user:password` */
  login: z.string().min(1).max(1_000).nullable().optional(),
  /** By name; one that is `null` is taken away. */
  headers: z.record(z.string().regex(/^[\w-]{1,80}$/), z.string().min(1).max(4_000).nullable()).optional(),
});
export type GivenCredentials = z.infer<typeof givenCredentialsSchema>;
