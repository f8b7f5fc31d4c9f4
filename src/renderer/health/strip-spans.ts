import type { HealthSpan } from '../../shared/health/health-row.ts';

// Nobody sees a pause that is thinner than a pixel of the widest strip.
const joinedShare = 1 / 1_500;

/**
 * What a strip draws of the spans of one row, oldest first: what lies in the range, clipped to it, and states that flap too
 * quickly to be told apart as one stretch of each level. Spans later than the range are of a clock that was ahead. Those of
 * a clock that was set back overlap; both are drawn, the taller one over the other.
 */
export function stripSpans(
  spans: readonly HealthSpan[],
  range: { fromMs: number; untilMs: number },
): HealthSpan[] {
  const longestPauseMs = (range.untilMs - range.fromMs) * joinedShare;
  const drawn: HealthSpan[] = [];
  const newest = new Map<HealthSpan['level'], HealthSpan>();
  for (const span of spans) {
    if (span.fromMs > range.untilMs || span.untilMs < range.fromMs) continue;
    const clipped = {
      ...span,
      fromMs: Math.max(span.fromMs, range.fromMs),
      untilMs: Math.min(Math.max(span.untilMs, span.fromMs), range.untilMs),
    };
    const before = newest.get(span.level);
    if (before !== undefined && clipped.fromMs - before.untilMs <= longestPauseMs) {
      before.untilMs = Math.max(before.untilMs, clipped.untilMs);
      before.value = clipped.value;
      continue;
    }
    newest.set(span.level, clipped);
    drawn.push(clipped);
  }
  return drawn;
}
