import { z } from 'zod';
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
});
export type SoundCheck = z.infer<typeof soundCheckSchema>;

/** What a try to capture came to. */
export type SoundTry =
  | { outcome: 'heard'; device: string; samples: number; peakDb: number | null }
  | { outcome: 'refused'; message: string }
  | { outcome: 'failed'; message: string };

const names = { system: 'system audio', microphone: 'microphone' } as const;

/** The samples decide: on macOS a denied grant is a live track of zeros, and no interface says so. */
export function soundCheckOf(
  source: SourceName,
  attempt: SoundTry,
  machine: { access: MediaAccess; platform: string },
): SoundCheck {
  const name = names[source];
  const isMac = machine.platform === 'darwin';
  switch (attempt.outcome) {
    case 'refused':
      if (machine.access === 'granted') {
        return {
          ...{ source, state: 'needs-restart', device: null, peakDb: null },
          sentence: `The system allows the ${name} by now, but it was refused when this app started.`,
          next: 'Quit the app and start it again.',
        };
      }
      return {
        ...{ source, state: 'denied', device: null, peakDb: null },
        sentence: `The ${name} may not be recorded: ${attempt.message}`,
        next: 'Allow ScrumBot in the privacy settings, then check again.',
      };
    case 'failed':
      return {
        ...{ source, state: 'no-device', device: null, peakDb: null },
        sentence: `The ${name} can't be captured.`,
        next: attempt.message,
      };
    case 'heard': {
      const { device, peakDb } = attempt;
      if (attempt.samples === 0) {
        return {
          ...{ source, state: 'no-sound', device, peakDb },
          sentence: `${device} was opened, but delivers nothing.`,
          next: 'Choose another device in the sound settings, or plug this one in again.',
        };
      }
      if (peakDb === null) {
        return {
          ...{ source, state: 'zeros', device, peakDb },
          sentence: `${device} delivers nothing but digital silence.`,
          next: nextForZeros(source, isMac),
        };
      }
      return {
        ...{ source, state: 'working', device, peakDb },
        sentence: `Sound arrives from ${device}.`,
        next: null,
      };
    }
    default:
      return attempt satisfies never;
  }
}

function nextForZeros(source: SourceName, isMac: boolean): string {
  if (source === 'microphone') return 'Check that it is not muted, say something, and check again.';
  return isMac
    ? 'Play something and check again. If it stays silent, macOS does not allow it: allow ScrumBot under “Screen & System Audio Recording”, then restart the app.'
    : 'Play something on the default output and check again.';
}
