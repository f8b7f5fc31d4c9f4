import { readFile } from 'node:fs/promises';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { openSource } from '../../../src/main/core/capture/open-source.ts';
import { isProcessAlive } from '../../../src/main/core/lifecycle/process-alive.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/time/system-clock.ts';
import type { SourceChange } from '../../../src/main/core/ports/ports.ts';
import type { GapReason } from '../../../src/shared/sound/audio.ts';
import { captureInMemory } from '../../support/live-source.ts';
import { compareAudio } from '../../support/cross-correlation.ts';
import { startPulse } from '../../support/pulse.ts';
import { writeSpeechWav } from '../../support/speech.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { slowness } from '../../support/machine/limits.ts';
import { describeWith } from '../../support/machine/needs.ts';
import { waitUntil } from '../../support/wait-until.ts';

type Track = ReturnType<typeof captureInMemory>;

const clock = createSystemClock();
// To the sample it is tested on a clock of the tests' own. Here, what a busy machine delivers late must not count, and a
// gap that is not there or there twice must.
const latenessSec = 1.5 * slowness;

async function start() {
  const pulse = await startPulse();
  onTestFinished(pulse.stop);
  const source = await openSource(
    { kind: 'system' },
    {
      clock,
      environment: pulse.environment,
      platform: 'linux',
      capture: null,
      onWake: () => () => undefined,
    },
  );
  const startedMs = performance.now();
  const track = captureInMemory(source);
  onTestFinished(async () => {
    track.stop();
    await track.done.catch(() => undefined);
  });
  await expect.poll(track.samples).toBeGreaterThan(8_000);
  const passed = (): number => (performance.now() - startedMs) / 1_000;
  return {
    pulse,
    track,
    stop: async (): Promise<{ passedSec: number; trackSec: number }> => {
      await expect.poll(() => passed() - track.samples() / 16_000).toBeLessThan(latenessSec);
      const passedSec = passed();
      track.stop();
      await track.done;
      return { passedSec, trackSec: track.samples() / 16_000 };
    },
  };
}

/** Track time is wall time: never ahead of it, and behind it by what the machine has not delivered yet. */
function expectWallTime({ passedSec, trackSec }: { passedSec: number; trackSec: number }): void {
  expect(trackSec).toBeLessThan(passedSec + 0.2);
  expect(trackSec).toBeGreaterThan(passedSec - latenessSec);
}

/**
 * Until it was lost for this reason and is captured again. On a busy machine it may be lost for another one as well, and be
 * silent for so long that it is told.
 */
async function untilBack({ changes }: Pick<Track, 'changes'>, cause: GapReason): Promise<SourceChange> {
  return waitUntil(() => {
    const back = changes.find(({ type, fields }) => type === 'restarted' && fields.cause === cause);
    if (back === undefined) throw new Error(changes.map(({ reason }) => reason).join('\n'));
    return back;
  });
}

/** The process that records now: a child of this one. */
function recorderPid(): Promise<number> {
  return waitUntil(findRecorder);
}

async function findRecorder(): Promise<number> {
  const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8');
  for (const pid of children.trim().split(' ')) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('--client-name=ScrumBot')) return Number(pid);
  }
  throw new Error('no recorder is running');
}

describeWith(['soundServer', 'speech'], 'a live source', () => {
  it('is captured again when its recorder is killed, and the time in between is a gap', async () => {
    const { track, stop } = await start();
    process.kill(await recorderPid(), 'SIGKILL');
    await untilBack(track, 'helper-exited');
    expectWallTime(await stop());
    const gap = track.gaps.find(({ reason }) => reason === 'helper-exited');
    expect(gap?.sampleCount).toBeGreaterThan(0);
  });

  it('fault 29: follows the default output, and hears what is played there', async () => {
    const { pulse, track, stop } = await start();
    const wav = join(await makeTemporaryFolder(), 'speech.wav');
    const said = await writeSpeechWav(wav, { maxSec: 4 });
    await pulse.control('load-module', 'module-null-sink', 'sink_name=other');
    // Somebody who asks for little delay, so that the new sink does not render two seconds ahead.
    const listener = spawn('parec', ['--device=other.monitor', '--latency-msec=50'], {
      env: pulse.environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void listener.kill());
    await once(listener.stdout, 'data');
    listener.stdout.resume();
    await pulse.control('set-default-sink', 'other');
    expect(await untilBack(track, 'device-changed')).toMatchObject({ fields: { from: 'other' } });
    const from = track.samples();
    await promisify(execFile)('paplay', ['--device=other', wav], { env: pulse.environment });
    expectWallTime(await stop());
    expect(track.gaps.map(({ reason }) => reason)).toContain('device-changed');
    expect(compareAudio(said, track.audio().subarray(from)).coefficient).toBeGreaterThan(0.9);
  });

  it('fault 31: has a gap of what it missed when its recorder hangs', async () => {
    const { track, stop } = await start();
    const pid = await recorderPid();
    process.kill(pid, 'SIGSTOP');
    const stoppedMs = performance.now();
    await untilBack(track, 'no-frames');
    const awaySec = (performance.now() - stoppedMs) / 1_000;
    // The one that hung is killed once it has not listened for a second; another is there in the meantime.
    await expect.poll(() => isProcessAlive(pid)).toBe(false);
    expect(await recorderPid()).not.toBe(pid);
    expectWallTime(await stop());
    const gap = track.gaps.find(({ reason }) => reason === 'no-frames');
    const gapSec = (gap?.sampleCount ?? 0) / 16_000;
    // It is missed after 2 s.
    expect(gapSec).toBeGreaterThan(1);
    expect(gapSec).toBeLessThan(awaySec + latenessSec);
  });
});
