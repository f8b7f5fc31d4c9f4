import type { GapReason } from '../../../../shared/sound/audio.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { AudioSource, SourceChange } from '../../ports/ports.ts';
import type { SourceLost } from './source-lost.ts';

/** How the end of the last try is told. */
export function givenUp(loss: SourceLost, tries: number): AppError {
  return new AppError(
    'no-device',
    `The sound stopped and did not come back in ${tries} tries: ${loss.message}. What was recorded is kept. Check the device in the sound settings, then start a new recording.`,
    { cause: loss },
  );
}

export function restarting(loss: SourceLost, attempt: number): SourceChange {
  return {
    type: 'restarting',
    reason: `${loss.message}. Capture is started again.`,
    fields: { cause: loss.reason, attempt },
  };
}

export function restarted(cause: GapReason, attempt: number, source: AudioSource): SourceChange {
  return {
    type: 'restarted',
    reason: `Capturing again, from ${source.description}.`,
    fields: { cause, attempt, from: source.description },
  };
}

export function onlyZeros({ source, description }: AudioSource): SourceChange {
  const mend =
    source === 'system'
      ? 'If something is playing, check which output it plays on.'
      : 'If somebody is speaking, check whether the microphone is muted.';
  return {
    type: 'zeros-warning',
    reason: `Nothing but digital silence came from ${description} for 10 s. ${mend}`,
    fields: { from: description },
  };
}

export function clockSet(byMs: number): SourceChange {
  const direction = byMs > 0 ? 'forward' : 'back';
  return {
    type: 'clock-set',
    reason: `The computer's clock was set ${direction} by ${seconds(Math.abs(byMs))}. No sound was lost.`,
    fields: { byMs: Math.round(byMs) },
  };
}

export function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`;
}
