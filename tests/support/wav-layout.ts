import fc from 'fast-check';
import { buildWav, riffChunk } from './wav.ts';

/** A WAV file whose parts stand in an order of their own, and what is to be read of it. */
export type WavLayout = {
  bytes: Buffer;
  /** The samples of every one of its channels, before it was cut. */
  samples: Int16Array;
  channels: number;
  /** Bytes before the audio; a file that ends in them holds none. */
  headBytes: number;
};

const otherParts = ['LIST', 'JUNK', 'bext', 'cue ', 'PAD ', 'id3 ', 'fact', 'iXML', 'FLLR', '\0\0\0\0'];

const part = fc
  .tuple(fc.constantFrom(...otherParts), fc.uint8Array({ maxLength: 61 }))
  .map(([id, content]) => riffChunk(id, content));
const parts = fc.array(part, { maxLength: 4 }).map((all) => Buffer.concat(all));

/** Parts before the format, between it and the audio and after that; a second format and second audio; cut off anywhere. */
export const wavLayouts: fc.Arbitrary<WavLayout> = fc
  .record({
    data: fc.int16Array({ minLength: 1, maxLength: 400 }),
    channels: fc.constantFrom(1, 2, 3),
    isExtensible: fc.boolean(),
    beforeFormat: parts,
    between: parts,
    after: parts,
    hasSecondFormat: fc.boolean(),
    hasSecondAudio: fc.boolean(),
    cut: fc.option(fc.nat({ max: 1_500 }), { nil: 0, freq: 2 }),
  })
  .map(({ data: samples, channels, beforeFormat, after, cut, ...more }) => {
    const length = samples.length * channels;
    const raw = Buffer.from(
      Int16Array.from({ length }, (_zero, i) => samples[Math.floor(i / channels)] ?? 0).buffer,
    );
    // What stands in a second one is of another rate and form, and must not be taken.
    const second = more.hasSecondFormat ? formatOfOther() : Buffer.alloc(0);
    const wav = buildWav({
      rateHz: 16_000,
      channels,
      data: raw,
      isExtensible: more.isExtensible,
      before: Buffer.concat([more.between, second]),
      after: Buffer.concat([
        ...(more.hasSecondAudio ? [riffChunk('data', Buffer.alloc(51, 0x5a))] : []),
        after,
      ]),
    });
    const whole = Buffer.concat([wav.subarray(0, 12), beforeFormat, wav.subarray(12)]);
    whole.writeUInt32LE(whole.length - 8, 4);
    const audioChunk = whole.length - (wav.length - audioAt(wav));
    const headBytes = audioChunk + 8;
    return { bytes: whole.subarray(0, Math.max(0, whole.length - cut)), samples, channels, headBytes };
  });

/** Where the first part named `data` begins: parts are walked, as their content may say anything. */
function audioAt(wav: Buffer): number {
  let at = 12;
  while (wav.toString('latin1', at, at + 4) !== 'data') {
    const bytes = wav.readUInt32LE(at + 4);
    at += 8 + bytes + (bytes % 2);
  }
  return at;
}

function formatOfOther(): Buffer {
  const wav = buildWav({ rateHz: 8_000, channels: 4, bits: 8, data: new Uint8Array(4) });
  return wav.subarray(12, 12 + 24);
}
