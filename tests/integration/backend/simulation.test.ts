import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { audioChunk, meetingEvent, noise, startTestBackend, textOf } from './test-backend.ts';
import { connectClient, type Received, type TestClient } from './test-client.ts';
import { itWith } from '../../support/machine/needs.ts';
import { sharedData } from '../../support/shared-data.ts';

const resultsOf = (client: TestClient): Received[] =>
  client.received.filter(({ type }) => type.toUpperCase() === 'TRANSCRIPTION_RESULT');

const chunk = (seconds: number, seed: number, id: string): object =>
  audioChunk('m', noise(seconds, seed), { chunkId: id });

describe('an imitation of the real backend', () => {
  test('wipes what arrives while its background check transcribes, and its ledger says so', async () => {
    const { url, clock, ledger } = await startTestBackend(undefined, 'real,slow=2000');
    const client = await connectClient(url);
    client.send(chunk(2.9, 1, 'a'));
    await client.barrier();
    await clock.advance(1_000);
    client.send(chunk(1, 2, 'b'));
    await client.barrier();
    await clock.advance(2_000);
    const told = await client.message('TRANSCRIPTION_RESULT');
    expect(told.data).toMatchObject({ text: textOf(noise(2.9, 1)), trigger_reason: 'timeout' });
    client.send(meetingEvent('ended'));
    await client.message('PROCESSING_COMPLETE');
    expect(ledger.lost().map(({ chunkId }) => chunkId)).toEqual(['b']);
    expect(ledger.summary()).toMatchObject({ receivedSec: 3.9, transcribedSec: 2.9, lostSec: 1 });
  });

  test('transcribes exact seconds without a loss, and names no audio times', async () => {
    const { url, clock, ledger } = await startTestBackend(undefined, 'real,slow=500');
    const client = await connectClient(url);
    for (let n = 0; n < 7; n += 1) {
      client.send(chunk(1, n + 1, `c${n}`));
      await client.barrier();
      await clock.advance(1_000);
    }
    client.send(meetingEvent('ended'));
    await client.barrier();
    await clock.advance(1_000);
    await client.message('PROCESSING_COMPLETE');
    expect(ledger.lost()).toEqual([]);
    expect(ledger.buffers.map(({ by, samples }) => [by, samples])).toEqual([
      ['full', 48_000],
      ['full', 48_000],
      ['end', 16_000],
    ]);
    expect(ledger.buffers[0]?.chunks.map(({ chunkId }) => chunkId)).toEqual(['c0', 'c1', 'c2']);
    expect(Object.keys(resultsOf(client)[0]?.data ?? {})).not.toContain('audioStartSec');
  });

  test('stops reading after 32 messages, and its keepalive then ends a client that is too far ahead', async () => {
    const { url, clock } = await startTestBackend(undefined, 'real,slow=600000');
    const client = await connectClient(url, { perMessageDeflate: false });
    for (let n = 0; n < 60; n += 1) client.send(chunk(1, n + 1, `c${n}`));
    await expect
      .poll(async () => {
        await clock.advance(20_000);
        return client.socket.readyState;
      })
      .toBe(client.socket.CLOSED);
    expect(await client.closed).toEqual({ code: 1011 });
  });

  test('names sessions by the salt of its process: the same over reconnects, another after a restart', async () => {
    const backend = await startTestBackend(undefined, 'real');
    const register = async (): Promise<Record<string, unknown>> => {
      const client = await connectClient(backend.url);
      client.send({ type: 'AUDIO_CHUNK_ENHANCED', data: '', platform: 'p', meetingUrl: 'u', meetingId: 'm' });
      const { data } = await client.message('SESSION_REGISTERED');
      return data ?? {};
    };
    const first = await register();
    expect(await register()).toMatchObject({ meetingId: first.meetingId, isNewSession: false });
    backend.restart(1_000);
    await expect(register()).rejects.toThrow();
    await backend.clock.advance(1_000);
    expect((await register()).meetingId).not.toBe(first.meetingId);
  });

  test('loses its buffer in a restart, and keeps what it has stored', async () => {
    const backend = await startTestBackend(undefined, 'real');
    const client = await connectClient(backend.url);
    for (let n = 0; n < 4; n += 1) client.send(chunk(1, n + 1, `c${n}`));
    await client.message('TRANSCRIPTION_RESULT');
    await client.barrier();
    await expect.poll(() => backend.ledger.received).toHaveLength(4);
    backend.restart();
    await backend.clock.advance(1_000);
    expect(backend.ledger.lost().map(({ chunkId }) => chunkId)).toEqual(['c3']);
    const answer = await fetch(`http://127.0.0.1:${backend.port}/get-meeting/m`);
    expect(await answer.json()).toMatchObject({
      id: 'm',
      transcripts: [{ text: expect.stringContaining('seg') as string }],
    });
    expect((await fetch(`http://127.0.0.1:${backend.port}/get-meeting/other`)).status).toBe(404);
  });

  test('goes on with what a dead connection left, and tells the living one by an update only', async () => {
    const { url, clock, ledger } = await startTestBackend(undefined, 'real,slow=5000');
    const first = await connectClient(url);
    first.send(chunk(3, 1, 'a'));
    first.send(chunk(3, 2, 'b'));
    await first.barrier();
    first.socket.terminate();
    await first.closed;
    const second = await connectClient(url);
    second.send(chunk(0.5, 3, 'c'));
    await second.barrier();
    await expect.poll(() => ledger.received.length).toBe(2);
    await clock.advance(5_000);
    await clock.advance(5_000);
    await second.message('MEETING_UPDATE', 2);
    expect(second.types()).toEqual(['HANDSHAKE_ACK', 'MEETING_UPDATE', 'MEETING_UPDATE']);
    // What came while the dead connection's handler was busy is wiped.
    expect(ledger.lost().map(({ chunkId }) => chunkId)).toEqual(['c']);
  });

  test('tells a repetition to nobody, and counts it in its ledger', async () => {
    const { url, ledger } = await startTestBackend(undefined, 'real');
    const client = await connectClient(url);
    client.send(chunk(3, 1, 'a'));
    client.send(chunk(3, 1, 'b'));
    client.send(chunk(3, 2, 'c'));
    await client.message('TRANSCRIPTION_RESULT', 2);
    expect(resultsOf(client)).toHaveLength(2);
    expect(ledger.buffers.map(({ suppressed }) => suppressed)).toEqual([false, true, false]);
  });
});

