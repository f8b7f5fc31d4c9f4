import { z } from 'zod';

/**
 * The messages of a ScrumBot backend that the client reads. Unknown fields are allowed everywhere, and fields
 * that a real backend is known to leave out are optional: reading tolerates, analysis complains.
 */
const transcriptionResultSchema = z.object({
  text: z.string(),
  confidence: z.number().nullish(),
  speaker: z.string().nullish(),
  chunkId: z.string().nullish(),
  is_final: z.boolean().nullish(),
  trigger_reason: z.string().nullish(),
  /** Where the words are in the meeting's audio, seconds. Our built-in backend says so; the others do not. */
  audioStartSec: z.number().nullish(),
  audioEndSec: z.number().nullish(),
});
export type TranscriptionResult = z.infer<typeof transcriptionResultSchema>;

export type ParsedBody<T> = { ok: true; value: T } | { ok: false; reason: string };

/** Reads the `data` of a TRANSCRIPTION_RESULT. Never throws. */
export function parseTranscriptionResult(body: unknown): ParsedBody<TranscriptionResult> {
  const result = transcriptionResultSchema.safeParse(body);
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, reason: z.prettifyError(result.error) };
}
