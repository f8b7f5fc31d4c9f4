import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import {
  parseSimulation,
  startBackend,
  type Backend,
  type BackendOptions,
} from '../../../src/main/core/backend/backend.ts';
import type { SpeechEngine } from '../../../src/main/core/ports/ports.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

/** A backend whose clock stands still, stopped when the test is over. */
export async function startTestBackend(
  engine: BackendOptions['engine'] = { engine: createHashEngine() },
  simulate?: string,
): Promise<Backend & { clock: FakeClock }> {
  const clock = createFakeClock();
  const backend = await startBackend({
    port: 0,
    engine,
    ...(simulate !== undefined && { simulate: parseSimulation(simulate) }),
    clock,
    log: pino({ level: 'silent' }),
  });
  onTestFinished(async () => {
    const stopped = backend.stop();
    await clock.advance(2_000);
    await stopped;
  });
  return { ...backend, clock };
}

/** Says the hash of the audio that it got, so that a text proves which samples were transcribed. */
function createHashEngine(): SpeechEngine {
  return scriptedEngine((pcm) => Promise.resolve(textOf(pcm)));
}

export function scriptedEngine(say: (pcm: Int16Array, signal: AbortSignal) => Promise<string>): SpeechEngine {
  return {
    name: 'scripted',
    transcribe: async (pcm, signal) => ({ text: await say(pcm, signal), confidence: 0.85 }),
  };
}

export function textOf(pcm: Int16Array): string {
  const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  return `seg ${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}`;
}

/** Noise that is the same each time for a seed, and differs between seeds. */
export function noise(seconds: number, seed = 1): Int16Array {
  let state = seed;
  return Int16Array.from({ length: Math.round(seconds * 16_000) }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state % 2_000) - 1_000;
  });
}

export function audioChunk(meetingId: string, pcm: Int16Array, more: object = {}): object {
  const data = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength).toString('base64');
  return { type: 'AUDIO_CHUNK', data, meetingId, metadata: { platform: 'test' }, ...more };
}

export function meetingEvent(eventType: string, meetingId?: string): object {
  return { type: 'MEETING_EVENT', eventType, data: { meetingId } };
}
