/** Samples of one window of Silero: 32 ms. */
export const sileroWindowSamples = 512;

/**
 * What Silero VAD v5 says about the recording of the meeting beside the checkout: runs of windows in turns, the first
 * of silence, at a threshold of 0.5. Made by scripts/silero-labels.mjs: its runtime takes 150 MB, far too much for a
 * yardstick that never changes.
 */
export const sileroRuns: readonly number[] = `
59 10 5 12 1 6 1 47 1 19 2 37 39 39 2 22 43 21 24 32 1 28 25 100 1 4 46 11 4 22 32 57 1 7 26 57 1 6
2 42 40 55 61 37 33 60 24 70 17 66 68 43 22 2 1 30 18 47 5 70 20 55 58 12 25 44 18 11 4 84 5 45 53
12 21 20 21 83 20 65 29 12 18 21 2 93 3 5 5 36 50 14 20 19 14 57 8 65 22 1 2 68 1 6 37 61 6 26 50
`
  .trim()
  .split(/\s+/)
  .map(Number);
