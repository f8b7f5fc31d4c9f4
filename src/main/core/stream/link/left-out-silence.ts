/** Silence that a plain client would have sent by now, in samples. */
export type LeftOutSilence = {
  /** Silence from this sample on is not sent. It counts once what was said before it has been sent. */
  leftOut(firstSample: number, sampleCount: number): void;
  /** Silence was sent that stands for some that was left out. */
  filled(sampleCount: number): void;
  /** All up to this sample has been sent. */
  sentUpTo(sample: number): void;
  /** All that was recorded has been sent. */
  sentAll(): void;
  samples(): number;
};

/** While the target is away nothing is sent, so that nothing is saved either. */
export function createLeftOutSilence(): LeftOutSilence {
  const waiting: { firstSample: number; sampleCount: number }[] = [];
  let samples = 0;

  function sentUpTo(sample: number): void {
    while (waiting[0] !== undefined && waiting[0].firstSample < sample) {
      samples += waiting[0].sampleCount;
      waiting.shift();
    }
  }

  return {
    leftOut: (firstSample, sampleCount) => void waiting.push({ firstSample, sampleCount }),
    filled(sampleCount) {
      samples -= sampleCount;
    },
    sentUpTo,
    sentAll: () => sentUpTo(Number.POSITIVE_INFINITY),
    samples: () => samples,
  };
}
