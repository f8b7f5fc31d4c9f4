import { open, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mixTracks } from '../../../../src/main/core/recording/mix.ts';
import { readMixedWav } from '../../../../src/main/core/recording/mixed-wav.ts';
import { createRecording, trackPath } from '../../../../src/main/core/recording/recording.ts';
import { recoverTrack } from '../../../../src/main/core/recording/recover-track.ts';
import { createTrackWriter } from '../../../../src/main/core/recording/track-writer.ts';
import { buildWavHeader, wavHeaderBytes } from '../../../../src/shared/sound/wav.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

const counter = (from: number, count: number): Int16Array =>
  Int16Array.from({ length: count }, (_zero, i) => ((from + i) % 65_536) - 32_768);

async function dataBytesInHeader(path: string): Promise<number> {
  return (await readFile(path)).readUInt32LE(40);
}

describe('a track on disk', () => {
  it('holds a frame as soon as append resolves', async () => {
    const path = join(await makeTemporaryFolder(), 'system.wav');
    const track = await createTrackWriter(path, { clock: createFakeClock() });
    await track.append(counter(0, 1_600));
    expect((await stat(path)).size).toBe(wavHeaderBytes + 3_200);
    await track.close();
  });

  it('has a header that a player can use while it grows, at most a second behind', async () => {
    const path = join(await makeTemporaryFolder(), 'system.wav');
    const clock = createFakeClock();
    const track = await createTrackWriter(path, { clock });
    await track.append(counter(0, 1_600));
    expect(await dataBytesInHeader(path)).toBe(0);
    await clock.advance(1_000);
    await track.append(counter(1_600, 1_600));
    await expect.poll(() => dataBytesInHeader(path)).toBe(6_400);
    await track.close();
  });

  it('is refused where a file lies already, so that nothing is ever written over', async () => {
    const path = join(await makeTemporaryFolder(), 'system.wav');
    await (await createTrackWriter(path, { clock: createFakeClock() })).close();
    await expect(createTrackWriter(path, { clock: createFakeClock() })).rejects.toMatchObject({
      code: 'storage-failed',
    });
  });

  it('is recovered with what is there after it was cut off, half a sample cut away', async () => {
    const path = join(await makeTemporaryFolder(), 'system.wav');
    const file = await open(path, 'w');
    await file.write(buildWavHeader(0));
    await file.write(Buffer.from(counter(0, 5_000).buffer));
    await file.write(Buffer.from([1]));
    await file.close();
    expect(await recoverTrack(path)).toBe(5_000);
    expect(await dataBytesInHeader(path)).toBe(10_000);
    expect((await stat(path)).size).toBe(wavHeaderBytes + 10_000);
  });

  it('is recovered as empty when not even the header was written whole', async () => {
    const path = join(await makeTemporaryFolder(), 'system.wav');
    await (await createTrackWriter(path, { clock: createFakeClock() })).close();
    await truncate(path, 10);
    expect(await recoverTrack(path)).toBe(0);
    expect((await readFile(path)).equals(buildWavHeader(0))).toBe(true);
  });
});

describe('a header', () => {
  it('keeps the unknown size when a track outgrows 32 bits', () => {
    expect(Buffer.from(buildWavHeader(2 ** 32)).readUInt32LE(40)).toBe(0xffff_ffff);
    expect(Buffer.from(buildWavHeader(2 ** 31)).readUInt32LE(40)).toBe(2 ** 31);
  });
});

describe('a recording', () => {
  it('reads back any stretch of what was appended', async () => {
    const home = await makeTemporaryFolder();
    const recording = await createRecording({
      home,
      sessionId: 's',
      sources: ['system'],
      clock: createFakeClock(),
    });
    for (let i = 0; i < 10; i += 1) await recording.append('system', counter(i * 1_000, 1_000));
    expect(await recording.read(2_500, 4_000)).toEqual(counter(2_500, 4_000));
    expect(recording.samples('system')).toBe(10_000);
    await recording.close();
  });

  it('mixes its tracks for the wire and for a file, with silence where one is shorter', async () => {
    const home = await makeTemporaryFolder();
    const sources = ['system', 'microphone'] as const;
    const recording = await createRecording({ home, sessionId: 's', sources, clock: createFakeClock() });
    await recording.append('system', Int16Array.of(100, 200, 300));
    await recording.append('microphone', Int16Array.of(1, 2));
    expect(await recording.read(0, 3)).toEqual(Int16Array.of(101, 202, 300));
    await recording.close();
    const parts: Uint8Array[] = [];
    for await (const part of readMixedWav(sources.map((source) => join(home, trackPath('s', source)))))
      parts.push(part);
    const wav = Buffer.concat(parts);
    expect(wav.readUInt32LE(40)).toBe(6);
    expect([0, 1, 2].map((i) => wav.readInt16LE(wavHeaderBytes + 2 * i))).toEqual([101, 202, 300]);
  });
});

describe('mixTracks', () => {
  it('limits loud passages to full scale', () => {
    expect(mixTracks([Int16Array.of(30_000, -30_000), Int16Array.of(30_000, -30_000)], 2)).toEqual(
      Int16Array.of(32_767, -32_768),
    );
  });
});