const oldTrace = join(sharedData.traces, 'old-server-doubles.jsonl');

describe('an imitation of the old backend', () => {
  itWith(['traces'], 'answers in the forms that were recorded', async () => {
    const { url, clock } = await startTestBackend(undefined, 'old,slow=600');
    const client = await connectClient(url);
    client.send({ type: 'HANDSHAKE' });
    client.send(meetingEvent('meeting_started', 'm'));
    client.send(audioChunk('m', noise(3, 1), { chunkId: 'own-1', metadata: { platform: 'desktop_app' } }));
    await client.barrier();
    // The background check comes round while the handler transcribes, and transcribes the same.
    await clock.advance(300);
    await clock.advance(300);
    await clock.advance(1_000);
    client.send(audioChunk('m', noise(2.9, 2), { chunkId: 'own-2', metadata: { platform: 'desktop_app' } }));
    await client.barrier();
    await clock.advance(3_000);
    await client.message('transcription_result', 2);

    const shape = ({ type, data }: Received): string =>
      `${type} ${Object.entries(data ?? {})
        .map(([key, value]) => `${key}:${value === null ? 'null' : typeof value}`)
        .join(' ')}`;
    const recorded = readFileSync(oldTrace, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse((JSON.parse(line) as { raw: string }).raw) as Received);
    expect(new Set(client.received.map(shape))).toEqual(new Set(recorded.map(shape)));
  });

  test('ignores our meeting id, transcribes twice what its background check meets, and ends only when told that all is flushed', async () => {
    const { url, clock, ledger } = await startTestBackend(undefined, 'old,slow=600');
    const client = await connectClient(url);
    await clock.advance(600);
    client.send(audioChunk('m', noise(3, 1), { chunkId: 'own-1' }));
    await client.barrier();
    await expect.poll(() => ledger.received.length).toBe(1);
    await clock.advance(1_200);
    await client.message('transcription_result', 2);
    expect(resultsOf(client).map(({ type, data }) => [type, data?.chunkId, data?.trigger_reason])).toEqual([
      ['transcription_result', 'own-1', undefined],
      ['TRANSCRIPTION_RESULT', 1, undefined],
      ['transcription_result', undefined, 'timeout'],
    ]);
    expect(ledger.buffers.map(({ by }) => by)).toEqual(['full', 'timeout']);
    expect(resultsOf(client)[1]?.data?.meetingId).toMatch(/^test_\d+$/);
    client.send(meetingEvent('meeting_ended', 'm'));
    expect((await client.message('PROCESSING_STATUS')).data?.stage).toBe('buffer_flush_wait');
    client.send({ type: 'MEETING_EVENT', eventType: 'ended', data: { bufferFlushComplete: true } });
    await client.message('PROCESSING_COMPLETE');
  });
});

