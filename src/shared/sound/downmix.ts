/** Makes one channel of several, block by block; blocks of one stream belong together. */
export type Downmix = (channels: readonly Float32Array[]) => Float32Array;

// 40 dB below the loudest is the noise of an input that nothing is plugged into.
const deadBelow = 1e-4;
// Two independent channels are 3 dB below the louder one when they are averaged. At 10 dB they cancel each other;
// 3 dB between the two limits keep the decision from flickering.
const cancelBelow = 0.2;
const cancelUntil = 0.4;
// What was heard a tenth of a second ago counts e times less: slower than a wave, faster than a syllable.
const memorySamples = 1_600;
// 10 ms from one decision to the next, so that none of them clicks.
const rampSamples = 160;

/**
 * The average of the channels that carry sound. Where they cancel each other out, as channels in opposite phase do, the
 * loudest of them instead; a dead channel is left out, so that it does not halve the others.
 */
export function createDownmix(): Downmix {
  let powers: number[] = [];
  let mixedPower = 0;
  let liveBefore = '';
  let isCancelling = false;
  let weights: number[] | null = null;

  function measure(channels: readonly Float32Array[]): number[] {
    const length = channels[0]?.length ?? 0;
    const kept = Math.exp(-length / memorySamples);
    powers = channels.map((channel, at) => kept * (powers[at] ?? 0) + squaresOf(channel));
    const loudest = Math.max(...powers);
    if (loudest === 0) return weights ?? equal(channels.length);
    const live = powers.map((power) => power >= loudest * deadBelow);
    const liveCount = live.filter(Boolean).length;
    const average = live.map((isLive) => (isLive ? 1 / liveCount : 0));
    if (liveCount === 1) return average;
    const key = live.join();
    const squares = squaresOfMix(channels, average);
    // With other channels the memory is of another mix.
    mixedPower = key === liveBefore ? kept * mixedPower + squares : squares;
    const reference = key === liveBefore ? loudest : Math.max(...channels.map(squaresOf));
    liveBefore = key;
    isCancelling = mixedPower < (reference * (isCancelling ? cancelUntil : cancelBelow)) / liveCount;
    if (!isCancelling) return average;
    const chosen = powers.indexOf(loudest);
    return powers.map((_power, at) => (at === chosen ? 1 : 0));
  }

  return (channels) => {
    const [only] = channels;
    if (only === undefined) return new Float32Array();
    if (channels.length === 1) return only;
    const to = measure(channels);
    const mixed = mix(channels, weights ?? to, to);
    weights = to;
    return mixed;
  };
}

function mix(
  channels: readonly Float32Array[],
  from: readonly number[],
  to: readonly number[],
): Float32Array {
  const mixed = new Float32Array(channels[0]?.length ?? 0);
  for (const [at, channel] of channels.entries()) {
    const [begin, end] = [from[at] ?? 0, to[at] ?? 0];
    if (begin === 0 && end === 0) continue;
    const ramp = begin === end ? 0 : Math.min(rampSamples, mixed.length);
    for (let i = 0; i < mixed.length; i += 1) {
      const weight = i < ramp ? begin + ((end - begin) * i) / ramp : end;
      mixed[i] = (mixed[i] ?? 0) + weight * (channel[i] ?? 0);
    }
  }
  return mixed;
}

function squaresOf(channel: Float32Array): number {
  let squares = 0;
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- iterating makes an object for every sample
  for (let i = 0; i < channel.length; i += 1) squares += (channel[i] ?? 0) ** 2;
  return squares;
}

function squaresOfMix(channels: readonly Float32Array[], weights: readonly number[]): number {
  const length = channels[0]?.length ?? 0;
  let squares = 0;
  for (let i = 0; i < length; i += 1) {
    let sum = 0;
    for (let at = 0; at < channels.length; at += 1) sum += (weights[at] ?? 0) * (channels[at]?.[i] ?? 0);
    squares += sum * sum;
  }
  return squares;
}

function equal(count: number): number[] {
  return Array.from({ length: count }, () => 1 / count);
}

/** The channels of samples that lie side by side. */
export function splitChannels(interleaved: Int16Array, count: number): Float32Array[] {
  const length = Math.floor(interleaved.length / count);
  return Array.from({ length: count }, (_zero, channel) => {
    const samples = new Float32Array(length);
    for (let i = 0; i < length; i += 1) samples[i] = (interleaved[i * count + channel] ?? 0) / 32_768;
    return samples;
  });
}

/** Full scale is 32,768 in both directions, as in decoders; the positive end is cut by one step. */
export function toInt16(samples: Float32Array): Int16Array<ArrayBuffer> {
  const pcm = new Int16Array(samples.length);
  for (let i = 0; i < samples.length; i += 1) {
    pcm[i] = Math.max(-32_768, Math.min(32_767, Math.round((samples[i] ?? 0) * 32_768)));
  }
  return pcm;
}
