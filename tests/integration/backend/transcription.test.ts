import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/shared/errors.ts';
import { audioChunk, meetingEvent, noise, scriptedEngine, startTestBackend, textOf } from './test-backend.ts';
import { connectClient, type TestClient } from './test-client.ts';

describe('filled buffers', () => {
  test('every three seconds are answered with their place in the meeting, and an update follows', async () => {
    const client = await connectClient((await startTestBackend()).url);
    for (let n = 1; n <= 6; n += 1) client.send(audioChunk('m', noise(1, n), { chunkId: `own-${n}` }));
    await client.message('MEETING_UPDATE', 2);

    expect(client.types()).toEqual([
      'HANDSHAKE_ACK',
      'TRANSCRIPTION_RESULT',
      'MEETING_UPDATE',
      'TRANSCRIPTION_RESULT',
      'MEETING_UPDATE',
    ]);
    const results = resultsOf(client);
    expect(results[0]).toEqual({
      text: textOf(joined([noise(1, 1), noise(1, 2), noise(1, 3)])),
      confidence: 0.85,
      timestamp: '2026-01-01T00:00:00.000Z',
      speaker: 'Unknown',
      chunkId: expect.stringMatching(/^chunk_\d+_m_/) as string,
      is_final: false,
      speakers: [],
      meetingId: 'm',
      speaker_id: null,
      speaker_confidence: 0,
      isFlushing: true,
      audioStartSec: 0,
      audioEndSec: 3,
    });
    expect(results[1]).toMatchObject({ audioStartSec: 3, audioEndSec: 6 });
    expect(results[1]?.chunkId).not.toBe(results[0]?.chunkId);
    expect((await client.message('MEETING_UPDATE')).data).toMatchObject({
      meetingId: 'm',
      latestTranscript: results[0]?.text,
    });
  });

  test('only who filled a buffer gets the result; everybody in the meeting gets the update', async () => {
    const { url } = await startTestBackend();
    const [first, second] = [await connectClient(url), await connectClient(url)];
    first.send(audioChunk('m', noise(1)));
    await first.barrier();
    second.send(audioChunk('m', noise(2)));
    await first.message('MEETING_UPDATE');
    await second.message('MEETING_UPDATE');
    expect(first.types()).toEqual(['HANDSHAKE_ACK', 'MEETING_UPDATE']);
    expect(second.types()).toEqual(['HANDSHAKE_ACK', 'TRANSCRIPTION_RESULT', 'MEETING_UPDATE']);
  });

  test('clients that name neither meeting nor place share one', async () => {
    const { url } = await startTestBackend();
    const anonymous = { meetingId: undefined, metadata: undefined };
    const [first, second] = [await connectClient(url), await connectClient(url)];
    first.send(audioChunk('', noise(1), anonymous));
    await first.barrier();
    second.send(audioChunk('', noise(2), { ...anonymous, type: 'audio_chunk' }));
    await first.message('MEETING_UPDATE');
  });

  test('compressed frames are understood', async () => {
    const client = await connectClient((await startTestBackend()).url, { perMessageDeflate: true });
    expect(client.socket.extensions).toContain('permessage-deflate');
    client.send(audioChunk('m', noise(3)));
    expect((await client.message('TRANSCRIPTION_RESULT')).data?.text).toBe(textOf(noise(3)));
  });

  test('pure silence and audio without words have their markers', async () => {
    const { url } = await startTestBackend({ engine: scriptedEngine(() => Promise.resolve(' ')) });
    const client = await connectClient(url);
    client.send(audioChunk('m', new Int16Array(48_000)));
    client.send(audioChunk('m', noise(3)));
    await client.message('MEETING_UPDATE', 2);
    expect(resultsOf(client)).toMatchObject([
      { text: '[SILENCE_DETECTED]', confidence: 0 },
      { text: '[BLANK_AUDIO]', confidence: 0 },
    ]);
  });

  test('nearly the same text is told once', async () => {
    const texts = ['good morning everyone', 'Good  morning everyone', 'good night'];
    const engine = scriptedEngine(() => Promise.resolve(texts.shift() ?? ''));
    const client = await connectClient((await startTestBackend({ engine })).url);
    for (let n = 1; n <= 3; n += 1) client.send(audioChunk('m', noise(3, n)));
    await client.message('MEETING_UPDATE', 2);
    expect(resultsOf(client).map((result) => result.text)).toEqual(['good morning everyone', 'good night']);
  });
});

