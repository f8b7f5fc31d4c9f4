import { describe, expect, it } from 'vitest';
import { captureFromProgram } from '../../../src/main/core/capture/programs/program-frames.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/time/system-clock.ts';
import type { Frame } from '../../../src/shared/sound/audio.ts';
import { promptly } from '../../support/machine/promptly.ts';
import { waitUntil } from '../../support/wait-until.ts';

const clock = createSystemClock();

type Options = { script: string; signal?: AbortSignal; onFrame?: (frame: Frame) => void | Promise<void> };

/** What a small program's output becomes. */
async function capture({ script, signal, onFrame }: Options): Promise<Frame[]> {
  const frames: Frame[] = [];
  const program = { path: process.execPath, arguments: ['-e', script] };
  const options = { clock, environment: process.env, signal: signal ?? new AbortController().signal };
  for await (const frame of captureFromProgram(program, options)) {
    frames.push(frame);
    await onFrame?.(frame);
  }
  return frames;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

// Writes its own process id as the first two samples, then goes on for ever.
const writePid = `
  const pid = Buffer.alloc(4);
  pid.writeInt32LE(process.pid);
  process.stdout.write(pid);
  setInterval(() => process.stdout.write(Buffer.alloc(320)), 10);`;

function pidIn({ pcm }: Frame): number {
  return new DataView(pcm.buffer).getInt32(0, true);
}

describe("a program's output as frames", () => {
  it('keeps every sample in its place, wherever the bytes are split', async () => {
    const script = `
      const bytes = Buffer.alloc(20001);
      for (let i = 0; i < 10000; i += 1) bytes.writeInt16LE((i * 3) % 30000, 2 * i);
      let at = 0;
      const next = () => {
        if (at >= bytes.length) process.exit(0);
        const size = 1 + (at * 7) % 613;
        process.stdout.write(bytes.subarray(at, at + size), () => setTimeout(next, 1));
        at += size;
      };
      next();`;
    const frames: Frame[] = [];
    await expect(capture({ script, onFrame: (frame) => void frames.push(frame) })).rejects.toThrow();
    const heard = frames.flatMap(({ pcm }) => [...pcm]);
    expect(heard).toEqual(Array.from({ length: 10_000 }, (_zero, i) => (i * 3) % 30_000));
    let next = 0;
    for (const { firstSample, pcm } of frames) {
      expect(firstSample).toBe(next);
      next += pcm.length;
    }
  });

  it('comes in frames of 100 ms at most, even when a second is there at once', async () => {
    const frames: Frame[] = [];
    const script = 'process.stdout.write(Buffer.alloc(32000))';
    await expect(capture({ script, onFrame: (frame) => void frames.push(frame) })).rejects.toThrow();
    expect(frames.reduce((sum, { pcm }) => sum + pcm.length, 0)).toBe(16_000);
    expect(Math.max(...frames.map(({ pcm }) => pcm.length))).toBe(1_600);
  });

  it('fails with the last line of its complaint when it ends by itself', async () => {
    const script =
      'console.error("connecting"); console.error("Stream error: No such entity"); process.exit(1)';
    await expect(capture({ script })).rejects.toMatchObject({
      code: 'no-device',
      message:
        'node stopped capturing: Stream error: No such entity. Check the sound device and start again.',
    });
  });

  it('fails when it cannot be started', async () => {
    const program = { path: '/does/not/exist/parec', arguments: [] };
    const options = { clock, environment: process.env, signal: new AbortController().signal };
    await expect(captureFromProgram(program, options).next()).rejects.toMatchObject({
      code: 'no-device',
      message: expect.stringContaining('parec stopped capturing') as string,
    });
  });

  it('does not start it when there is nothing to capture any more', async () => {
    expect(await capture({ script: 'process.exit(1)', signal: AbortSignal.abort() })).toEqual([]);
  });

  it('ends it on abort, without a failure', async () => {
    const abort = new AbortController();
    let pid = 0;
    const frames = await capture({
      script: writePid,
      signal: abort.signal,
      onFrame(frame) {
        if (frame.firstSample === 0) pid = pidIn(frame);
        if (frame.firstSample > 1_000) abort.abort();
      },
    });
    expect(frames.length).toBeGreaterThan(1);
    expect(pid).toBeGreaterThan(0);
    expect(isAlive(pid)).toBe(false);
  });

  it('ends it when the consumer has had enough or fails', async () => {
    let pid = 0;
    const failing = capture({
      script: writePid,
      onFrame(frame) {
        pid = pidIn(frame);
        throw new Error('the disk is full');
      },
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect(isAlive(pid)).toBe(false);
  });

  it('kills it after a second when it does not listen, even if its own child keeps the pipe open', async () => {
    const abort = new AbortController();
    let [pid, grandchild] = [0, 0];
    const script = `
      process.on('SIGTERM', () => {});
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 30000)'], { stdio: ['ignore', 1, 2] });
      const pids = Buffer.alloc(8);
      pids.writeInt32LE(process.pid);
      pids.writeInt32LE(child.pid, 4);
      process.stdout.write(pids);
      setInterval(() => process.stdout.write(Buffer.alloc(320)), 1);`;
    let abortedMs = 0;
    const captured = capture({
      script,
      signal: abort.signal,
      async onFrame(frame) {
        if (frame.firstSample === 0) {
          pid = pidIn(frame);
          grandchild = new DataView(frame.pcm.buffer).getInt32(4, true);
        }
        if (frame.firstSample > 1_000 && !abort.signal.aborted) {
          abortedMs = performance.now();
          abort.abort();
        }
        // As slow as the sound is: what is written after the abort must not prolong the end.
        await new Promise((resolve) => setTimeout(resolve, 5));
      },
    });
    // The child of its own would keep the pipe open for half a minute.
    await promptly(captured);
    const tookMs = performance.now() - abortedMs;
    process.kill(grandchild);
    expect(isAlive(pid)).toBe(false);
    expect(tookMs).toBeGreaterThan(900);
  });

  it('gives what it could keep, and tells that the rest was lost, when it was not taken for a minute', async () => {
    const script = `${writePid.split('setInterval')[0]}
      process.stdout.write(Buffer.alloc(90 * 32000)); setInterval(() => {}, 1000)`;
    let samples = 0;
    const failing = capture({
      script,
      async onFrame(frame) {
        // Until it is given up.
        if (samples === 0) await waitUntil(() => expect(isAlive(pidIn(frame))).toBe(false));
        samples += frame.pcm.length;
      },
    });
    await expect(failing).rejects.toMatchObject({ code: 'storage-failed' });
    expect(samples / 16_000).toBeGreaterThan(60);
    expect(samples / 16_000).toBeLessThan(70);
  });
});
