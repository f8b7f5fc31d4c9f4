const dated =
  /(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:T|,? )(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?\s?(Z|UTC|[+-]\d{2}:?\d{2})?/;
// A German or Russian console's; with strokes in place of points nobody knows which is the month.
const dayFirst = /(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4}),? (\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?/;
const timeOnly = /(?:^|[\s[(])(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d{1,6}))?(?:\s?([AP])M)?/i;
const dayMs = 86_400_000;

/** When something was, as text tells it: `wall` in ms since 1970, `day` in ms since some midnight. */
export type ToldTime = { kind: 'wall' | 'day'; atMs: number };

/** The first time in a text. A date without a zone is this machine's. */
export function timeIn(text: string): ToldTime | null {
  const date = dated.exec(text) ?? yearFirst(dayFirst.exec(text));
  return date === null ? timeOfDayIn(text) : { kind: 'wall', atMs: momentOf(date) };
}

function yearFirst(date: RegExpExecArray | null): string[] | null {
  if (date === null) return null;
  const [whole, day = '', month = '', year = '', ...time] = date;
  return [whole, year, month, day, ...time];
}

function momentOf([, year, month, day, hours, minutes, seconds, fraction, zone]: readonly string[]): number {
  const parts = [Number(year), Number(month) - 1, Number(day), Number(hours), Number(minutes)] as const;
  const atMs =
    zone === undefined
      ? new Date(...parts, Number(seconds)).getTime()
      : Date.UTC(...parts, Number(seconds)) - offsetMs(zone);
  return atMs + fractionMs(fraction);
}

function timeOfDayIn(text: string): ToldTime | null {
  const time = timeOnly.exec(text);
  if (time === null) return null;
  const [, hours, minutes, seconds, fraction, half] = time;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (/p/i.test(half) ? 12 : 0);
  const atMs = ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000 + fractionMs(fraction);
  return atMs < dayMs ? { kind: 'day', atMs } : null;
}

function fractionMs(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Math.round(Number(`0.${fraction}`) * 1e6) / 1e3;
}

function offsetMs(zone: string): number {
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (offset === null) return 0;
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  return (offset[1] === '-' ? -1 : 1) * minutes * 60_000;
}

/** Where a frame stands in time, and whether that was worked out here. */
export type Moment = { atMs: number; isWall: boolean; isEstimated: boolean };

/**
 * The times of a log, line by line: one that tells none comes a millisecond after the one before, and a time of day
 * goes on after midnight. `startedMs` is when it began, for a log that tells no date.
 */
export function createLogTimes(startedMs: number | undefined): (told: ToldTime | null) => Moment {
  let last: Moment | null = null;
  let midnightMs: number | null = null;

  function momentAt(told: ToldTime | null): Moment {
    if (told?.kind === 'wall') return { atMs: told.atMs, isWall: true, isEstimated: false };
    const isWall = last?.isWall ?? startedMs !== undefined;
    if (told === null || (last?.isWall === true && midnightMs === null))
      return { atMs: last === null ? (startedMs ?? 0) : last.atMs + 1, isWall, isEstimated: true };
    midnightMs ??= startedMs === undefined ? 0 : startedMs - told.atMs;
    // Only a midnight takes so much off a clock.
    if (last !== null && midnightMs + told.atMs < last.atMs - dayMs / 2) midnightMs += dayMs;
    return { atMs: midnightMs + told.atMs, isWall, isEstimated: false };
  }

  return (told) => (last = momentAt(told));
}

/**
 * Times for what shows none: a millisecond apart, or as far apart as the messages themselves say that they were made.
 */
export function createGuessedTimes(startedMs: number | undefined): (raw: string) => Moment {
  let lastMs: number | null = null;
  let originMs: number | null = null;
  return (raw) => {
    const nextMs = lastMs === null ? 0 : lastMs + 1;
    const told = timeIn(/"timestamp"\s*:\s*"([^"]{10,40})"/.exec(raw)?.[1] ?? '');
    if (told?.kind === 'wall') originMs ??= told.atMs - nextMs;
    lastMs = told?.kind === 'wall' ? Math.max(nextMs, told.atMs - (originMs ?? 0)) : nextMs;
    return { atMs: (startedMs ?? 0) + lastMs, isWall: startedMs !== undefined, isEstimated: true };
  };
}
