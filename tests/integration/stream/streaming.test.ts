import { describe, expect, it } from 'vitest';
import { acknowledge, completeOnEnd, say, startScriptedTarget } from '../../support/scripted-target.ts';
import { counterSamples } from '../../support/counter-wav.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { streamTo } from '../../support/streaming.ts';

function bytesOf(pcm: Int16Array): Buffer {
  return Buffer.from(pcm.buffer);
}

describe('streaming to a target', () => {
  it('shakes hands, starts the meeting, sends all audio in order and waits for the last answer', async () => {
    const target = await startScriptedTarget({ onMessage: completeOnEnd });
    const streaming = streamTo(target.url);
    streaming.recorded(40_000);
    streaming.finish();
    await expect(streaming.done).resolves.toEqual({ complete: true });
    expect(target.received.map(({ type, eventType }) => [type, eventType])).toEqual([
      ['HANDSHAKE', undefined],
      ['MEETING_EVENT', 'meeting_started'],
      ['AUDIO_CHUNK_ENHANCED', undefined],
      ['AUDIO_CHUNK', undefined],
      ['AUDIO_CHUNK', undefined],
      ['AUDIO_CHUNK', undefined],
      ['MEETING_EVENT', 'meeting_ended'],
    ]);
    expect(target.audio().equals(bytesOf(counterSamples(40_000)))).toBe(true);
    expect(target.received[3]).toMatchObject({
      meetingId: 'meeting-1',
      metadata: { sampleRate: 16_000, channels: 1, sampleWidth: 2, chunkSize: 32_000 },
    });
    expect(streaming.counts()).toEqual({
      captured: 3,
      silent: 0,
      sent: 3,
      delivered: 3,
      unconfirmed: 0,
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
    const streaming = streamTo(target.url);
    streaming.recorded(16_000);
    await expect.poll(() => target.received.length).toBe(1);
    expect(target.received[0]?.type).toBe('HANDSHAKE');
    streaming.finish();
    await expect(streaming.done).resolves.toEqual({ complete: true });
    expect(target.audio()).toHaveLength(32_000);
  });

  it('keeps sent and delivered apart: a chunk counts as delivered only when the barrier came back', async () => {
    const target = await startScriptedTarget({ autoPong: false, onMessage: completeOnEnd });
    const streaming = streamTo(target.url);
    streaming.recorded(32_000);
    await expect.poll(() => streaming.counts().sent).toBe(2);
    await expect.poll(() => target.audio().length).toBe(64_000);
    expect(streaming.counts()).toMatchObject({ delivered: 0, pending: 2 });
    target.connections[0]?.pong('16000');
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
    const streaming = streamTo(target.url);
    streaming.recorded(48_000);
    await expect.poll(() => streaming.counts().delivered).toBe(3);
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
      expect.objectContaining({ type: 'connection.ended', reason: 'The connection was lost (code 1006).' }),
    );
  });

  it('stops for good when the target refuses the upgrade, and says why', async () => {
    const target = await startScriptedTarget({ refuseUpgrade: 403 });
    const streaming = streamTo(target.url);
    streaming.finish();
    const outcome = await streaming.done;
    expect(outcome).toMatchObject({
      complete: false,
      sentence: 'The target refuses the connection (HTTP 403). Check its address and credentials.',
      action: { do: 'set-credential' },
    });
  });

  it('gives up the wait for a target that never finishes, and says that all was delivered', async () => {
    const target = await startScriptedTarget({});
    const streaming = streamTo(target.url, { settings: { endSilenceMs: 200 } });
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
    const streaming = streamTo(target.url);
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
    const deep = `{"type":"DEEP","data":${'['.repeat(5_000)}${']'.repeat(5_000)}}`;
    const target = await startScriptedTarget({
      onMessage(message, socket) {
        if (message.type === 'AUDIO_CHUNK') {
          for (const frame of garbage) socket.send(frame);
          socket.send(deep);
          socket.send(Buffer.from([1, 2, 3]), { binary: true });
          say(socket, { type: 'TRANSCRIPTION_RESULT', data: { text: { not: 'text' } } });
          say(socket, { type: 'TRANSCRIPTION_RESULT', data: { text: 'still here', chunkId: 'x' } });
        }
        completeOnEnd(message, socket);
      },
    });
    const streaming = streamTo(target.url);
    streaming.recorded(16_000);
    streaming.finish();
    await expect(streaming.done).resolves.toEqual({ complete: true });
    expect(streaming.lines.map((line) => line.text)).toEqual(['still here']);
    const unreadable = streaming.frames.filter((frame) => frame.reason !== null);
    expect(unreadable.map((frame) => frame.raw)).toEqual([...garbage.slice(0, 6), deep]);
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
    const streaming = streamTo(target.url);
    streaming.recorded(16_000);
    streaming.finish();
    await streaming.done;
    expect(streaming.problems).toEqual(['No engine.']);
  });

  it.each([
    [
      'no words',
      false,
      /^3 chunks were delivered, none transcribed: .* says "Error processing audio: bad rate"\.$/,
    ],
    [
      'words as well',
      true,
      /answered audio with an error 3 times; the last said: "Error processing audio: bad rate"/,
    ],
  ])('tells of the errors that audio is answered with, where there are %s', async (_which, speaks, note) => {
    const target = await startScriptedTarget({
      onMessage(message, socket) {
        if (message.type === 'AUDIO_CHUNK') {
          say(socket, { type: 'ERROR', error: 'Error processing audio: bad rate', recoverable: true });
          if (speaks) say(socket, { type: 'TRANSCRIPTION_RESULT', data: { text: 'hello', chunkId: 1 } });
        }
        completeOnEnd(message, socket);
      },
    });
    const streaming = streamTo(target.url);
    streaming.recorded(48_000);
    streaming.finish();
    await streaming.done;
    expect(streaming.problems).toHaveLength(3);
    expect(streaming.problems[0]).toBe(
      'The target answered audio with an error: "Error processing audio: bad rate".',
    );
    expect(streaming.events).toContainEqual(
      expect.objectContaining({ type: 'receipt.note', reason: expect.stringMatching(note) as string }),
    );
  });

  it('takes an error that comes before any audio for what it is: not about audio', async () => {
    const target = await startScriptedTarget({
      onMessage(message, socket) {
        if (message.type === 'MEETING_EVENT' && message.eventType === 'meeting_started')
          say(socket, { type: 'ERROR', error: 'unknown event' });
        completeOnEnd(message, socket);
      },
    });
    const streaming = streamTo(target.url);
    await expect.poll(() => streaming.frames.some(({ raw }) => raw.includes('unknown event'))).toBe(true);
    streaming.recorded(16_000);
    streaming.finish();
    await streaming.done;
    expect(streaming.problems).toEqual([]);
  });

  it('counts the bytes on the socket and those of a plain client alike while nothing is compressed', async () => {
    const target = await startScriptedTarget({ onMessage: completeOnEnd });
    const streaming = streamTo(target.url, { settings: { compress: false } });
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

  it('compresses where the target agrees, and counts what was saved', async () => {
    const target = await startScriptedTarget({ onMessage: completeOnEnd, perMessageDeflate: true });
    const streaming = streamTo(target.url);
    streaming.recorded(160_000);
    streaming.finish();
    await expect(streaming.done).resolves.toEqual({ complete: true });
    expect(target.audio().equals(bytesOf(counterSamples(160_000)))).toBe(true);
    const { out, plainOut } = streaming.bytes();
    expect(out).toBeLessThan(plainOut * 0.8);
  });

  it('sends a backlog at most at the given rate, so that a real backend loses nothing', async () => {
    const target = await startScriptedTarget({ onMessage: completeOnEnd });
    const streaming = streamTo(target.url, { maxRate: 10 });
    streaming.recorded(16_000 * 22);
    streaming.finish();
    const begunMs = performance.now();
    await expect(streaming.done).resolves.toEqual({ complete: true });
    // Ten seconds of audio each second, the first of which is not waited for: the last of 22 chunks leaves 1.1 s later.
    expect(performance.now() - begunMs).toBeGreaterThan(1_000);
  });

  it('says how long it waits for the next try, and tries at once when asked', async () => {
    const target = await startScriptedTarget({ refuseUpgrade: 502 });
    // Its time stands still: a wait is over when somebody asks for it.
    const streaming = streamTo(target.url, { clock: createFakeClock() });
    await expect.poll(() => streaming.connection()).toMatchObject({ phase: 'waiting', attempt: 1 });
    const tries = (): number =>
      streaming.events.filter((event) => event.type === 'connection.opening').length;
    for (let i = 0; i < 8; i += 1) {
      await expect.poll(() => streaming.connection().phase).toBe('waiting');
      const before = tries();
      streaming.tryNow();
      await expect.poll(tries).toBeGreaterThan(before);
    }
    streaming.abort();
    streaming.finish();
    await streaming.done;
  });

  it('sends less at a time when a message was too big for the target', async () => {
    const target = await startScriptedTarget({
      onMessage(message, socket) {
        if (message.type === 'AUDIO_CHUNK' && String(message.data).length > 25_000) socket.close(1009);
        completeOnEnd(message, socket);
      },
    });
    const streaming = streamTo(target.url);
    streaming.recorded(32_000);
    streaming.finish();
    await expect(streaming.done).resolves.toEqual({ complete: true });
    const small = target.received.filter(({ data }) => typeof data === 'string' && data.length <= 25_000);
    const audio = Buffer.concat(small.map(({ data }) => Buffer.from(String(data), 'base64')));
    expect(audio.equals(bytesOf(counterSamples(32_000)))).toBe(true);
  });

  it('begins with what an earlier run left undelivered, and goes on behind it', async () => {
    const target = await startScriptedTarget({ onMessage: completeOnEnd });
    const streaming = streamTo(target.url, {
      firstSample: 32_000,
      undelivered: [{ firstSample: 16_000, sampleCount: 16_000, crc: 0, attempts: 1 }],
    });
    streaming.recorded(40_000);
    streaming.finish();
    await streaming.done;
    expect(target.audio().equals(bytesOf(counterSamples(24_000, 16_000)))).toBe(true);
    expect(streaming.counts()).toMatchObject({ captured: 2, retried: 1, delivered: 2, pending: 0 });
    const again = streaming.frames.find((frame) => frame.reason !== null);
    expect(again?.reason).toMatch(/^Sent again/);
  });

  it('fault 15: keeps words for another meeting out of the transcript, and records why', async () => {
    const target = await startScriptedTarget({
      onMessage(message, socket) {
        if (message.type === 'AUDIO_CHUNK') {
          say(socket, { type: 'TRANSCRIPTION_RESULT', data: { text: 'secret', meetingId: 'another' } });
          say(socket, { type: 'TRANSCRIPTION_RESULT', data: { text: 'ours', meetingId: 'meeting-1' } });
        }
        completeOnEnd(message, socket);
      },
    });
    const streaming = streamTo(target.url);
    streaming.recorded(16_000);
    streaming.finish();
    await streaming.done;
    expect(streaming.lines.map((line) => line.text)).toEqual(['ours']);
    expect(streaming.events).toContainEqual(expect.objectContaining({ type: 'frame.foreign' }));
  });

  it('does not take an earlier PROCESSING_COMPLETE for the end of this meeting', async () => {
    const target = await startScriptedTarget({
      onMessage(message, socket) {
        if (message.type === 'AUDIO_CHUNK') say(socket, { type: 'PROCESSING_COMPLETE', data: {} });
        if (message.eventType !== 'meeting_ended') return;
        setTimeout(() => {
          say(socket, { type: 'TRANSCRIPTION_RESULT', data: { text: 'last words', is_final: true } });
          completeOnEnd(message, socket);
        }, 200);
      },
    });
    const streaming = streamTo(target.url);
    streaming.recorded(16_000);
    streaming.finish();
    await expect(streaming.done).resolves.toEqual({ complete: true });
    expect(streaming.lines.map((line) => line.text)).toEqual(['last words']);
  });
});
