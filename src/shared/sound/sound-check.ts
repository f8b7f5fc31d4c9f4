import { z } from 'zod';
import { saidShape } from '../words/sentence-schema.ts';
import { sentence, tellAll, toldBy, type Sentence } from '../words/words.ts';
import { sourceNameSchema, type SourceName } from './audio.ts';

/** What a system says about an app's right to record; `unknown` where no interface tells. */
export type MediaAccess = 'granted' | 'denied' | 'not-asked' | 'unknown';

export const soundCheckStates = [
  'working', // samples that are not zero came
  'zeros', // samples came, all of them zero
  'denied', // the system or the browser refuses
  'needs-restart', // the system allows it by now, this process has not noticed
  'no-sound', // nothing came at all
  'no-device', // there is nothing to capture from, or nothing that captures
] as const;

export const soundCheckSchema = z.object({
  source: sourceNameSchema,
  state: z.enum(soundCheckStates),
  /** What was captured from; `null` when it was not opened. */
  device: z.string().nullable(),
  /** Loudest sample in dBFS; `null` when there was none but zeros. */
  peakDb: z.number().nullable(),
  /** What was found, in plain words. */
  sentence: z.string(),
  /** What to do; `null` when nothing needs to be done. */
  next: z.string().nullable(),
  /** Of both. */
  said: saidShape,
});
export type SoundCheck = z.infer<typeof soundCheckSchema>;

/** What a try to capture came to. */
export type SoundTry =
  | { outcome: 'heard'; device: string; samples: number; peakDb: number | null }
  | { outcome: 'refused'; why: string | Sentence }
  | { outcome: 'failed'; why: string | Sentence };

/** The samples decide: on macOS a denied grant is a live track of zeros, and no interface says so. */
export function soundCheckOf(
  source: SourceName,
  attempt: SoundTry,
  machine: { access: MediaAccess; platform: string },
): SoundCheck {
  const isMac = machine.platform === 'darwin';
  switch (attempt.outcome) {
    case 'refused':
      if (machine.access === 'granted') {
        return {
          ...{ source, state: 'needs-restart', device: null, peakDb: null },
          ...tellAll({
            sentence: sentence('sound.needs-restart', { source }),
            next: sentence('sound.needs-restart.next'),
          }),
        };
      }
      return {
        ...{ source, state: 'denied', device: null, peakDb: null },
        ...tellAll({
          sentence: sentence('sound.denied', { source, why: attempt.why }),
          next: sentence('sound.denied.next'),
        }),
      };
    case 'failed':
      return {
        ...{ source, state: 'no-device', device: null, peakDb: null },
        ...tellAll({
          sentence: sentence('sound.failed', { source }),
          next: toldBy(attempt.why).said,
        }),
      };
    case 'heard': {
      const { device, peakDb } = attempt;
      if (attempt.samples === 0) {
        return {
          ...{ source, state: 'no-sound', device, peakDb },
          ...tellAll({
            sentence: sentence('sound.nothing', { device }),
            next: sentence('sound.nothing.next'),
          }),
        };
      }
      if (peakDb === null) {
        return {
          ...{ source, state: 'zeros', device, peakDb },
          ...tellAll({ sentence: sentence('sound.zeros', { device }), next: nextForZeros(source, isMac) }),
        };
      }
      return {
        ...{ source, state: 'working', device, peakDb },
        ...tellAll({ sentence: sentence('sound.arrives', { device }), next: null }),
      };
    }
    default:
      return attempt satisfies never;
  }
}

function nextForZeros(source: SourceName, isMac: boolean): Sentence {
  if (source === 'microphone') return sentence('sound.zeros.microphone.next');
  return sentence(isMac ? 'sound.zeros.mac.next' : 'sound.zeros.next');
}
