import { z } from 'zod';

/** The secrets that people can set, and the environment variable that holds each where there is no key store. */
export const secretNames = ['groq'] as const;
export const secretNameSchema = z.enum(secretNames);
export type SecretName = z.infer<typeof secretNameSchema>;

/** A page learns that a secret is set and how it ends, never more. */
export const secretStateSchema = z.object({
  name: secretNameSchema,
  set: z.boolean(),
  lastFour: z.string().max(4).nullable(),
  kept: z.enum(['stored', 'this-run', 'environment']),
});
export type NamedSecretState = z.infer<typeof secretStateSchema>;
