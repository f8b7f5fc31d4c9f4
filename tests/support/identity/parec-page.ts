import { spawn, type ChildProcess } from 'node:child_process';
import type { CaptureRequest } from '../../../src/shared/sound/capture.ts';
import type { Capture, CapturePage } from '../../../src/main/core/ports/ports.ts';

const frameBytes = 1_600;

/**
 * A host whose page captures the microphone as Chromium does: by a stream of Chromium's name on whatever the sound server
 * gives it, from which it is told nothing.
 */
export function captureLikeChromium(environment: NodeJS.ProcessEnv): Capture {
  return { sources: ['microphone'], openPage: () => Promise.resolve(createPage(environment)) };
}

function createPage(environment: NodeJS.ProcessEnv): CapturePage {
  const listeners = new Set<(message: unknown) => void>();
  const say = (message: unknown): void => {
    for (const listener of listeners) listener(message);
  };
  const running = new Map<string, ChildProcess>();

  function start(id: string): void {
    const words = ['--raw', '--format=s16le', '--rate=16000', '--channels=1', '--latency-msec=50'];
    const names = ['--client-name=Chromium input', '--stream-name=RecordStream'];
    const child = spawn('parec', [...words, ...names], {
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    running.set(id, child);
    let rest = Buffer.alloc(0);
    let firstSample = 0;
    child.stdout.on('data', (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes]);
      for (; rest.length >= frameBytes; rest = rest.subarray(frameBytes)) {
        const pcm = Uint8Array.from(rest.subarray(0, frameBytes)).buffer;
        say({ type: 'frame', id, firstSample, pcm });
        firstSample += frameBytes / 2;
      }
    });
    say({ type: 'started', id, description: 'Default' });
  }

  return {
    post(message) {
      const request = message as CaptureRequest;
      if (request.type === 'start') start(request.id);
      if (request.type === 'stop') running.get(request.id)?.kill();
      if (request.type === 'ping') say({ type: 'pong', id: request.id });
    },
    listen(onMessage) {
      listeners.add(onMessage);
      return () => listeners.delete(onMessage);
    },
    closed: new Promise(() => undefined),
    discard: () => undefined,
    release: () => undefined,
  };
}
