import { z } from 'zod';

const serverUrlSchema = z
  .url({ protocol: /^https?$/, error: 'a server has an http:// or https:// URL' })
  .nullable();

/** Without login, query and fragment: settings hold no secrets, and a key has a place of its own. */
export const plainServerUrlSchema = serverUrlSchema.refine((url) => !/[@?#]/.test(url ?? ''), {
  error: 'give the address without login and query; a key has a place of its own',
});

/** How meetings are transcribed without a backend. Keys are no settings: docs/cli.md says where they are kept. */
export const directSettingsSchema = z.object({
  /** Name of the speech engine; `auto` takes the first that is ready. */
  engine: z.string().min(1).default('auto'),
  /** Two letters, such as `en`; `null` lets the engine find out. */
  language: z
    .string()
    .regex(/^[a-z]{2}$/, 'a language is two small letters, such as en')
    .nullable()
    .default(null),
  /** Requests that an engine works on at the same time, over all sessions. */
  maxInFlight: z.number().int().min(1).max(8).default(2),
  /** A request that takes longer counts as failed. */
  timeoutSec: z.number().min(1).max(600).default(60),
  groqModel: z.enum(['whisper-large-v3-turbo', 'whisper-large-v3']).default('whisper-large-v3-turbo'),
  /** Groq's free tier takes so many seconds of audio an hour; what its answers say counts more. */
  groqAudioSecPerHour: z.number().positive().nullable().default(7_200),
  /** Where an OpenAI-compatible server answers, up to and with `/v1`. */
  openaiBaseUrl: serverUrlSchema.default(null),
  openaiModel: z.string().min(1).default('whisper-1'),
  /** US dollars an hour of audio, where the server bills. */
  openaiUsdPerHour: z.number().min(0).default(0),
  /** A program of one's own, and its arguments with `{wav}` for the audio; it prints the words. */
  commandLine: z
    .array(z.string().min(1))
    .refine((words) => words.some((word) => word.includes('{wav}')), 'one argument has to hold {wav}')
    .nullable()
    .default(null),
});
export type DirectSettings = z.infer<typeof directSettingsSchema>;
