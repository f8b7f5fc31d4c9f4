/** A stretch of time, wall clock in ms since 1970. */
export type Span = { fromMs: number; untilMs: number };

const shortestMs = 5;

/** `factor` below 1 shows less of the time around the middle; never more than `all`. */
export function zoomed({ fromMs, untilMs }: Span, factor: number, all: Span): Span {
  const middle = (fromMs + untilMs) / 2;
  const half = Math.max(shortestMs, (untilMs - fromMs) * factor) / 2;
  return within({ fromMs: middle - half, untilMs: middle + half }, all);
}

/** Moved by a share of what is shown. */
export function panned({ fromMs, untilMs }: Span, share: number, all: Span): Span {
  const step = (untilMs - fromMs) * share;
  return within({ fromMs: fromMs + step, untilMs: untilMs + step }, all);
}

function within({ fromMs, untilMs }: Span, all: Span): Span {
  const length = Math.min(untilMs - fromMs, all.untilMs - all.fromMs);
  const from = Math.min(Math.max(fromMs, all.fromMs), all.untilMs - length);
  return { fromMs: from, untilMs: from + length };
}
