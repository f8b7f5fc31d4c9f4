import { open, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audioAnswerOf } from '../../../../src/main/core/recording/audio-answer.ts';
import { openKeptAudio } from '../../../../src/main/core/recording/kept-audio.ts';
import { createKeptTracks } from '../../../../src/main/core/recording/kept-tracks.ts';
import { buildWavHeader } from '../../../../src/shared/sound/wav.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

/** A track of the app's own form. */
async function writeTrack(path: string, pcm: Int16Array): Promise<void> {
  await writeFile(path, Buffer.concat([buildWavHeader(pcm.byteLength), Buffer.from(pcm.buffer)]));
}

async function bytesOf(blocks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const block of blocks) all.push(block);
  return Buffer.concat(all);
}

const ramp = (count: number): Int16Array => Int16Array.from({ length: count }, (_, index) => index % 20_000);

describe('the audio of a kept session', () => {
  it('gives every range of bytes as it is in the file, odd ones too', async () => {
    const path = join(await makeTemporaryFolder(), 'system.wav');
    await writeTrack(path, ramp(100_000));
    const file = await readFile(path);
    const audio = await openKeptAudio([path]);
    expect(audio.bytes).toBe(file.byteLength);
    const spans = [
      [0, file.byteLength],
      [0, 1],
      [43, 47],
      [45, 45 + 64_003],
      [64_044 - 1, 64_044 + 2],
      [file.byteLength - 3, file.byteLength],
    ] as const;
    for (const [from, until] of spans)
      expect((await bytesOf(audio.read(from, until))).equals(file.subarray(from, until)), `${from}`).toBe(
        true,
      );
  });

  it('mixes the tracks of a session, as long as the longest of them', async () => {
    const folder = await makeTemporaryFolder();
    const paths = [join(folder, 'system.wav'), join(folder, 'microphone.wav')];
    await writeTrack(paths[0] ?? '', new Int16Array(4).fill(1_000));
    await writeTrack(paths[1] ?? '', new Int16Array(2).fill(500));
    const audio = await openKeptAudio(paths);
    const mixed = await bytesOf(audio.read(44, audio.bytes));
    expect([
      ...new Int16Array(mixed.buffer.slice(mixed.byteOffset, mixed.byteOffset + mixed.byteLength)),
    ]).toEqual([1_500, 1_500, 1_000, 1_000]);
  });

  it('finds a place behind two gigabytes without reading what is before it', async () => {
    const path = join(await makeTemporaryFolder(), 'system.wav');
    await writeFile(path, buildWavHeader(0));
    // A file with a hole: 20 hours that take no room.
    const bytes = 44 + 20 * 3_600 * 32_000;
    await truncate(path, bytes);
    const handle = await open(path, 'r+');
    await handle.write(Buffer.from([7, 0, 9, 0]), 0, 4, bytes - 8);
    await handle.close();
    const audio = await openKeptAudio([path]);
    expect(audio.bytes).toBe(bytes);
    expect([...(await bytesOf(audio.read(bytes - 8, bytes)))]).toEqual([7, 0, 9, 0, 0, 0, 0, 0]);
  });
});

