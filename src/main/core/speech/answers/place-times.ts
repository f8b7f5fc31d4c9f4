/** Times as an engine gave them; `null` for what is none. */
type Timed = { text: string; start: number | null; end: number | null };
/** Seconds within the audio. */
export type Placed<T> = T & { startSec: number; endSec: number };

// Whisper rounds to hundredths, and its last word may end a little after the audio.
const toleranceSec = 0.5;

/**
 * Places items in the audio, in the order in which they came. Times that leave the audio (seconds that are milliseconds,
 * times of the whole meeting) or run backwards make all of them estimates, by the length of the texts; so do missing
 * ones. `isWrong` is false when the engine gave no times at all.
 */
export function placeTimes<T extends Timed>(
  items: readonly T[],
  audioSec: number,
): { items: Placed<T>[]; areEstimated: boolean; isWrong: boolean } {
  const hasNone = items.every(({ start, end }) => start === null && end === null);
  if (hasNone || !areUsable(items, audioSec))
    return { items: estimated(items, audioSec), areEstimated: true, isWrong: !hasNone };
  let isWrong = false;
  let reachedSec = 0;
  const placed = items.map((item) => {
    const { start, end } = item as { start: number; end: number };
    if (start < 0 || end < start) isWrong = true;
    const startSec = Math.min(Math.max(reachedSec, start), audioSec);
    reachedSec = startSec;
    return { ...item, startSec, endSec: Math.min(Math.max(startSec, end), audioSec) };
  });
  // Nobody's word lasts into the next one.
  const apart = placed.map((item, index) => {
    const next = placed[index + 1];
    if (next === undefined || item.endSec <= next.startSec) return item;
    if (item.endSec > next.startSec + toleranceSec) isWrong = true;
    return { ...item, endSec: next.startSec };
  });
  return { items: apart, areEstimated: false, isWrong };
}

function areUsable(items: readonly Timed[], audioSec: number): boolean {
  let reachedSec = 0;
  return items.every(({ start, end }) => {
    if (start === null || end === null) return false;
    if (Math.max(start, end) > audioSec + toleranceSec || start < reachedSec - toleranceSec) return false;
    reachedSec = start;
    return true;
  });
}

/** Side by side, each as long as its text is. */
export function estimated<T extends { text: string }>(
  items: readonly T[],
  audioSec: number,
  fromSec = 0,
): Placed<T>[] {
  const all = items.reduce((sum, { text }) => sum + text.length + 1, 0);
  let reachedSec = fromSec;
  return items.map((item) => {
    const startSec = reachedSec;
    reachedSec += ((item.text.length + 1) / Math.max(1, all)) * (audioSec - fromSec);
    return { ...item, startSec, endSec: Math.min(reachedSec, audioSec) };
  });
}
