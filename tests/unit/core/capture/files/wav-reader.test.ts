import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWavReader } from '../../../../../src/main/core/capture/files/wav-reader.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import { makeTemporaryFolder } from '../../../../support/temporary-folder.ts';
import { buildWav, bytesOf, riffChunk, type WavShape } from '../../../../support/wav.ts';
import { describeWith } from '../../../../support/machine/needs.ts';

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

async function lengthsOf(path: string): Promise<{ samples: number; missing: number }> {
  const reader = await openWavReader(path);
  try {
    const { samples } = reader;
    expect(await reader.readFloat(samples)).toHaveLength(samples);
    return { samples, missing: reader.missingSamples() };
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
  return `${error.code}: ${error.message.replaceAll(path, 'FILE').replaceAll(dirname(path), 'FOLDER')}`;
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
      data: bytesOf(Int16Array.of(16_384, 0, -32_768, -16_384)),
    });
    expect((await readAll(path)).floats).toEqual(Float32Array.of(0.25, -0.75));
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

describe('a WAV file beyond the ordinary', () => {
  it('tells what it promised and does not hold', async () => {
    const path = await save({ rateHz: 16_000, data: bytesOf(ramp), claimedDataBytes: 2 * 17_000 });
    const reader = await openWavReader(path);
    expect(reader.samples).toBe(1_000);
    expect(await reader.readInt16(2_000)).toEqual(ramp);
    expect(reader.missingSamples()).toBe(16_000);
    await reader.close();
  });

  it.each([0x7fff_f000, 0x8000_0000, 0xffff_ffff - 36])(
    'is whole where its writer could not know its length and claimed %i bytes',
    async (claimed) => {
      const path = await save({ rateHz: 16_000, data: bytesOf(ramp), claimedDataBytes: claimed });
      expect(await lengthsOf(path)).toEqual({ samples: 1_000, missing: 0 });
    },
  );

  it('is cut off where it claims three gigabytes and has less', async () => {
    const path = await save({ rateHz: 16_000, data: bytesOf(ramp), claimedDataBytes: 3_000_000_000 });
    expect(await lengthsOf(path)).toEqual({ samples: 1_000, missing: 1_500_000_000 - 1_000 });
  });

  it('is read to its real end where its recorder died before it wrote down the last length', async () => {
    const pcm = new Int16Array(32_000).map((_zero, i) => (i * 77) % 9_000);
    const path = await save({ rateHz: 16_000, data: bytesOf(pcm), claimedDataBytes: 2_000 });
    expect(await lengthsOf(path)).toEqual({ samples: 32_000, missing: 0 });
  });

  it('ends with its audio where other parts follow, however long', async () => {
    const after = riffChunk('LIST', Buffer.alloc(40_000, 7));
    const path = await save({ rateHz: 16_000, data: bytesOf(ramp), after });
    expect(await lengthsOf(path)).toEqual({ samples: 1_000, missing: 0 });
  });

  describe.each(['RF64', 'BW64'])('%s', (magic) => {
    const long = (claimed: bigint, size32: number, bytes = bytesOf(ramp)): Buffer => {
      const ds64 = Buffer.alloc(28);
      ds64.writeBigUInt64LE(claimed, 8);
      const wav = buildWav({
        rateHz: 16_000,
        data: bytes,
        claimedDataBytes: size32,
        before: riffChunk('ds64', ds64),
      });
      wav.write(magic, 0, 'latin1');
      wav.writeUInt32LE(0xffff_ffff, 4);
      return wav;
    };
    it.each([
      ['is read by its long size', 2_000n, 0xffff_ffff, 0],
      ['tells what it lacks by its long size', 3_000n, 0xffff_ffff, 500],
      ['is read to its end where it was never closed', 2n ** 64n - 1n, 0xffff_ffff, 0],
      ['is read by its short size where that is one', 0n, 2_000, 0],
    ])('%s', async (_what, claimed, size32, missing) => {
      const path = await save(
        Buffer.concat(
          [long(claimed, size32), riffChunk('LIST', Buffer.alloc(0))].slice(0, size32 === 2_000 ? 2 : 1),
        ),
      );
      expect(await lengthsOf(path)).toEqual({ samples: 1_000, missing });
    });
  });

  it('is read to its real end where its size began again at 4 GiB', async () => {
    const path = await save({ rateHz: 16_000, data: bytesOf(ramp), claimedDataBytes: 2_000 });
    const file = await open(path, 'r+');
    // Sparse: it takes no room.
    await file.truncate(44 + 2 ** 32 + 2_000);
    await file.close();
    const reader = await openWavReader(path);
    expect(reader.samples).toBe((2 ** 32 + 2_000) / 2);
    await reader.close();
  });

  it('keeps two channels in opposite phase, and does not halve one beside a dead one', async () => {
    const loud = Int16Array.from({ length: 2_000 }, (_zero, i) => Math.round(9_000 * Math.sin(i / 5)));
    for (const other of [-1, 0]) {
      const data = Int16Array.from({ length: 4_000 }, (_zero, i) => {
        const sample = loud[i >> 1] ?? 0;
        return i % 2 === 0 ? sample : other * sample;
      });
      const path = await save({ rateHz: 16_000, channels: 2, data: bytesOf(data) });
      expect(Math.max(...(await readAll(path)).floats)).toBeCloseTo(9_000 / 32_768, 2);
    }
  });

  it('is made quieter, and says so, where floats go beyond full scale', async () => {
    const data = bytesOf(Float32Array.of(0.5, -4, 2));
    const path = await save({ rateHz: 16_000, bits: 32, kind: 'float', data });
    const reader = await openWavReader(path);
    expect(await reader.readFloat(3)).toEqual(Float32Array.of(0.125, -1, 0.5));
    expect(reader.scaledDb()).toBeCloseTo(12.04, 1);
    await reader.close();
  });
});

