import type { EngineFailure } from '../../speech/speech.ts';

/** What is to be done about a segment that failed. */
export type NextStep =
  /** Try again then. `counts` says whether this failure is one of the few that a segment may have. */
  | { next: 'retry'; untilMs: number; counts: boolean }
  /** This segment is set aside; the others go on. */
  | { next: 'park' }
  /** Nobody's segment will pass until somebody changes something. */
  | { next: 'stop' };

/** A segment that failed so often is poison. */
export const mostFailures = 5;

const firstBackoffMs = 1_000;
const longestBackoffMs = 60_000;
// Groq's longest window is a day. Beyond it a server talks nonsense.
const longestRetryAfterMs = 86_400_000;

/**
 * `failures` counts those of the segment, this one included; `inARow` those of the engine, whatever the segment.
 * `random` is 0 to 1.
 */
export function nextStepAfter(
  failure: EngineFailure,
  state: { failures: number; inARow: number; nowMs: number; random: number },
): NextStep {
  const { failures, inARow, nowMs, random } = state;
  switch (failure.kind) {
    case 'key-refused':
    case 'not-there':
      return { next: 'stop' };
    // The same audio gets the same answer; another engine may hear more.
    case 'refused':
    case 'no-words':
      return { next: 'park' };
    case 'unreachable':
    case 'limited': {
      const wishMs = retryAfterMs(failure.retryAfter, nowMs) ?? 0;
      // "At once", said again and again, would be uploads without end.
      const pauseMs = wishMs < firstBackoffMs ? Math.max(wishMs, backoffMs(inARow, random)) : wishMs;
      return { next: 'retry', untilMs: nowMs + pauseMs, counts: false };
    }
    case 'lost':
    case 'failing':
    case 'bad-answer': {
      if (failures >= mostFailures) return { next: 'park' };
      const wishMs = retryAfterMs(failure.retryAfter, nowMs);
      return { next: 'retry', untilMs: nowMs + (wishMs ?? backoffMs(failures, random)), counts: true };
    }
    default:
      return failure.kind satisfies never;
  }
}

/** The header's wish in ms from now, `null` when it is none (RFC 9110: seconds, or a date). */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Number(text) * 1_000, longestRetryAfterMs);
  // A date begins with the name of its day; Date.parse takes a lot more for one.
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return null;
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) return null;
  return Math.max(0, Math.min(atMs - nowMs, longestRetryAfterMs));
}

/** Doubles with each failure; at least half of that, so that a random zero is no storm. */
function backoffMs(failures: number, random: number): number {
  const ceilingMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** Math.max(0, failures - 1));
  return ceilingMs * (0.5 + random / 2);
}
