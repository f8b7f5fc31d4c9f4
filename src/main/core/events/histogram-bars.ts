// Steps that people can read a time axis by.
const stepsMs = [1, 2, 5, 10, 20, 50, 100, 200, 500].concat(
  [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400].map(
    (sec) => sec * 1_000,
  ),
);

/** At most so many bars from a round time on, each of a round length; `null` where there is no time. */
export function barsOf(range: { fromMs: number; untilMs: number; bars: number }): {
  fromMs: number;
  stepMs: number;
  bars: number;
} | null {
  const { fromMs, untilMs, bars } = range;
  if (!(fromMs < untilMs)) return null;
  const least = (untilMs - fromMs) / Math.max(1, bars - 1);
  const dayMs = 86_400_000;
  const stepMs = stepsMs.find((step) => step >= least) ?? Math.ceil(least / dayMs) * dayMs;
  const roundMs = Math.floor(fromMs / stepMs) * stepMs;
  return { fromMs: roundMs, stepMs, bars: Math.ceil((untilMs - roundMs) / stepMs) };
}
