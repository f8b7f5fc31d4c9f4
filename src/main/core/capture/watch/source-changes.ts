import type { GapReason } from '../../../../shared/sound/audio.ts';
import type { AudioSource, SourceChange } from '../../ports/ports.ts';
import type { SourceLost } from './source-lost.ts';

export function restarting(loss: SourceLost, attempt: number): SourceChange {
  return {
    type: 'restarting',
    reason: `${loss.message}. It is captured again as soon as it is there.`,
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

/** `cause` is the system's own reason, where it has one. */
export function onlyZeros({ source, description }: AudioSource, cause: string | null): SourceChange {
  const advice =
    source === 'system'
      ? 'If something is playing, check which output it plays on'
      : 'If somebody is speaking, check whether the microphone is muted';
  return {
    type: 'zeros-warning',
    reason: `Nothing but digital silence comes from ${description}. ${cause ?? advice}.`,
    fields: { from: description, ...(cause !== null && { cause }) },
  };
}

/** `drift`: parts of one that its clock is fast; slow below zero. */
export function drifting(description: string, drift: number): SourceChange {
  const percent = (Math.abs(drift) * 100).toFixed(2);
  return {
    type: 'drift',
    reason: `The clock of ${description} runs ${percent} % ${drift > 0 ? 'fast' : 'slow'}. Its sound is brought to the time of this computer, so that the tracks stay together.`,
    fields: { from: description, ppm: Math.round(drift * 1_000_000) },
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
