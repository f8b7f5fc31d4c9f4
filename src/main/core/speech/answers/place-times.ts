/** Times as an engine gave them; `null` for what is none. */
type Timed = { text: string; start: number | null; end: number | null };
/** Seconds within the audio. */
export type Placed<T> = T & { startSec: number; endSec: number };

// Whisper rounds to hundredths, and its last word may end a little after the audio.
const toleranceSec = 0.5;

// An item without a length gets as much as it takes to say it, if there is room.
const secPerCharacter = 0.08;

/**
 * Places items in the audio, in the order in which they came. Times that leave the audio (seconds that are milliseconds,
 * times of the whole meeting), run backwards or have no length at all make all of them estimates, by the length of the texts; one
 * that is missing lies between its neighbours. `isWrong` is false when the engine gave no times at all.
 */
export function placeTimes<T extends Timed>(
  items: readonly T[],
  audioSec: number,
): { items: Placed<T>[]; areEstimated: boolean; isWrong: boolean } {
  const hasNone = items.every(({ start, end }) => start === null && end === null);
  const filled = withNeighboursTimes(items, audioSec);
  if (hasNone || !areUsable(filled, audioSec))
    return { items: estimated(items, audioSec), areEstimated: true, isWrong: !hasNone };
  let isWrong = items.some(({ start, end }) => start === null || end === null);
  let reachedSec = 0;
  const placed = filled.map((item) => {
    const { start, end } = item;
    if (start < 0 || end < start) isWrong = true;
    const startSec = Math.min(Math.max(reachedSec, start), audioSec);
    reachedSec = startSec;
    return { ...item, startSec, endSec: Math.min(Math.max(startSec, end), audioSec) };
  });
  // Nobody's word lasts into the next one.
  const apart = placed.map((item, index) => {
    const next = placed[index + 1];
    if (item.endSec === item.startSec) return { ...item, endSec: saidBy(item, next?.startSec ?? audioSec) };
    if (next === undefined || item.endSec <= next.startSec) return item;
    if (item.endSec > next.startSec + toleranceSec) isWrong = true;
    return { ...item, endSec: next.startSec };
  });
  return { items: apart, areEstimated: false, isWrong };
}

const saidBy = ({ text, startSec }: { text: string; startSec: number }, latestSec: number): number =>
  Math.min(latestSec, startSec + text.length * secPerCharacter);

/** Aligners leave out numbers, decoders the end of the last word: it is where the next one starts. */
function withNeighboursTimes<T extends Timed>(
  items: readonly T[],
  audioSec: number,
): (T & { start: number; end: number })[] {
  // What comes after each: where the next known start is, and how many share the time until then.
  const after: { sec: number; share: number }[] = [];
  let next = { sec: audioSec, share: 1 };
  for (const { start } of items.toReversed()) {
    after.push(next);
    next = start === null ? { sec: next.sec, share: next.share + 1 } : { sec: start, share: 1 };
  }
  after.reverse();
  let reachedSec = 0;
  return items.map((item, index) => {
    const { sec, share } = after[index] ?? next;
    const start = item.start ?? Math.min(reachedSec, item.end ?? sec);
    const end = item.end ?? Math.max(start, start + (sec - start) / share);
    reachedSec = end;
    return { ...item, start, end };
  });
}

function areUsable(items: readonly { start: number; end: number }[], audioSec: number): boolean {
  let reachedSec = 0;
  const areInside = items.every(({ start, end }) => {
    if (Math.max(start, end) > audioSec + toleranceSec || start < reachedSec - toleranceSec) return false;
    reachedSec = start;
    return true;
  });
  return areInside && items.some(({ start, end }) => end > Math.max(0, start));
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
