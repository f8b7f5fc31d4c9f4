import { createDownmix } from '../../../../shared/sound/downmix.ts';
import { soundEncodings, type SoundEncoding } from '../../../../shared/sound/raw-sound.ts';
import type { SampleForm } from './wav-header-reader.ts';

/** Makes one channel of floats of what lies in a file; blocks of one file belong together. */
export type ToMono = {
  convert(block: Buffer): Float32Array;
  /** How much quieter everything is since a sample was over full scale, dB; 0 where none was. */
  scaledDb(): number;
};

export function createToMono({ encoding, channels, frameBytes }: SampleForm): ToMono {
  const read = readerOf[encoding];
  const sampleBytes = soundEncodings[encoding].bytes;
  const downmix = createDownmix();
  let gain = 1;

  /** Floats may go beyond full scale, where 16 bits end. What was scaled once stays so: a voice must not jump. */
  function fit(samples: Float32Array): Float32Array {
    let peak = 0;
    // eslint-disable-next-line @typescript-eslint/prefer-for-of -- iterating makes an object for every sample
    for (let i = 0; i < samples.length; i += 1) peak = Math.max(peak, Math.abs(samples[i] ?? 0));
    gain = Math.min(gain, peak > 1 ? 1 / peak : 1);
    return gain === 1 ? samples : samples.map((sample) => sample * gain);
  }

  return {
    convert(block) {
      const length = Math.floor(block.length / frameBytes);
      const split = Array.from({ length: channels }, (_zero, channel) => {
        const samples = new Float32Array(length);
        for (let i = 0; i < length; i += 1) samples[i] = read(block, i * frameBytes + channel * sampleBytes);
        return samples;
      });
      const mono = downmix(split);
      return encoding === 'float32' || encoding === 'float64' ? fit(mono) : mono;
    },
    scaledDb: () => (gain === 1 ? 0 : -20 * Math.log10(gain)),
  };
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

const readerOf: Readonly<Record<SoundEncoding, (block: Buffer, at: number) => number>> = {
  uint8: (block, at) => ((block[at] ?? 128) - 128) / 128,
  int16: (block, at) => block.readInt16LE(at) / 32_768,
  int24: (block, at) => block.readIntLE(at, 3) / 8_388_608,
  int32: (block, at) => block.readInt32LE(at) / 2_147_483_648,
  float32: (block, at) => finite(block.readFloatLE(at)),
  float64: (block, at) => finite(block.readDoubleLE(at)),
  alaw: (block, at) => fromALaw(block[at] ?? 0) / 32_768,
  ulaw: (block, at) => fromMuLaw(block[at] ?? 0) / 32_768,
};

/** ITU-T G.711, to 16 bits. */
function fromMuLaw(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4)) - 0x84;
  return (bits & 0x80) === 0 ? magnitude : -magnitude;
}

/** ITU-T G.711, to 16 bits. */
function fromALaw(code: number): number {
  const bits = code ^ 0x55;
  const segment = (bits & 0x70) >> 4;
  const mantissa = ((bits & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? mantissa : (mantissa + 0x100) << (segment - 1);
  return (bits & 0x80) === 0 ? -magnitude : magnitude;
}
