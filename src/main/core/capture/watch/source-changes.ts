import type { GapReason } from '../../../../shared/sound/audio.ts';
import type { AudioSource, SourceChange } from '../../ports/ports.ts';
import type { SourceLost } from './source-lost.ts';
import { say, sentence } from '../../../../shared/words/all-words.ts';

export function restarting(loss: SourceLost, attempt: number): SourceChange {
  return {
    type: 'restarting',
    reason: say('capture.restarting', { why: loss.message }),
    fields: { cause: loss.reason, attempt },
  };
}

export function restarted(cause: GapReason, attempt: number, source: AudioSource): SourceChange {
  return {
    type: 'restarted',
    reason: say('capture.restarted', { device: source.description }),
    fields: { cause, attempt, from: source.description },
  };
}

/** `cause` is the system's own reason, where it has one. */
export function onlyZeros({ source, description }: AudioSource, cause: string | null): SourceChange {
  const advice = sentence(source === 'system' ? 'capture.zeros.system' : 'capture.zeros.microphone');
  return {
    type: 'zeros-warning',
    reason: say('capture.zeros', { device: description, check: cause ?? advice }),
    fields: { from: description, ...(cause !== null && { cause }) },
  };
}

/** `drift`: parts of one that its clock is fast; slow below zero. */
export function drifting(description: string, drift: number): SourceChange {
  const percent = (Math.abs(drift) * 100).toFixed(2);
  return {
    type: 'drift',
    reason: say('capture.drift', { device: description, percent, isFast: drift > 0 ? 1 : 0 }),
    fields: { from: description, ppm: Math.round(drift * 1_000_000) },
  };
}

export function clockSet(byMs: number): SourceChange {
  const sec = Math.round(Math.abs(byMs) / 1_000);
  return {
    type: 'clock-set',
    reason: say(byMs > 0 ? 'capture.clock-forward' : 'capture.clock-back', { sec }),
    fields: { byMs: Math.round(byMs) },
  };
}
