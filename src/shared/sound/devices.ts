import { z } from 'zod';
import { levelSchema, sourceNameSchema } from './audio.ts';

/** The devices that a source can be captured from. */
export const soundDevicesSchema = z.object({
  source: sourceNameSchema,
  /** `name` is what the system keeps over restarts, `title` what people call it. */
  devices: z.array(z.object({ name: z.string(), title: z.string() })),
  /** The title of the system's own choice now; `null` where there is none. */
  usual: z.string().nullable(),
  /** Whether one can be chosen here; otherwise the system's own choice is captured. */
  canChoose: z.boolean(),
  /** Why there is no list, with what to do; `null` where there is one. */
  problem: z.string().nullable(),
});
export type SoundDevices = z.infer<typeof soundDevicesSchema>;

/** What is heard of a source while somebody tries it out. Nothing of it is kept. */
export const heardSchema = z.object({
  source: sourceNameSchema,
  /** What is listened to; `null` where nothing could be opened. */
  device: z.string().nullable(),
  level: levelSchema.nullable(),
  /** Why nothing is heard, with what to do. */
  problem: z.string().nullable(),
});
export type Listened = z.infer<typeof heardSchema>;
