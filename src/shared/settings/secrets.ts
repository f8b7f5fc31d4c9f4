import { z } from 'zod';

/** Keys that a UI may enter. */
export const secretNames = ['groq', 'openai-compatible'] as const;
export const secretNameSchema = z.enum(secretNames);

/** A secret as far as a UI may know it. */
export const secretStateSchema = z.object({
  set: z.boolean(),
  lastFour: z.string().nullable(),
  /** `stored`: encrypted by the system's key store. `file`: in a file that only this user may read, as it is. */
  kept: z.enum(['stored', 'file', 'this-run', 'environment']),
});

/** A key and its state. `variable` is the environment variable that holds it where there is one. */
export const keySchema = z.object({
  name: secretNameSchema,
  variable: z.string(),
  state: secretStateSchema,
});
export type Key = z.infer<typeof keySchema>;

/** The environment variables that win over what is stored. */
export const secretVariables: Readonly<Record<(typeof secretNames)[number], string>> = {
  groq: 'GROQ_API_KEY',
  'openai-compatible': 'SCRUMBOT_OPENAI_API_KEY',
};