describe('faults of the answers', () => {
  async function answered(list: string): Promise<string[]> {
    const { url, clock } = await startTestBackend(undefined, list);
    const client = await connectClient(url);
    const frames: string[] = [];
    client.socket.removeAllListeners('message');
    client.socket.on('message', (bytes: Buffer) => frames.push(bytes.toString('utf8')));
    for (let n = 1; n <= 2; n += 1) client.send(audioChunk('m', noise(3, n)));
    client.send(audioChunk('m', noise(1, 3)));
    client.send(meetingEvent('ended'));
    await expect
      .poll(async () => {
        await clock.advance(10);
        return frames.at(-1) ?? '';
      })
      .toMatch(/processing_complete/i);
    return frames.map(nameOf).filter((name) => name !== 'HANDSHAKE_ACK');
  }
  const plain = ['TRANSCRIPTION_RESULT', 'MEETING_UPDATE', 'TRANSCRIPTION_RESULT', 'MEETING_UPDATE'];
  const end = ['TRANSCRIPTION_RESULT final', 'PROCESSING_STATUS', 'MEETING_SUMMARY', 'PROCESSING_COMPLETE'];
  const start = ['PROCESSING_STATUS', 'PROCESSING_STATUS'];

  test.each([
    ['duplicate', [...plain.flatMap(twice), ...start, ...end.flatMap(twice)]],
    ['deprecated', [...plain, ...start, ...end].map(oldName)],
    ['drop=0.5', [...plain.filter((_type, n) => n % 2 === 0), ...start, ...end]],
    ['delay=1', [...plain, ...start, ...end]],
    ['reorder', [plain[1], plain[0], plain[3], plain[2], ...start, end[1], end[0], end[2], end[3]]],
    [
      'bad-json',
      [...plain, ...start, ...end].flatMap((t) => (t.startsWith('TRANSCRIPTION') ? ['broken', t] : [t])),
    ],
    ['end-race', [...plain, ...start, 'TRANSCRIPTION_RESULT timeout', ...end]],
  ])('%s', async (list, expected) => {
    expect(await answered(list)).toEqual(expected);
    expect(await answered(`real,${list}`)).toEqual(expected);
  });

  test('no-pong leaves every ping unanswered, and half-open says nothing more after ten seconds', async () => {
    const silent = await connectClient((await startTestBackend(undefined, 'no-pong')).url);
    let pongs = 0;
    silent.socket.on('pong', () => (pongs += 1));
    silent.socket.ping();
    silent.send({ type: 'HANDSHAKE' });
    await silent.message('HANDSHAKE_ACK', 2);
    expect(pongs).toBe(0);

    const { url, clock } = await startTestBackend(undefined, 'half-open');
    const deaf = await connectClient(url);
    await clock.advance(10_000);
    deaf.send({ type: 'HANDSHAKE' });
    expect(await deaf.hasReceived(2, 100)).toBe(false);
    expect(deaf.socket.readyState).toBe(deaf.socket.OPEN);
  });
});

function twice(type: string): string[] {
  return type.startsWith('TRANSCRIPTION') ? [type, type] : [type];
}

function oldName(type: string): string {
  return /^(TRANSCRIPTION_RESULT|MEETING_UPDATE|PROCESSING_COMPLETE)/.test(type)
    ? type.replace(/^[A-Z_]+/, (name) => name.toLowerCase())
    : type;
}

function nameOf(raw: string): string {
  try {
    const { type, data } = JSON.parse(raw) as Received;
    if (data?.trigger_reason === 'timeout') return `${type} timeout`;
    return data?.is_final === true ? `${type} final` : type;
  } catch {
    return 'broken';
  }
}
