import { pcmFormat, samplesToSec } from '../../../../shared/sound/audio.ts';

/** A stretch of a meeting's audio on its way to the speech engine. Seconds of received audio since its start. */
export type Take = { pcm: Int16Array; startSec: number; endSec: number };

/**
 * The audio of one meeting that was received and not yet transcribed. Every sample that is added is taken
 * exactly once, in order.
 */
export type MeetingAudio = {
  add(pcm: Int16Array, atMs: number): void;
  /** Milliseconds of audio that wait. */
  heldMs(): number;
  /** Everything, when at least 3 s wait. */
  takeFull(): Take | null;
  /** Everything, when it is nearly full, or has waited for too long and is worth transcribing. */
  takeStale(nowMs: number): Take | null;
  /** Everything, when there is anything. */
  takeRest(): Take | null;
};

// The figures of a real backend.
const fullMs = 3_000;
const nearlyFullMs = 0.95 * fullMs;
const staleAfterMs = 5_000;
const worthwhileMs = 1_000;

export function createMeetingAudio(): MeetingAudio {
  let parts: Int16Array[] = [];
  let held = 0;
  let taken = 0;
  let oldestMs = 0;

  const heldMs = (): number => (held * 1000) / pcmFormat.sampleRateHz;

  function takeAll(): Take {
    const pcm = join(parts, held);
    const start = taken;
    taken += held;
    parts = [];
    held = 0;
    return { pcm, startSec: samplesToSec(start), endSec: samplesToSec(taken) };
  }

  return {
    add(pcm, atMs) {
      if (pcm.length === 0) return;
      if (held === 0) oldestMs = atMs;
      parts.push(pcm);
      held += pcm.length;
    },
    heldMs,
    takeFull: () => (heldMs() >= fullMs ? takeAll() : null),
    takeStale(nowMs) {
      const due = heldMs() >= nearlyFullMs || nowMs - oldestMs > staleAfterMs;
      return due && heldMs() >= worthwhileMs ? takeAll() : null;
    },
    takeRest: () => (held > 0 ? takeAll() : null),
  };
}

function join(parts: readonly Int16Array[], length: number): Int16Array {
  const whole = new Int16Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