describeWith(['sox'], 'a WAV file of any form', () => {
  const forms = [
    ...[8, 16, 24, 32].map(
      (bits) => [bits === 8 ? 'unsigned-integer' : 'signed-integer', bits, 'wav'] as const,
    ),
    ...[32, 64].map((bits) => ['floating-point', bits, 'wav'] as const),
    ['a-law', 8, 'wav'] as const,
    ['mu-law', 8, 'wav'] as const,
    ...[16, 24].map((bits) => ['signed-integer', bits, 'w64'] as const),
  ];

  it('gives the samples that sox gives, whatever is missing at its end', async () => {
    const folder = await makeTemporaryFolder();
    let made = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...forms),
        fc.integer({ min: 1, max: 16 }),
        fc.constantFrom(8_000, 16_000, 44_100),
        fc.nat({ max: 3_000 }),
        async ([encoding, bits, type], channels, rateHz, cut) => {
          made += 1;
          const path = join(folder, `${made}.${type}`);
          const form = ['-r', String(rateHz), '-e', encoding, '-b', String(bits), '-c', String(channels)];
          execFileSync('sox', ['-R', '-n', ...form, path, 'synth', '0.1', 'pinknoise', 'gain', '-3'], {
            stdio: 'ignore',
          });
          // One channel of independent ones: what is averaged here is averaged by sox.
          const raw = execFileSync('sox', [path, '-t', 'f32', '-']);
          const whole = new Float32Array(Uint8Array.from(raw).buffer);
          const bytes = await readFile(path);
          const kept = bytes.subarray(0, bytes.length - cut);
          await writeFile(path, kept);
          const outcome = await readAll(path).catch((error: unknown) => error);
          if (outcome instanceof AppError) {
            expect(outcome.code).toBe('bad-input');
            return;
          }
          const { floats: read } = outcome as { floats: Float32Array };
          expect(read.length).toBeLessThanOrEqual(whole.length / channels);
          if (cut === 0) expect(read.length).toBe(whole.length / channels);
          for (let i = 0; i < Math.min(read.length, 300); i += 1) {
            let sum = 0;
            for (let channel = 0; channel < channels; channel += 1) sum += whole[i * channels + channel] ?? 0;
            expect(Math.abs((read[i] ?? 0) - sum / channels)).toBeLessThan(1e-4);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('what cannot be read is refused with what to do about it:', () => {
  const shape: WavShape = { rateHz: 16_000, data: bytesOf(ramp) };
  const convert =
    "Convert it first: ffmpeg -n -i 'FILE' -ar 16000 -ac 1 -c:a pcm_s16le 'FOLDER/meeting-converted.wav'";
  const unpack = 'Unpack it, and name the sound file that is in it.';
  const again = 'Record or export it again.';

  it.each<[string, Uint8Array | WavShape, string]>([
    ['an empty file', Buffer.alloc(0), `FILE is empty. ${again}`],
    [
      'a file too short to be one',
      Buffer.from('\x02\x01'),
      `FILE is of a kind that is not known, not a WAV file. ${convert}`,
    ],
    ['MP3 with a tag', Buffer.from('ID3\x04'), `FILE is an MP3 file, not a WAV file. ${convert}`],
    ['MP3 without', Buffer.from('fffb9064', 'hex'), `FILE is an MP3 file, not a WAV file. ${convert}`],
    ['Ogg', Buffer.from('OggS\0\x02'), `FILE is an Ogg file, not a WAV file. ${convert}`],
    ['FLAC', Buffer.from('fLaC\0\0'), `FILE is a FLAC file, not a WAV file. ${convert}`],
    ['MP4', Buffer.from('\0\0\0\x20ftypisom'), `FILE is an MP4 file, not a WAV file. ${convert}`],
    [
      'WebM',
      Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'hex'),
      `FILE is a WebM file, not a WAV file. ${convert}`,
    ],
    [
      'RIFF that is no WAVE',
      Buffer.from('RIFF\0\0\0\0AVI '),
      `FILE is an AVI video, not a WAV file. ${convert}`,
    ],
    ['AAC', Buffer.from('fff15080', 'hex'), `FILE is an AAC file, not a WAV file. ${convert}`],
    ['AMR', Buffer.from('#!AMR\n'), `FILE is an AMR file, not a WAV file. ${convert}`],
    ['CAF', Buffer.from('caff\0\x01'), `FILE is a CAF file, not a WAV file. ${convert}`],
    ['WMA', Buffer.from('3026b2758e66cf11', 'hex'), `FILE is a WMA or WMV file, not a WAV file. ${convert}`],
    [
      'TS',
      Buffer.from('47400010', 'hex'),
      `FILE is an MPEG transport stream (TS), not a WAV file. ${convert}`,
    ],
    [
      'HTML',
      Buffer.from('<!DOCTYPE html><title>Sign in</title>'),
      'FILE is a web page (HTML), not a WAV file. This is a web page, not the recording: sign in and download it again.',
    ],
    ['AIFF', Buffer.from('FORM\0\0\0\x08AIFFCOMM'), `FILE is an AIFF file, not a WAV file. ${convert}`],
    ['M4A', Buffer.from('\0\0\0\x20ftypM4A '), `FILE is an M4A (AAC) file, not a WAV file. ${convert}`],
    [
      'Matroska',
      Buffer.from('1a45dfa3a34286810142f7810142f2810442f381084282886d6174726f736b61', 'hex'),
      `FILE is a Matroska (MKV) file, not a WAV file. ${convert}`,
    ],
    [
      'Opus',
      Buffer.from(`OggS${'\0'.repeat(24)}OpusHead`),
      `FILE is an Opus file (Ogg), not a WAV file. ${convert}`,
    ],
    ['gzip', Buffer.from('1f8b0800', 'hex'), `FILE is a gzip archive, not a WAV file. ${unpack}`],
    ['ZIP', Buffer.from('PK\x03\x04'), `FILE is a ZIP archive, not a WAV file. ${unpack}`],
    ['PDF', Buffer.from('%PDF-1.7'), 'FILE is a PDF document, not a WAV file. Name a WAV file.'],
    ['words', Buffer.from('Good morning, everyone.\n'), 'FILE is a text, not a WAV file. Name a WAV file.'],
    [
      'a download that never came',
      Buffer.alloc(5_000),
      'FILE is zeros only, at least at its start, not a WAV file. It was not written to the end, or not downloaded: copy or export it again.',
    ],
    ['MP3 in a WAV file', { ...shape, kind: 85 }, `FILE holds MP3, which is not supported. ${convert}`],
    ['12 bits', { ...shape, bits: 12 }, `FILE holds 12-bit integers, which is not supported. ${convert}`],
    ['17 channels', { ...shape, channels: 17 }, `FILE has 17 channels; 1 to 16 are supported. ${convert}`],
    ['no channels', { ...shape, channels: 0 }, `FILE has 0 channels; 1 to 16 are supported. ${convert}`],
    [
      'no rate',
      { ...shape, rateHz: 0 },
      `FILE has a sample rate of 0 Hz; 1,000 to 384,000 Hz are supported. ${convert}`,
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
