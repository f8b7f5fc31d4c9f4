/** Samples of one window of Silero: 32 ms. */
export const sileroWindowSamples = 512;

/**
 * What Silero VAD v5 says about the recording of the meeting beside the checkout: runs of windows in turns, the first
 * of silence, at a threshold of 0.5. Made once with onnxruntime-node 1.30 and the model that @ricky0123/vad-web ships
 * (each window with the 64 samples before it, its state carried on): the runtime takes 140 MB and more, far too much
 * for a yardstick that never changes.
 */
export const sileroRuns: readonly number[] = `
60 10 4 12 1 54 1 19 2 37 38 40 2 23 42 21 24 32 1 28 25 100 1 4 46 11 4 22 32 1 1 55 1 7 26 57 1 6
2 42 40 55 61 37 33 60 24 70 17 66 68 43 22 2 1 30 18 47 5 70 20 55 58 13 24 44 18 12 3 84 6 44 53
12 21 20 21 83 20 65 29 12 18 21 2 93 3 5 5 36 50 14 20 11 1 7 14 57 8 65 22 1 2 68 1 6 38 61 6 25
50
`
  .trim()
  .split(/\s+/)
  .map(Number);
