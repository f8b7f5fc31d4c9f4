import fc from 'fast-check';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWavReader } from '../../../../../src/main/core/capture/files/wav-reader.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import { makeTemporaryFolder } from '../../../../support/temporary-folder.ts';
import { buildWav, bytesOf, riffChunk, type WavShape } from '../../../../support/wav.ts';
import { itWith } from '../../../../support/machine/needs.ts';

const ramp = Int16Array.from({ length: 1_000 }, (_zero, i) => i * 60 - 30_000);
const floats = Float32Array.from(ramp, (sample) => sample / 32_768);
const twice = <T extends Int16Array | Float32Array>(samples: T): T =>
  samples.constructor === Int16Array
    ? (Int16Array.from({ length: samples.length * 2 }, (_zero, i) => samples[i >> 1] ?? 0) as T)
    : (Float32Array.from({ length: samples.length * 2 }, (_zero, i) => samples[i >> 1] ?? 0) as T);

async function save(content: Uint8Array | WavShape): Promise<string> {
  const path = join(await makeTemporaryFolder(), 'meeting.wav');
  await writeFile(path, content instanceof Uint8Array ? content : buildWav(content));
  return path;
}

async function readAll(path: string): Promise<{ rateHz: number; samples: number; floats: Float32Array }> {
  const reader = await openWavReader(path);
  try {
    const all: number[] = [];
    for (;;) {
      const block = await reader.readFloat(333);
      if (block.length === 0) break;
      all.push(...block);
    }
    return { rateHz: reader.sampleRateHz, samples: reader.samples, floats: Float32Array.from(all) };
  } finally {
    await reader.close();
  }
}

async function refusalOf(path: string): Promise<string> {
  const error: unknown = await openWavReader(path).then(
    () => 'was opened',
    (cause: unknown) => cause,
  );
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return `${error.code}: ${error.message.replaceAll(path, 'FILE')}`;
}

describe('a WAV file', () => {
  const rates = [8_000, 16_000, 22_050, 44_100, 48_000, 96_000, 384_000];
  const forms = rates.flatMap((rateHz) =>
    [1, 2].flatMap((channels) =>
      (['int16', 'float32'] as const).flatMap((encoding) =>
        [false, true].map((isExtensible) => ({ rateHz, channels, encoding, isExtensible })),
      ),
    ),
  );
  it.each(forms)(
    'is read: $rateHz Hz, $channels channels, $encoding, extensible: $isExtensible',
    async ({ rateHz, channels, encoding, isExtensible }) => {
      const source = encoding === 'int16' ? ramp : floats;
      const path = await save({
        rateHz,
        channels,
        isExtensible,
        bits: encoding === 'int16' ? 16 : 32,
        kind: encoding === 'int16' ? 'pcm' : 'float',
        data: bytesOf(channels === 2 ? twice(source) : source),
      });
      expect(await readAll(path)).toEqual({ rateHz, samples: 1_000, floats });
    },
  );

  it('gives two channels as their average', async () => {
    const path = await save({
      rateHz: 16_000,
      channels: 2,
      data: bytesOf(Int16Array.of(16_384, 0, -32_768, 32_767)),
    });
    expect((await readAll(path)).floats).toEqual(Float32Array.of(0.25, -0.5 / 32_768));
  });

  it('is read where unknown chunks of odd size stand before and after the audio', async () => {
    const odd = Buffer.concat([
      riffChunk('LIST', Buffer.from('seven b')),
      riffChunk('junk', Buffer.alloc(1)),
    ]);
    const path = await save({ rateHz: 16_000, data: bytesOf(ramp), before: odd, after: odd });
    expect((await readAll(path)).floats).toEqual(floats);
  });

  it.each([0, 0xffff_ffff])('that was never closed (data size %i) is read to its end', async (claimed) => {
    const path = await save({ rateHz: 16_000, data: bytesOf(ramp), claimedDataBytes: claimed });
    expect((await readAll(path)).floats).toEqual(floats);
  });

  it.each([1, 2, 3, 1_001])('that lacks its last %i bytes is read to the last whole sample', async (lost) => {
    const whole = buildWav({ rateHz: 16_000, channels: 2, data: bytesOf(twice(ramp)) });
    const path = await save(whole.subarray(0, whole.length - lost));
    const { samples, floats: read } = await readAll(path);
    expect(samples).toBe(1_000 - Math.ceil(lost / 4));
    expect(read).toEqual(floats.subarray(0, samples));
  });

  it('that shrinks while it is read ends early instead of failing', async () => {
    const path = await save({ rateHz: 16_000, data: bytesOf(ramp) });
    const reader = await openWavReader(path);
    expect(await reader.readInt16(10)).toEqual(ramp.subarray(0, 10));
    const file = await open(path, 'r+');
    await file.truncate(44 + 41);
    await file.close();
    expect(await reader.readInt16(1_000)).toEqual(ramp.subarray(10, 20));
    expect(await reader.readInt16(1_000)).toHaveLength(0);
    await reader.close();
  });

  it('gives samples that are no numbers as silence', async () => {
    const data = bytesOf(Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, 0.5));
    const path = await save({ rateHz: 16_000, bits: 32, kind: 'float', data });
    expect((await readAll(path)).floats).toEqual(Float32Array.of(0, 0, 0.5));
  });
});

