import { z } from 'zod';
import { languageCode } from '../languages.ts';

/** Any way to write a language becomes the code that engines take. */
const languageSchema = z
  .string()
  .transform((text, context) => {
    if (text.trim().toLowerCase() === 'auto') return null;
    const code = languageCode(text);
    if (code === null)
      context.addIssue({
        code: 'custom',
        message: 'a language is a code or a name, such as en, pt-BR or German',
      });
    return code;
  })
  .nullable();

const serverUrlSchema = z
  .url({ protocol: /^https?$/, error: 'a server has an http:// or https:// URL' })
  .nullable();

/** Without login, query and fragment: settings hold no secrets, and a key has a place of its own. Azure's must say a version. */
export const plainServerUrlSchema = serverUrlSchema.refine(
  (url) => !/[@#]|\?(?!api-version=[\w.-]{1,40}$)/.test(url ?? ''),
  {
    error: 'give the address without login and query; a key has a place of its own',
  },
);

/** How meetings are transcribed without a backend. Keys are no settings: docs/cli.md says where they are kept. */
export const directSettingsSchema = z.object({
  /** Name of the speech engine; `auto` takes the first that is ready. */
  engine: z.string().min(1).default('auto'),
  /** A code such as `en`; written as code, regional form or name. `null` lets the engine find out. */
  language: languageSchema.default(null),
  /** Names and terms that engines are told to expect. */
  vocabulary: z.array(z.string().trim().min(1).max(100)).max(200).default([]),
  /** What the speaker of a track is called in transcripts, such as "me" and "them"; the track's own name without it. */
  speakers: z
    .object({
      system: z.string().trim().min(1).max(60).optional(),
      microphone: z.string().trim().min(1).max(60).optional(),
    })
    .default({}),
  /** Requests that an engine works on at the same time, over all sessions. */
  maxInFlight: z.number().int().min(1).max(8).default(2),
  /** A request that takes longer counts as failed. */
  timeoutSec: z.number().min(1).max(600).default(60),
  groqModel: z.enum(['whisper-large-v3-turbo', 'whisper-large-v3']).default('whisper-large-v3-turbo'),
  /** Groq's free tier takes so many seconds of audio an hour; what its answers say counts more. */
  groqAudioSecPerHour: z.number().positive().nullable().default(7_200),
  /** Where an OpenAI-compatible server answers: with or without `/v1`, or the whole path. */
  openaiBaseUrl: serverUrlSchema.default(null),
  /** Addresses of one's own network that may be talked to without encryption, such as http://192.168.1.20:8000. */
  plainAddresses: z.array(z.string()).max(20).default([]),
  openaiModel: z.string().min(1).default('whisper-1'),
  /** US dollars an hour of audio, where the server bills. */
  openaiUsdPerHour: z.number().min(0).default(0),
  /** A model's name, or the path of a ggml file of one's own; `null` takes the best that was downloaded. */
  whisperModel: z.string().min(1).nullable().default(null),
  /** Where models are downloaded from instead of Hugging Face: a folder with the same files. */
  modelMirror: z
    .url({ protocol: /^https?$/, error: 'a mirror has an http:// or https:// URL' })
    .nullable()
    .default(null),
  /** A program of one's own, and its arguments with `{wav}` for the audio, `{language}` and `{prompt}`; it prints the words. */
  commandLine: z
    .array(z.string().min(1))
    .refine((words) => words.some((word) => word.includes('{wav}')), 'one argument has to hold {wav}')
    .nullable()
    .default(null),
});
export type DirectSettings = z.infer<typeof directSettingsSchema>;