describe('a request for audio', () => {
  const answer = (range: string | null) => audioAnswerOf({ range, bytes: 1_000, downloadAs: null });

  it.each([
    [null, 200, { from: 0, until: 1_000 }, undefined],
    ['bytes=0-', 206, { from: 0, until: 1_000 }, 'bytes 0-999/1000'],
    ['bytes=10-19', 206, { from: 10, until: 20 }, 'bytes 10-19/1000'],
    ['bytes=990-5000', 206, { from: 990, until: 1_000 }, 'bytes 990-999/1000'],
    ['bytes=-5', 206, { from: 995, until: 1_000 }, 'bytes 995-999/1000'],
    ['bytes=-5000', 206, { from: 0, until: 1_000 }, 'bytes 0-999/1000'],
    ['bytes=1000-', 416, null, 'bytes */1000'],
    ['bytes=-0', 416, null, 'bytes */1000'],
    // Not what the standard calls a range, or several of them: the whole.
    ['bytes=19-10', 200, { from: 0, until: 1_000 }, undefined],
    ['bytes=0-1,5-6', 200, { from: 0, until: 1_000 }, undefined],
    ['lines=0-1', 200, { from: 0, until: 1_000 }, undefined],
    ['bytes=-', 200, { from: 0, until: 1_000 }, undefined],
  ] as const)('with the range %j is answered with %d', (range, status, span, contentRange) => {
    const found = answer(range);
    expect(found).toMatchObject({ status, span });
    expect(found.headers['Content-Range']).toBe(contentRange);
    if (span !== null) expect(found.headers['Content-Length']).toBe(String(span.until - span.from));
  });
});

describe('the waveform of a track', () => {
  /** A home with one session whose system track is `pcm`. */
  async function trackHome(pcm: Int16Array, endedMs: number | null = 1) {
    const home = await makeTemporaryFolder();
    await writeTrack(join(home, 'system.wav'), pcm);
    const kept = createKeptTracks({
      home,
      reads: {
        sessions: {
          find: (id) => Promise.resolve(id === 's1' ? { endedMs } : null),
          listTracks: () => Promise.resolve([{ source: 'system', path: 'system.wav' }]),
        },
      },
    });
    return { home, kept };
  }

  it('is the loudest sample of each stretch, also where one stands between two blocks', async () => {
    const pcm = new Int16Array(16_000 * 10);
    pcm[65_535] = -32_768;
    pcm[65_536] = 1;
    pcm[159_999] = 16_384;
    const { kept } = await trackHome(pcm);
    const { secPerPeak, peaks } = await kept.peaks('s1', 'system');
    expect(secPerPeak).toBe(0.05);
    expect(peaks).toHaveLength(200);
    expect(peaks[Math.floor(65_535 / 800)]).toBe(255);
    expect(peaks[199]).toBe(128);
    expect(peaks.filter((peak) => peak > 0)).toHaveLength(2);
  });

  it('has at most 3,000 stretches, however long the track is', async () => {
    const { kept } = await trackHome(new Int16Array(16_000 * 200));
    const { secPerPeak, peaks } = await kept.peaks('s1', 'system');
    expect(peaks).toHaveLength(3_000);
    expect(secPerPeak * peaks.length).toBeCloseTo(200, 0);
  });

  it('is kept beside a track that is over, and measured again when the track is another', async () => {
    const { home, kept } = await trackHome(ramp(16_000));
    const first = await kept.peaks('s1', 'system');
    const cache = join(home, 'system.peaks.json');
    const stored = JSON.parse(await readFile(cache, 'utf8')) as object;
    await writeFile(cache, JSON.stringify({ ...stored, peaks: [1, 2, 3] }));
    expect((await kept.peaks('s1', 'system')).peaks).toEqual([1, 2, 3]);
    await writeTrack(join(home, 'system.wav'), ramp(32_000));
    expect((await kept.peaks('s1', 'system')).peaks).toHaveLength(2 * first.peaks.length);
    await writeFile(cache, 'no JSON');
    expect((await kept.peaks('s1', 'system')).peaks).toHaveLength(2 * first.peaks.length);
  });

  it('of a track that still grows is not kept', async () => {
    const { home, kept } = await trackHome(ramp(16_000), null);
    await kept.peaks('s1', 'system');
    await expect(stat(join(home, 'system.peaks.json'))).rejects.toThrow('ENOENT');
  });

  it('says what is missing of a session or a file that is not there', async () => {
    const { kept } = await trackHome(ramp(10));
    await expect(kept.peaks('nothing', 'system')).rejects.toMatchObject({ code: 'not-found' });
    await expect(kept.peaks('s1', 'microphone')).rejects.toMatchObject({ code: 'not-found' });
  });
});
