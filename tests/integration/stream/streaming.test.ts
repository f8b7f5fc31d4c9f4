import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../src/shared/events.ts';
import type { TranscriptLine } from '../../../src/shared/session.ts';
import { settingsSchema, type Settings } from '../../../src/shared/settings.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/system-clock.ts';
import type { FrameOnWire, Streaming } from '../../../src/main/core/ports.ts';
import { openStreaming } from '../../../src/main/core/stream/open-streaming.ts';
import { acknowledge, completeOnEnd, say, startScriptedTarget } from '../../support/scripted-target.ts';

const counter = (from: number, count: number): Int16Array =>
  Int16Array.from({ length: count }, (_zero, i) => ((from + i) % 65_536) - 32_768);

type Stream = Streaming & {
  events: EventDraft[];
  frames: FrameOnWire[];
  lines: TranscriptLine[];
  problems: string[];
  abort: () => void;
};

function stream(url: string, settings: Partial<Settings['stream']> = {}): Stream {
  const events: EventDraft[] = [];
  const frames: FrameOnWire[] = [];
  const lines: TranscriptLine[] = [];
  const problems: string[] = [];
  const aborting = new AbortController();
  let nextId = 0;
  const streaming = openStreaming({
    url,
    target: 'test',
    session: { sessionId: 's1', meetingId: 'meeting-1', title: 'A meeting', startedMs: 0 },
    track: 'system',
    version: '0.0.0',
    settings: { ...settingsSchema.parse({}).stream, ...settings },
    read: (firstSample, count) => Promise.resolve(counter(firstSample, count)),
    persistence: {
      enqueueChunk: () => Promise.resolve((nextId += 1)),
      markChunks: () => Promise.resolve(),
    },
    clock: createSystemClock(),
    signal: aborting.signal,
    record: (event) => events.push(event),
    recordFrame: (frame) => frames.push(frame),
    onLine: (line) => lines.push(line),
    onTargetProblem: (sentence) => problems.push(sentence),
    onChange: () => undefined,
  });
  return Object.assign(streaming, { events, frames, lines, problems, abort: () => aborting.abort() });
}

function bytesOf(pcm: Int16Array): Buffer {
  return Buffer.from(pcm.buffer);
}