describe('buffers that wait', () => {
  test('are flushed after five seconds to everybody in the meeting, once', async () => {
    const { url, clock } = await startTestBackend();
    const [first, second] = [await connectClient(url), await connectClient(url)];
    first.send(audioChunk('m', noise(1, 1)));
    await first.barrier();
    second.send(audioChunk('m', noise(0.5, 2)));
    await second.barrier();
    await clock.advance(10_000);

    const told = await first.message('TRANSCRIPTION_RESULT');
    expect(told.data).toEqual({
      text: textOf(joined([noise(1, 1), noise(0.5, 2)])),
      confidence: 0.85,
      timestamp: '2026-01-01T00:00:06.000Z',
      speaker: 'Unknown',
      chunkId: null,
      is_final: false,
      trigger_reason: 'timeout',
      audioStartSec: 0,
      audioEndSec: 1.5,
    });
    expect(await second.message('TRANSCRIPTION_RESULT')).toEqual(told);
    expect(first.types()).toEqual(['HANDSHAKE_ACK', 'TRANSCRIPTION_RESULT']);
  });

  test('of less than a second wait for the end', async () => {
    const { url, clock } = await startTestBackend();
    const client = await connectClient(url);
    client.send(audioChunk('m', noise(0.9)));
    await client.barrier();
    await clock.advance(60_000);
    expect(client.types()).toEqual(['HANDSHAKE_ACK']);
    client.send(meetingEvent('meeting_ended', 'm'));
    expect((await client.message('TRANSCRIPTION_RESULT')).data).toMatchObject({
      is_final: true,
      audioEndSec: 0.9,
    });
  });

  test('still work after a chunk with sample rate 0', async () => {
    const { url, clock } = await startTestBackend();
    const client = await connectClient(url);
    client.send(audioChunk('m', noise(1), { metadata: { sampleRate: 0 } }));
    expect(await client.message('ERROR')).toEqual({
      type: 'ERROR',
      error: expect.stringContaining('16000 Hz') as string,
      recoverable: true,
    });
    client.send(audioChunk('m', noise(1)));
    await client.barrier();
    await clock.advance(6_000);
    expect((await client.message('TRANSCRIPTION_RESULT')).data?.text).toBe(textOf(noise(1)));
  });
});