describe('what cannot be read is refused with what to do about it:', () => {
  const shape: WavShape = { rateHz: 16_000, data: bytesOf(ramp) };
  const convert = 'Convert it first: ffmpeg -i "FILE" -ar 16000 -ac 1 -c:a pcm_s16le meeting.wav';
  const again = 'Record or export it again.';

  it.each<[string, Uint8Array | WavShape, string]>([
    ['an empty file', Buffer.alloc(0), `FILE is empty. ${again}`],
    ['a file too short to be one', Buffer.from('RIFF'), `FILE is something else, not a WAV file. ${convert}`],
    ['MP3 with a tag', Buffer.from('ID3\x04'), `FILE is an MP3 file, not a WAV file. ${convert}`],
    ['MP3 without', Buffer.from('fffb9064', 'hex'), `FILE is an MP3 file, not a WAV file. ${convert}`],
    ['Ogg', Buffer.from('OggS\0\x02'), `FILE is an Ogg file, not a WAV file. ${convert}`],
    ['FLAC', Buffer.from('fLaC\0\0'), `FILE is a FLAC file, not a WAV file. ${convert}`],
    ['MP4', Buffer.from('\0\0\0\x20ftypisom'), `FILE is an MP4 file, not a WAV file. ${convert}`],
    ['WebM', Buffer.from('1a45dfa3', 'hex'), `FILE is a Matroska or WebM file, not a WAV file. ${convert}`],
    [
      'RIFF that is no WAVE',
      Buffer.from('RIFF\0\0\0\0AVI '),
      `FILE is something else, not a WAV file. ${convert}`,
    ],
    [
      '8-bit audio',
      { ...shape, bits: 8 },
      `FILE has 8-bit audio of kind 1; 16-bit PCM and 32-bit float are read. ${convert}`,
    ],
    [
      '24-bit audio',
      { ...shape, bits: 24 },
      `FILE has 24-bit audio of kind 1; 16-bit PCM and 32-bit float are read. ${convert}`,
    ],
    [
      'A-law',
      { ...shape, kind: 6 },
      `FILE has 16-bit audio of kind 6; 16-bit PCM and 32-bit float are read. ${convert}`,
    ],
    ['six channels', { ...shape, channels: 6 }, `FILE has 6 channels; one or two are read. ${convert}`],
    ['no channels', { ...shape, channels: 0 }, `FILE has 0 channels; one or two are read. ${convert}`],
    [
      'no rate',
      { ...shape, rateHz: 0 },
      `FILE claims 0 samples a second; 1,000 to 384,000 are read. ${convert}`,
    ],
    [
      'a lying block align',
      { ...shape, blockAlign: 4 },
      `FILE is damaged: it claims 4 bytes a sample where its format makes 2. ${again}`,
    ],
    ['no audio', { ...shape, data: Buffer.alloc(0) }, `FILE is damaged: it holds no audio. ${again}`],
    ['no audio chunk', buildWav(shape).subarray(0, 36), `FILE is damaged: it holds no audio. ${again}`],
    [
      'audio before its format',
      Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE'), riffChunk('data', bytesOf(ramp))]),
      `FILE is damaged: its format comes after its audio. ${again}`,
    ],
    [
      'a format that is cut off',
      Buffer.concat([
        Buffer.from('RIFF\0\0\0\0WAVE'),
        riffChunk('fmt ', Buffer.alloc(8)),
        riffChunk('data', bytesOf(ramp)),
      ]),
      `FILE is damaged: its format is cut off. ${again}`,
    ],
    [
      'zeros without end',
      Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE'), Buffer.alloc(1_000_000)]),
      `FILE is damaged: its audio is not found. ${again}`,
    ],
  ])('%s', async (_what, content, message) => {
    expect(await refusalOf(await save(content))).toBe(`bad-input: ${message}`);
  });

  it('a path where nothing is', async () => {
    const path = join(await makeTemporaryFolder(), 'nothing.wav');
    expect(await refusalOf(path)).toBe('not-found: There is no file FILE. Check the path.');
  });

  it('a folder', async () => {
    const path = join(await makeTemporaryFolder(), 'folder.wav');
    await mkdir(path);
    expect(await refusalOf(path)).toBe('bad-input: FILE is a folder. Name a WAV file in it.');
  });

  itWith(['posix'], 'a pipe, without waiting for somebody to write to it', async () => {
    const path = join(await makeTemporaryFolder(), 'pipe.wav');
    execFileSync('mkfifo', [path]);
    expect(await refusalOf(path)).toBe('bad-input: FILE is a pipe or a device. Save it as a WAV file first.');
  });
});

describe('random bytes', () => {
  const header = buildWav({ rateHz: 44_100, channels: 2, data: bytesOf(ramp) });
  it('are read to an end or refused, and never fail in another way', async () => {
    const path = join(await makeTemporaryFolder(), 'random.wav');
    const damaged = fc
      .tuple(
        fc.array(fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 255 })), { maxLength: 6 }),
        fc.uint8Array({ maxLength: 60 }),
        fc.nat({ max: header.length }),
      )
      .map(([changes, end, length]) => {
        const bytes = Buffer.concat([header.subarray(0, length), end]);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        return new Uint8Array(bytes);
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), async (bytes) => {
        await writeFile(path, bytes);
        try {
          const { samples, floats: read } = await readAll(path);
          expect(read.length).toBe(samples);
          expect(read.every(Number.isFinite)).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ name: 'AppError', code: 'bad-input' });
        }
      }),
      { numRuns: 500 },
    );
  });
});
