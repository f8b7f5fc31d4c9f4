import { copyFile, mkdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRecording } from '../../../../src/main/core/recording/recording.ts';
import type { MovedTrack } from '../../../../src/main/core/ports/ports.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';
import { readTrackWav } from '../../../support/wav.ts';

const second = (value: number): Int16Array => new Int16Array(16_000).fill(value);

async function begin() {
  const home = await makeTemporaryFolder();
  await mkdir(join(home, 'recordings'));
  const clock = createFakeClock();
  const recording = await createRecording({ home, sessionId: 's', sources: ['system'], clock });
  const moves: MovedTrack[] = [];
  recording.onMoved?.((move) => moves.push(move));
  async function append(value: number): Promise<void> {
    await clock.advance(1_000);
    await recording.append('system', second(value));
    // The look at the file runs beside the sound.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await append(1);
  await append(2);
  return { home, path: join(home, 'recordings/s/system.wav'), recording, moves, append };
}

describe('a file that is taken away while it is recorded', () => {
  it.each<[string, string, (path: string) => Promise<void>]>([
    ['its folder is deleted', 'deleted', (path) => rm(join(path, '..'), { recursive: true })],
    ['it is deleted', 'deleted', (path) => rm(path)],
    [
      'another is put in its place',
      'replaced',
      async (path) => {
        await copyFile(path, `${path}.copy`);
        await rename(`${path}.copy`, path);
      },
    ],
  ])('%s: all of it goes on in a new folder', async (_name, what, takeAway) => {
    const { home, path, recording, moves, append } = await begin();
    await takeAway(path);
    await append(3);
    await append(4);
    await append(5);
    const read = await recording.read(0, 5 * 16_000);
    expect(read).toHaveLength(5 * 16_000);
    await recording.close();
    expect(moves).toMatchObject([{ source: 'system', what, path: 'recordings/s.1/system.wav', lost: null }]);
    const saved = await readTrackWav(join(home, 'recordings/s.1/system.wav'));
    expect(saved).toEqual(Int16Array.from([1, 2, 3, 4, 5].flatMap((value) => [...second(value)])));
    expect(saved).toEqual(read);
  });

  it('it is cut short: what is lost is told to the sample, and what follows has its place', async () => {
    const { home, path, recording, moves, append } = await begin();
    await truncate(path, 44 + 2 * 16_000 + 100);
    await append(3);
    await append(4);
    await recording.close();
    expect(moves).toMatchObject([{ what: 'cut short', path: 'recordings/s.1/system.wav' }]);
    const lost = moves[0]?.lost;
    const saved = await readTrackWav(join(home, 'recordings/s.1/system.wav'));
    expect(saved).toHaveLength(4 * 16_000);
    expect(lost?.firstSample).toBe(16_050);
    const end = (lost?.firstSample ?? 0) + (lost?.sampleCount ?? 0);
    expect([...saved.subarray(16_050, end)].every((sample) => sample === 0)).toBe(true);
    expect(saved.subarray(3 * 16_000)).toEqual(second(4));
  });

  it('it is deleted in the last second: it is there after the end', async () => {
    const { home, path, recording, moves } = await begin();
    await rm(path);
    await recording.close();
    expect(moves).toHaveLength(1);
    expect((await readFile(join(home, 'recordings/s.1/system.wav'))).length).toBe(44 + 4 * 16_000);
  });
});