describe('the end of a meeting', () => {
  test('answers the rest, the summary and the completion, in this order', async () => {
    const client = await connectClient((await startTestBackend()).url);
    client.send(audioChunk('m', noise(3, 1)));
    client.send(audioChunk('m', noise(1.25, 2)));
    client.send(meetingEvent('meeting_ended', 'm'));
    await client.message('PROCESSING_COMPLETE');

    expect(client.received.slice(3)).toMatchObject([
      { type: 'PROCESSING_STATUS', data: { stage: 'initialization' } },
      {
        type: 'PROCESSING_STATUS',
        data: { stage: 'final_audio', message: 'Processing final audio (1250.0ms)...' },
      },
      {
        type: 'TRANSCRIPTION_RESULT',
        data: {
          text: textOf(noise(1.25, 2)),
          chunkId: null,
          is_final: true,
          audioStartSec: 3,
          audioEndSec: 4.25,
        },
      },
      { type: 'PROCESSING_STATUS', data: { stage: 'summary_generation' } },
      { type: 'MEETING_SUMMARY', data: { meetingId: 'm', totalChunks: 2, duration: '0:00:00.000' } },
      {
        type: 'PROCESSING_COMPLETE',
        data: { total_transcripts: 2, meeting_id: 'm', buffer_flush_confirmed: true },
      },
    ]);
    expect(client.received).toHaveLength(9);
  });

  test('without audio left has no final audio', async () => {
    const client = await connectClient((await startTestBackend()).url);
    client.send(audioChunk('m', noise(3)));
    client.send(meetingEvent('ended'));
    await client.message('PROCESSING_COMPLETE');
    expect(client.types().slice(3)).toEqual([
      'PROCESSING_STATUS',
      'PROCESSING_STATUS',
      'MEETING_SUMMARY',
      'PROCESSING_COMPLETE',
    ]);
  });

  test('of no meeting completes at once', async () => {
    const client = await connectClient((await startTestBackend()).url);
    client.send(meetingEvent('ended', 'unknown'));
    await client.message('PROCESSING_COMPLETE');
    expect(client.received.slice(1)).toMatchObject([
      { type: 'PROCESSING_STATUS', data: { stage: 'initialization' } },
      { type: 'PROCESSING_COMPLETE', data: { total_transcripts: 0, buffer_flush_confirmed: true } },
    ]);
  });

  test('during the background check transcribes nothing twice', async () => {
    const heard: Int16Array[] = [];
    const gate = Promise.withResolvers<string>();
    const engine = scriptedEngine((pcm) => {
      heard.push(pcm);
      return gate.promise;
    });
    const { url, clock } = await startTestBackend({ engine });
    const client = await connectClient(url);
    client.send(audioChunk('m', noise(2.9)));
    await client.barrier();
    await clock.advance(1_000);
    expect(heard).toHaveLength(1);
    client.send(meetingEvent('ended', 'm'));
    await client.barrier();
    gate.resolve('once');
    await client.message('PROCESSING_COMPLETE');
    expect(heard).toHaveLength(1);
    expect(resultsOf(client)).toMatchObject([{ text: 'once', trigger_reason: 'timeout' }]);
  });
});

describe('without words', () => {
  test('a missing engine is told once a buffer, and the end still completes', async () => {
    const { url } = await startTestBackend({ problem: 'No speech engine is ready. Install one.' });
    const client = await connectClient(url);
    client.send(audioChunk('m', noise(3)));
    client.send(audioChunk('m', noise(1)));
    client.send(meetingEvent('ended', 'm'));
    await client.message('PROCESSING_COMPLETE');

    const errors = client.received.filter((message) => message.type === 'TRANSCRIPTION_ERROR');
    const reason = { errorType: 'no-engine', message: 'No speech engine is ready. Install one.' };
    expect(errors.map((message) => message.data)).toEqual([
      { ...reason, meetingId: 'm', timestamp: '2026-01-01T00:00:00.000Z', audioStartSec: 0, audioEndSec: 3 },
      { ...reason, meetingId: 'm', timestamp: '2026-01-01T00:00:00.000Z', audioStartSec: 3, audioEndSec: 4 },
    ]);
    expect((await client.message('PROCESSING_COMPLETE')).data?.total_transcripts).toBe(0);
  });

  test('a failing engine is told with its reason, and the next buffer is tried again', async () => {
    let calls = 0;
    const engine = scriptedEngine(() => {
      calls += 1;
      return calls === 1
        ? Promise.reject(new AppError('engine-failed', 'The model is broken'))
        : Promise.resolve('words');
    });
    const client = await connectClient((await startTestBackend({ engine })).url);
    client.send(audioChunk('m', noise(3, 1)));
    client.send(audioChunk('m', noise(3, 2)));
    await client.message('TRANSCRIPTION_RESULT');
    expect(client.received[1]).toMatchObject({
      type: 'TRANSCRIPTION_ERROR',
      data: { errorType: 'engine-failed', message: 'The model is broken' },
    });
  });
});

