import type { StoredEvent } from '../../../../shared/events/events.ts';

/** Finds a result that says the same as one just before it. */
export type Repeats = {
  /** `seq` of the result that it repeats, or `null`. */
  originalOf(result: StoredEvent): number | null;
};

// Buffers are 3 s long, and the backend leaves out a text that is like one of its last ten: the same words within
// five seconds are one transcription told twice.
const windowMs = 5_000;

export function createRepeats(): Repeats {
  let recent: { text: string; atMs: number; seq: number }[] = [];
  return {
    originalOf({ raw, monoMs, seq }) {
      const text = textOf(raw);
      recent = recent.filter(({ atMs }) => monoMs - atMs <= windowMs);
      if (text === null) return null;
      const original = recent.find((earlier) => earlier.text === text);
      if (original !== undefined) return original.seq;
      recent.push({ text, atMs: monoMs, seq });
      return null;
    },
  };
}

function textOf(raw: string | null): string | null {
  try {
    const message = JSON.parse(raw ?? '') as { data?: { text?: unknown } } | null;
    const text = message?.data?.text;
    return typeof text === 'string' && text.trim() !== '' ? text.trim().toLowerCase() : null;
  } catch {
    return null;
  }
}
