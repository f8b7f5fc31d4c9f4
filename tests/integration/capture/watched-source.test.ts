import { readFile } from 'node:fs/promises';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSource } from '../../../src/main/core/capture/open-source.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/system-clock.ts';
import { captureInMemory } from '../../support/live-source.ts';
import { compareAudio } from '../../support/cross-correlation.ts';
import { pulseTools, startPulse } from '../../support/pulse.ts';
import { speechTools, writeSpeechWav } from '../../support/speech.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { findMissingTools } from '../../support/tools.ts';

const needed = [...pulseTools, ...speechTools];
const missing = process.platform === 'linux' ? await findMissingTools(needed) : ['linux'];
const clock = createSystemClock();
// What the source's buffers hold back, and a frame that is not whole.
const buffersSec = 0.2;

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
  return {
    pulse,
    track,
    stop: async (): Promise<{ passedSec: number; trackSec: number }> => {
      const passedSec = (performance.now() - startedMs) / 1_000;
      track.stop();
      await track.done;
      return { passedSec, trackSec: track.samples() / 16_000 };
    },
  };
}

/** The process that records now: a child of this one. */
async function recorderPid(): Promise<number> {
  const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8');
  for (const pid of children.trim().split(' ')) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('--client-name=ScrumBot')) return Number(pid);
  }
  throw new Error('no recorder is running');
}

describe.skipIf(missing.length > 0)(`a live source (skipped without ${needed.join(', ')})`, () => {
  it('is captured again when its recorder is killed, and the time in between is a gap', async () => {
    const { track, stop } = await start();
    process.kill(await recorderPid(), 'SIGKILL');
    await expect.poll(track.types, { timeout: 5_000 }).toEqual(['restarting', 'restarted']);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const { passedSec, trackSec } = await stop();
    expect(Math.abs(trackSec - passedSec)).toBeLessThan(buffersSec);
    const gap = track.gaps.find(({ reason }) => reason === 'helper-exited');
    expect(gap?.sampleCount).toBeGreaterThan(0.2 * 16_000);
    expect(gap?.sampleCount).toBeLessThan(2 * 16_000);
  });

  it('fault 29: follows the default output within 2 s, and hears what is played there', async () => {
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
    const switchedMs = performance.now();
    await pulse.control('set-default-sink', 'other');
    await expect.poll(track.types, { timeout: 5_000, interval: 20 }).toEqual(['restarting', 'restarted']);
    expect(performance.now() - switchedMs).toBeLessThan(2_000);
    expect(track.changes.at(-1)).toMatchObject({ fields: { cause: 'device-changed', from: 'other' } });
    const from = track.samples();
    await promisify(execFile)('paplay', ['--device=other', wav], { env: pulse.environment });
    const { passedSec, trackSec } = await stop();
    expect(Math.abs(trackSec - passedSec)).toBeLessThan(buffersSec);
    const gap = track.gaps.find(({ reason }) => reason === 'device-changed');
    expect(gap?.sampleCount).toBeLessThan(2 * 16_000);
    expect(compareAudio(said, track.audio().subarray(from)).coefficient).toBeGreaterThan(0.9);
  });

  it('fault 31: has a gap of the exact length when its recorder is stopped for 5 s', async () => {
    const { track, stop } = await start();
    const pid = await recorderPid();
    process.kill(pid, 'SIGSTOP');
    const stoppedMs = performance.now();
    await expect.poll(track.types, { timeout: 5_000, interval: 20 }).toEqual(['restarting', 'restarted']);
    const awaySec = (performance.now() - stoppedMs) / 1_000;
    await new Promise((resolve) => setTimeout(resolve, 5_000 - awaySec * 1_000));
    // The one that hung is gone by now, replaced by another.
    expect(await recorderPid()).not.toBe(pid);
    expect(() => process.kill(pid, 'SIGCONT')).toThrow('ESRCH');
    const { passedSec, trackSec } = await stop();
    expect(Math.abs(trackSec - passedSec)).toBeLessThan(buffersSec);
    const gap = track.gaps.find(({ reason }) => reason === 'no-frames');
    expect(Math.abs((gap?.sampleCount ?? 0) / 16_000 - awaySec)).toBeLessThan(buffersSec);
  });
});
