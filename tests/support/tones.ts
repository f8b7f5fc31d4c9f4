/** A sine in floats, `amplitude` at most 1. */
export function sine(options: {
  hz: number;
  seconds: number;
  rateHz: number;
  amplitude?: number;
}): Float32Array {
  const { hz, seconds, rateHz, amplitude = 0.5 } = options;
  return Float32Array.from(
    { length: Math.round(seconds * rateHz) },
    (_zero, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / rateHz),
  );
}

export function toInt16(samples: Float32Array): Int16Array {
  return Int16Array.from(samples, (sample) =>
    Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))),
  );
}

/** The amplitude of one frequency in dB under full scale, by Goertzel's algorithm under a Hann window. */
export function levelAtDb(pcm: Int16Array, hz: number, rateHz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / rateHz);
  let [before, last] = [0, 0];
  for (const [i, sample] of pcm.entries()) {
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / pcm.length);
    [before, last] = [last, (sample / 32_768) * hann + coefficient * last - before];
  }
  const power = last * last + before * before - coefficient * last * before;
  return 20 * Math.log10((4 * Math.sqrt(Math.max(power, 0))) / pcm.length);
}