describe('streaming to a target', () => {
  it('shakes hands, starts the meeting, sends all audio in order and waits for the last answer', async () => {
    const target = await startScriptedTarget({ onMessage: completeOnEnd });
    const streaming = stream(target.url);
    streaming.recorded(40_000);
    streaming.finish();
    await expect(streaming.done).resolves.toEqual({ complete: true });
    expect(target.received.map(({ type, eventType }) => [type, eventType])).toEqual([
      ['HANDSHAKE', undefined],
      ['MEETING_EVENT', 'meeting_started'],
      ['AUDIO_CHUNK', undefined],
      ['AUDIO_CHUNK', undefined],
      ['AUDIO_CHUNK', undefined],
      ['MEETING_EVENT', 'meeting_ended'],
    ]);
    expect(target.audio().equals(bytesOf(counter(0, 40_000)))).toBe(true);
    expect(target.received[2]).toMatchObject({
      meetingId: 'meeting-1',
      metadata: { sampleRate: 16_000, channels: 1, sampleWidth: 2, chunkSize: 32_000 },
    });
    expect(streaming.counts()).toEqual({
      captured: 3,
      silent: 0,
      sent: 3,
      delivered: 3,
      retried: 0,
      pending: 0,
    });
  });

  it('sends no audio before the target has answered the handshake', async () => {
    const target = await startScriptedTarget({
      onConnect: () => undefined,
      onMessage(message, socket) {
        if (message.type === 'HANDSHAKE') setTimeout(() => acknowledge(socket), 100);
        completeOnEnd(message, socket);
      },
    });
    const streaming = stream(target.url);
    streaming.recorded(16_000);
    await expect.poll(() => target.received.length).toBe(1);
    expect(target.received[0]?.type).toBe('HANDSHAKE');
    streaming.finish();
    await expect(streaming.done).resolves.toEqual({ complete: true });
    expect(target.audio()).toHaveLength(32_000);
  });

  it('keeps sent and delivered apart: a chunk counts as delivered only when the barrier came back', async () => {
    const target = await startScriptedTarget({ autoPong: false, onMessage: completeOnEnd });
    const streaming = stream(target.url);
    streaming.recorded(32_000);
    await expect.poll(() => streaming.counts().sent).toBe(2);
    await expect.poll(() => target.audio().length).toBe(64_000);
    expect(streaming.counts()).toMatchObject({ delivered: 0, pending: 2 });
    target.connections[0]?.pong('2');
    await expect.poll(() => streaming.counts()).toMatchObject({ delivered: 2, pending: 0 });
    streaming.finish();
    await streaming.done;
  });

  it('connects again after the connection broke, and sends again what was not delivered', async () => {
    let drops = 1;
    const target = await startScriptedTarget({
      onMessage(message, socket) {
        if (message.type === 'AUDIO_CHUNK' && drops > 0) {
          drops -= 1;
          socket.terminate();
        }
        completeOnEnd(message, socket);
      },
    });
    const streaming = stream(target.url);
    streaming.recorded(48_000);
    await expect.poll(() => streaming.counts().delivered, { timeout: 10_000 }).toBe(3);
    streaming.finish();
    await expect(streaming.done).resolves.toEqual({ complete: true });
    const chunkIds = target.received
      .filter(({ type }) => type === 'AUDIO_CHUNK')
      .map(({ chunkId }) => chunkId);
    expect(new Set(chunkIds).size).toBe(3);
    expect(chunkIds.slice(-3)).toEqual(['s1-0', 's1-16000', 's1-32000']);
    expect(streaming.counts().retried).toBeGreaterThanOrEqual(1);
    const generations = new Set(streaming.frames.map((frame) => frame.generation));
    expect([...generations]).toEqual([1, 2]);
    expect(streaming.events).toContainEqual(
      expect.objectContaining({ type: 'connection.ended', reason: 'The connection broke off (code 1006).' }),
    );
  });

  it('stops for good when the target refuses the upgrade, and says why', async () => {
    const target = await startScriptedTarget({ refuseUpgrade: 403 });
    const streaming = stream(target.url);
    streaming.finish();
    const outcome = await streaming.done;
    expect(outcome).toEqual({
      complete: false,
      sentence: 'The target refuses the connection (HTTP 403). Check its address and credentials.',
    });
  });

  it('gives up the wait for a target that never finishes, and says that all was delivered', async () => {
    const target = await startScriptedTarget({});
    const streaming = stream(target.url, { endSilenceMs: 200 });
    streaming.recorded(16_000);
    streaming.finish();
    await expect(streaming.done).resolves.toMatchObject({
      complete: false,
      sentence: expect.stringContaining('All audio was delivered') as string,
    });
    expect(streaming.counts()).toMatchObject({ delivered: 1, pending: 0 });
  });

  it('ends at once when it is aborted, wherever it is', async () => {
    const target = await startScriptedTarget({ onConnect: () => undefined });
    const streaming = stream(target.url);
    await expect.poll(() => target.received.length).toBe(1);
    streaming.abort();
    streaming.finish();
    await expect(streaming.done).resolves.toMatchObject({ complete: false });
  });

  it('lives on with whatever a target sends, and records each frame with its reason', async () => {
    const garbage = [
      '{not json',
      '[1]',
      '"text"',
      'null',
      '{"foo":1}',
      '{"type":7}',
      '{"type":"NEVER_HEARD_OF"}',
    ];
    const target = await startScriptedTarget({
      onMessage(message, socket) {
        if (message.type === 'AUDIO_CHUNK') {
          for (const frame of garbage) socket.send(frame);
          socket.send(`{"type":"DEEP","data":${'['.repeat(5_000)}${']'.repeat(5_000)}}`);
          socket.send(Buffer.from([1, 2, 3]), { binary: true });
          say(socket, { type: 'TRANSCRIPTION_RESULT', data: { text: { not: 'text' } } });
          say(socket, { type: 'TRANSCRIPTION_RESULT', data: { text: 'still here', chunkId: 'x' } });
        }
        completeOnEnd(message, socket);
      },
    });
    const streaming = stream(target.url);
    streaming.recorded(16_000);
    streaming.finish();
    await expect(streaming.done).resolves.toEqual({ complete: true });
    expect(streaming.lines.map((line) => line.text)).toEqual(['still here']);
    const unreadable = streaming.frames.filter((frame) => frame.reason !== null);
    expect(unreadable.map((frame) => frame.raw)).toEqual(garbage.slice(0, 6));
    expect(streaming.events).toContainEqual(expect.objectContaining({ type: 'frame.binary', bytes: 3 }));
  });

  it('hears from the target that audio could not be transcribed', async () => {
    const target = await startScriptedTarget({
      onMessage(message, socket) {
        if (message.type === 'AUDIO_CHUNK') {
          say(socket, {
            type: 'TRANSCRIPTION_ERROR',
            data: { errorType: 'no_engine', message: 'No engine.' },
          });
        }
        completeOnEnd(message, socket);
      },
    });
    const streaming = stream(target.url);
    streaming.recorded(16_000);
    streaming.finish();
    await streaming.done;
    expect(streaming.problems).toEqual(['No engine.']);
  });

  it('counts the bytes on the socket and those of a plain client alike while nothing is compressed', async () => {
    const target = await startScriptedTarget({ onMessage: completeOnEnd });
    const streaming = stream(target.url);
    streaming.recorded(160_000);
    streaming.finish();
    await streaming.done;
    const bytes = streaming.bytes();
    expect(bytes.plainOut).toBeGreaterThan(10 * 42_668);
    // The upgrade request, the pings and the close frame come on top.
    expect(bytes.out - bytes.plainOut).toBeGreaterThan(0);
    expect(bytes.out - bytes.plainOut).toBeLessThan(1_000);
    expect(bytes.in).toBeGreaterThan(100);
  });
});
