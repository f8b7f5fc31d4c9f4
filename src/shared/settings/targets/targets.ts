import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { proxyChoiceSchema } from '../network.ts';
import { judgeAddress, proposeAddress } from './target-address.ts';

/** The name of the ScrumBot backend that runs inside the app. */
export const builtInTargetName = 'built-in';

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

// Anything but a port or a path after the host means another host: ws://localhost:1@example.org is not loopback.
const loopbackUrl = /^wss?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?([/?#]|$)/i;

export function isLoopbackUrl(url: string): boolean {
  return loopbackUrl.test(url);
}

/** The same of a REST address. */
export function isLoopbackHttpUrl(url: string): boolean {
  return isLoopbackUrl(url.replace(/^http/i, 'ws'));
}

/**
 * Finds a target by name, or makes one of a URL, whose name is the address without what is secret in it.
 * @throws AppError `not-found` for an unknown name, `bad-input` for a URL that may not be used, with a proposal
 */
export function resolveTarget(nameOrUrl: string, known: readonly Target[]): Target {
  const builtIn: Target = { name: builtInTargetName, wsUrl: null };
  const named = [builtIn, ...known].find((t) => t.name === nameOrUrl);
  if (named !== undefined) return checkTarget(named);
  if (!nameOrUrl.includes('://')) {
    const names = [builtInTargetName, ...known.map((t) => t.name)].join(', ');
    const meant = proposeAddress(nameOrUrl);
    throw new AppError(
      'not-found',
      `No target is called "${nameOrUrl}". Known: ${names}; or give a ws:// or wss:// URL${meant === null ? '' : `, perhaps ${meant}`}.`,
    );
  }
  const name = withoutSecrets(nameOrUrl.trim());
  const judged = judgeAddress(nameOrUrl);
  if (!judged.ok) throw notUsable(name, judged.problem, judged.proposal);
  if (!webSocketUrlSchema.safeParse(nameOrUrl.trim()).success)
    throw notUsable(name, 'is not a WebSocket address. Give one that starts with ws:// or wss://.', null);
  return checkTarget({ name, wsUrl: nameOrUrl.trim() }, judged.url);
}

function notUsable(name: string, problem: string, proposal: string | null): AppError {
  return new AppError(
    'bad-input',
    `"${name}" ${problem}${proposal === null ? '' : ` Perhaps ${proposal} is meant.`}`,
  );
}

/** An address as a name: names go into events, logs and pages, user names, passwords and queries must not. */
function withoutSecrets(url: string): string {
  return url.replace(/^(\w+:\/\/).*@/s, '$1').replace(/[?#].*$/s, '');
}

/**
 * Meeting audio leaves the machine encrypted or not at all.
 * @throws AppError `bad-input`
 */
function checkTarget(target: Target, address = target.wsUrl): Target {
  if (address === null || /^wss:/i.test(address) || isLoopbackUrl(address)) return target;
  throw new AppError(
    'bad-input',
    `The target ${target.name} is not encrypted. Use wss:// for other machines; ws:// is for this machine only.`,
  );
}
