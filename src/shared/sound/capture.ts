import { z } from 'zod';
import { pcmFormat, type SourceName } from './audio.ts';

/** What the core says to a capture page. `id` names one capture of one source. */
export type CaptureRequest =
  | { type: 'start'; id: string; source: SourceName }
  | { type: 'stop'; id: string }
  /** A page that is alive answers at once, whatever its devices do. */
  | { type: 'ping'; id: string };

/** Why a page lost a source that it had captured. */
export const pageLossReasons = ['no-frames', 'device-changed', 'source-ended', 'helper-exited'] as const;
export type PageLossReason = (typeof pageLossReasons)[number];

// A frame has 50 ms; ten times that is no frame.
const mostFrameBytes = (pcmFormat.sampleRateHz * pcmFormat.bytesPerSample) / 2;

const id = z.string().max(100);
const sentence = z.string().max(500);

/** What a capture page says to the core. A page is not trusted, so this is parsed. */
export const captureAnswerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), id, description: sentence }),
  z.object({
    type: z.literal('frame'),
    id,
    /** Counts every sample that the audio thread saw, so that a message that got lost is a visible gap. */
    firstSample: z.number().int().nonnegative(),
    /** Signed 16-bit mono at 16 kHz, in the machine's byte order. */
    pcm: z
      .instanceof(ArrayBuffer)
      .refine(({ byteLength }) => byteLength > 0 && byteLength % 2 === 0 && byteLength <= mostFrameBytes),
  }),
  z.object({ type: z.literal('lost'), id, reason: z.enum(pageLossReasons), sentence }),
  /** `name` is that of the browser's error, such as `NotAllowedError`. */
  z.object({ type: z.literal('failed'), id, name: z.string().max(100), message: sentence }),
  z.object({ type: z.literal('pong'), id }),
]);
export type CaptureAnswer = z.infer<typeof captureAnswerSchema>;
