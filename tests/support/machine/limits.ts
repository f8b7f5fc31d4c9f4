/** Where a run's start says what it measured, for this process and those that it starts. */
export const slownessVariable = 'SCRUMBOT_TEST_SLOWNESS';

/** How much slower this machine is than the one that the limits below were chosen on; 1 where nobody measured. */
export const slowness = Math.max(1, Number(process.env[slownessVariable] ?? 1));

/**
 * The only time limits of tests. They catch what hangs, and say nothing about speed: each is ten times what its like takes
 * at most on a quiet machine with two cores, and grows with how slow the machine is.
 */
export const limits = {
  /** For one condition: `expect.poll`, `waitUntil`, a page's element. */
  waitMs: scaled(60_000),
  /** For an end that should come at once, less than any timeout that could end it instead. */
  promptMs: scaled(20_000),
  hookMs: scaled(180_000),
  testMs: {
    unit: scaled(120_000),
    contract: scaled(120_000),
    integration: scaled(300_000),
    e2e: scaled(300_000),
    /** Work of which there is as much as was asked for, such as 200 kills. */
    long: scaled(7_200_000),
  },
} as const;

function scaled(ms: number): number {
  return Math.round(ms * slowness);
}
