/**
 * One time line for events in the order in which they were recorded, ms. Between two events the shorter step of
 * both clocks counts: the wall clock may have been set, and another process has another monotonic clock.
 */
export function createStreamTime(): (event: { wallMs: number; monoMs: number }) => number {
  let nowMs = 0;
  let last: { wallMs: number; monoMs: number } | undefined;
  return ({ wallMs, monoMs }) => {
    if (last !== undefined) {
      const steps = [wallMs - last.wallMs, monoMs - last.monoMs].filter((step) => step >= 0);
      nowMs += steps.length === 0 ? 0 : Math.min(...steps);
    }
    last = { wallMs, monoMs };
    return nowMs;
  };
}