describe('reconnecting', () => {
  test('continues the meeting: the unfilled buffer survives, however long it waits', async () => {
    const { url, clock } = await startTestBackend();
    const first = await connectClient(url);
    first.send(audioChunk('m', noise(2, 1)));
    await first.barrier();
    first.socket.close(1000);
    await first.closed;
    await clock.advance(60_000);

    const second = await connectClient(url);
    second.send(audioChunk('m', noise(1, 2)));
    expect((await second.message('TRANSCRIPTION_RESULT')).data?.text).toBe(
      textOf(joined([noise(2, 1), noise(1, 2)])),
    );
  });

  test('gets what was read from the old connection and not answered before it broke, in order', async () => {
    const gate = Promise.withResolvers<undefined>();
    const engine = scriptedEngine((pcm) => gate.promise.then(() => textOf(pcm)));
    const { url } = await startTestBackend({ engine });
    const first = await connectClient(url);
    for (let n = 1; n <= 5; n += 1) first.send(audioChunk('m', noise(1, n)));
    await first.barrier();
    first.socket.terminate();
    await first.closed;

    const second = await connectClient(url);
    second.send(audioChunk('m', noise(1, 6)));
    second.send(meetingEvent('ended', 'm'));
    await second.barrier();
    gate.resolve(undefined);
    await second.message('PROCESSING_COMPLETE');
    expect(resultsOf(second)).toMatchObject([
      { text: textOf(joined([1, 2, 3].map((n) => noise(1, n)))), audioStartSec: 0, audioEndSec: 3 },
      { text: textOf(joined([4, 5, 6].map((n) => noise(1, n)))), audioStartSec: 3, audioEndSec: 6 },
    ]);
  });
});

describe('bad input', () => {
  test.each([
    ['a binary frame', Buffer.from('{"type":"HANDSHAKE"}')],
    ['an empty binary frame', Buffer.alloc(0)],
    ['an array', '[]'],
    ['a number', '42'],
    ['null', 'null'],
  ])('%s ends the connection with 1000 and no error', async (_title, frame) => {
    const client = await connectClient((await startTestBackend()).url);
    client.send(frame);
    client.send({ type: 'HANDSHAKE' });
    expect(await client.closed).toEqual({ code: 1000 });
    expect(client.types()).toEqual(['HANDSHAKE_ACK']);
  });

  test('more than 16 MiB ends the connection with 1009', async () => {
    const client = await connectClient((await startTestBackend()).url);
    client.send(`{"type":"AUDIO_CHUNK","data":"${'A'.repeat(16 * 1024 * 1024)}"}`);
    expect(await client.closed).toEqual({ code: 1009 });
  });

  test('nearly 16 MiB is one buffer', async () => {
    const client = await connectClient((await startTestBackend()).url);
    client.send(audioChunk('m', new Int16Array(6_000_000)));
    expect((await client.message('TRANSCRIPTION_RESULT')).data).toMatchObject({ audioEndSec: 375 });
  });

  test.each([
    ['{', 'Invalid JSON format'],
    ['{"type":"PING"}', 'Unknown message type: PING'],
    ['{"type":["HANDSHAKE"]}', 'Unknown message type: ["HANDSHAKE"]'],
    ['{}', 'Unknown message type: none'],
    ['{"type":"__proto__"}', 'Unknown message type: __proto__'],
  ])('%s is answered with an error, and the connection stays', async (frame, error) => {
    const client = await connectClient((await startTestBackend()).url);
    client.send(frame);
    client.send('  ');
    client.send({ type: 'HANDSHAKE' });
    await client.message('HANDSHAKE_ACK', 2);
    expect(client.received[1]).toEqual({ type: 'ERROR', error });
    expect(client.received).toHaveLength(3);
  });
});

function resultsOf(client: TestClient): Record<string, unknown>[] {
  return client.received.flatMap((m) => (m.type === 'TRANSCRIPTION_RESULT' && m.data ? [m.data] : []));
}

function joined(parts: readonly Int16Array[]): Int16Array {
  return Int16Array.from(parts.flatMap((part) => [...part]));
}
