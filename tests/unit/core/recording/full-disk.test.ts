import { open, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTrackWriter } from '../../../../src/main/core/recording/track-writer.ts';
import type { AppError } from '../../../../src/shared/errors.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';
import { waitUntil } from '../../../support/wait-until.ts';

/** A track on a disk that can be filled and freed, on a clock of the test's own. */
async function openTrack() {
  const path = join(await makeTemporaryFolder(), 'system.wav');
  const clock = createFakeClock();
  const problems: (string | null)[] = [];
  let isFull = false;
  async function openFile(name: string): Promise<FileHandle> {
    const file = await open(name, 'wx+');
    const write = file.write.bind(file) as (...given: unknown[]) => Promise<unknown>;
    const failing = (...given: unknown[]): Promise<unknown> =>
      isFull ? Promise.reject(new Error('ENOSPC: no space left on device')) : write(...given);
    return Object.assign(file, { write: failing });
  }
  const writer = await createTrackWriter(path, {
    clock,
    openFile,
    onProblem: (problem: AppError | null) => problems.push(problem?.code ?? null),
  });
  return { path, clock, problems, writer, fill: (full: boolean) => void (isFull = full) };
}

const second = new Int16Array(16_000).fill(9);

describe('a disk that is full', () => {
  it('and stays full ends the track within 30 s, and what was written before is whole', async () => {
    const { path, clock, problems, writer, fill } = await openTrack();
    await writer.append(second);
    fill(true);
    const beganMs = clock.monotonicMs();
    let failure: AppError | null = null;
    void writer.append(second).catch((error: unknown) => (failure = error as AppError));
    await waitUntil(() => expect(problems).toEqual(['storage-failed']));
    await waitUntil(async () => {
      if (failure === null) await clock.advance(500);
      expect(failure).not.toBeNull();
    });
    expect(clock.monotonicMs() - beganMs).toBeLessThan(30_000);
    expect(failure).toMatchObject({ code: 'storage-failed' });
    fill(false);
    await writer.close();
    expect((await readFile(path)).length).toBe(44 + 32_000);
  });

  it('and is freed in time costs nothing', async () => {
    const { path, clock, problems, writer, fill } = await openTrack();
    fill(true);
    const appended = writer.append(second);
    await waitUntil(() => expect(problems).toEqual(['storage-failed']));
    await clock.advance(500);
    fill(false);
    await waitUntil(async () => {
      await clock.advance(500);
      expect(writer.samples).toBe(16_000);
    });
    await appended;
    expect(problems).toEqual(['storage-failed', null]);
    await writer.close();
    expect((await readFile(path)).subarray(44)).toEqual(Buffer.from(second.buffer));
  });
});
