import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startBackend } from '../../../src/main/core/backend/backend.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/time/system-clock.ts';
import { pino } from 'pino';
import { audioChunk, meetingEvent, noise, scriptedEngine, startTestBackend, textOf } from './test-backend.ts';
import { connectClient } from './test-client.ts';
import { promptly } from '../../support/machine/promptly.ts';

describe('addresses', () => {
  test('answers HTTP probes, and everything else with 404', async () => {
    const { port } = await startTestBackend();
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    expect(await (await get('/health')).json()).toEqual({ status: 'healthy', auto_restart: 'enabled' });
    expect((await get('/')).status).toBe(200);
    expect((await get('/health/x')).status).toBe(404);
    expect((await get('/toString')).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/health`, { method: 'POST' })).status).toBe(404);
  });

  test('takes WebSockets at /ws and /ws/ws only', async () => {
    const { url, port } = await startTestBackend();
    expect(await upgrade(url)).toBe(101);
    expect(await upgrade(`ws://127.0.0.1:${port}/ws/ws?token=1`)).toBe(101);
    expect(await upgrade(`ws://127.0.0.1:${port}/`)).toBe(404);
  });

  test('refuses pages of other sites', async () => {
    const { url } = await startTestBackend();
    for (const origin of ['https://example.org', 'http://localhost.example.org', 'null', 'file://']) {
      expect(await upgrade(url, origin), origin).toBe(403);
    }
    for (const origin of ['http://localhost:5173', 'http://127.0.0.1']) {
      expect(await upgrade(url, origin), origin).toBe(101);
    }
  });

  test('says that a port is taken', async () => {
    const { port } = await startTestBackend();
    const second = startBackend({
      port,
      engine: { problem: 'none' },
      clock: createSystemClock(),
      log: pino({ level: 'silent' }),
    });
    await expect(second).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringContaining(String(port)) as string,
    });
  });
});

describe('handshake and events', () => {
  test('acknowledges a connection with the time, and every HANDSHAKE without', async () => {
    const client = await connectClient((await startTestBackend()).url);
    client.send({ type: 'HANDSHAKE', clientType: 'test' });
    await client.message('HANDSHAKE_ACK', 2);
    const ack = { type: 'HANDSHAKE_ACK', serverVersion: '1.0', status: 'ready' };
    expect(client.received).toEqual([{ ...ack, timestamp: '2026-01-01T00:00:00.000Z' }, ack]);
  });

  test('acknowledges meeting_started but not started', async () => {
    const client = await connectClient((await startTestBackend()).url);
    client.send(meetingEvent('started'));
    client.send(meetingEvent('meeting_started'));
    expect(await client.message('MEETING_EVENT_ACK')).toEqual({
      type: 'MEETING_EVENT_ACK',
      eventType: 'meeting_started',
      status: 'acknowledged',
    });
    expect(client.received).toHaveLength(2);
  });

  test('registers a session once a connection, and counts those that come back', async () => {
    const { url } = await startTestBackend();
    const chunk = audioChunk('m', noise(0.1), { type: 'AUDIO_CHUNK_ENHANCED', participants: [] });
    const first = await connectClient(url);
    first.send(chunk);
    first.send(chunk);
    const second = await connectClient(url);
    const before = await first.message('SESSION_REGISTERED');
    second.send(chunk);
    const after = await second.message('SESSION_REGISTERED');

    expect(before.data).toMatchObject({ meetingId: 'm', isNewSession: true, reconnectionCount: 0 });
    expect(after.data).toMatchObject({ meetingId: 'm', isNewSession: false, reconnectionCount: 1 });
    expect(before.data?.sessionId).not.toBe(after.data?.sessionId);
    await first.barrier();
    expect(first.types()).toEqual(['HANDSHAKE_ACK', 'SESSION_REGISTERED']);
  });
});

describe('order', () => {
  test('a connection waits for the engine, and pings are answered meanwhile', async () => {
    const gate = Promise.withResolvers<string>();
    const { url } = await startTestBackend({ engine: scriptedEngine(() => gate.promise) });
    const client = await connectClient(url);
    client.send(audioChunk('m', noise(3)));
    client.send({ type: 'HANDSHAKE' });
    client.send('{');
    await client.barrier();
    expect(client.types()).toEqual(['HANDSHAKE_ACK']);

    gate.resolve('words');
    await client.message('ERROR');
    expect(client.types()).toEqual([
      'HANDSHAKE_ACK',
      'TRANSCRIPTION_RESULT',
      'MEETING_UPDATE',
      'HANDSHAKE_ACK',
      'ERROR',
    ]);
  });

  test('a client that is far ahead of the engine is not read on, and loses nothing', async () => {
    const gate = Promise.withResolvers<undefined>();
    const engine = scriptedEngine((pcm) => gate.promise.then(() => textOf(pcm)));
    const { url } = await startTestBackend({ engine });
    const client = await connectClient(url, { perMessageDeflate: false });
    const tenMegabytes = (n: number) => audioChunk(`m${n}`, new Int16Array(3_900_000).fill(n));
    for (let n = 1; n <= 8; n += 1) client.send(tenMegabytes(n));
    expect(await Promise.race([client.barrier().then(() => 'read'), delay(500, 'waiting')])).toBe('waiting');
    gate.resolve(undefined);
    await client.message('TRANSCRIPTION_RESULT', 8);
  });

  test('one busy meeting does not hold up another connection', async () => {
    const { url } = await startTestBackend({
      engine: scriptedEngine((_pcm, signal) => untilAborted(signal)),
    });
    const busy = await connectClient(url);
    busy.send(audioChunk('m', noise(3)));
    await busy.barrier();
    const other = await connectClient(url);
    other.send({ type: 'HANDSHAKE' });
    await other.message('HANDSHAKE_ACK', 2);
  });

  test('a burst of several connections into one meeting loses nothing and repeats nothing', async () => {
    const heard: Int16Array[] = [];
    const engine = scriptedEngine(async (pcm) => {
      heard.push(pcm);
      await new Promise((resolve) => setImmediate(resolve));
      return textOf(pcm);
    });
    const { url } = await startTestBackend({ engine });
    const clients = await Promise.all([1, 2, 3].map(() => connectClient(url)));
    for (let round = 0; round < 10; round += 1) {
      clients.forEach((client, n) => client.send(audioChunk('m', noise(1, round * 3 + n + 1))));
    }
    const results = () =>
      clients
        .flatMap((client) => client.received)
        .filter((message) => message.type === 'TRANSCRIPTION_RESULT');
    // Each connection has a queue of its own: one may be at the end while others are not.
    await expect.poll(() => results().length).toBe(10);
    clients[0]?.send(meetingEvent('ended', 'm'));
    await clients[0]?.message('PROCESSING_COMPLETE');

    const seconds = heard.flatMap((pcm) => secondsOf(pcm).map(textOf));
    const sent = Array.from({ length: 30 }, (_, n) => textOf(noise(1, n + 1)));
    expect(seconds.toSorted()).toEqual(sent.toSorted());
    const spans = results().map(({ data }) => [data?.audioStartSec, data?.audioEndSec]);
    expect(spans.toSorted((a, b) => Number(a[0]) - Number(b[0]))).toEqual(
      Array.from({ length: 10 }, (_, n) => [3 * n, 3 * n + 3]),
    );
  });
});

describe('stopping', () => {
  test('closes connections with 1001, ends the engine and frees the port, at once', async () => {
    let aborted = false;
    const engine = scriptedEngine(async (_pcm, signal) => {
      await untilAborted(signal).catch(() => (aborted = true));
      signal.throwIfAborted();
      return 'never';
    });
    const options = { clock: createSystemClock(), log: pino({ level: 'silent' }) };
    const backend = await startBackend({ port: 0, engine: { engine }, ...options });
    const client = await connectClient(backend.url);
    client.send(audioChunk('m', noise(3)));
    client.send({ type: 'HANDSHAKE' });
    await client.barrier();
    const deaf = await connectClient(backend.url);
    deaf.socket.pause();

    await promptly(backend.stop());
    expect(await client.closed).toEqual({ code: 1001 });
    expect(aborted).toBe(true);
    expect(client.types()).toEqual(['HANDSHAKE_ACK']);
    const again = await startBackend({ port: backend.port, engine: { problem: 'none' }, ...options });
    await again.stop();
  });

  test('does not wait for an engine that will not end', async () => {
    const engine = scriptedEngine(() => new Promise<string>(() => undefined));
    const backend = await startBackend({
      port: 0,
      engine: { engine },
      clock: createSystemClock(),
      log: pino({ level: 'silent' }),
    });
    const client = await connectClient(backend.url);
    client.send(audioChunk('m', noise(3)));
    await client.barrier();
    await promptly(backend.stop());
  });
});

/** The status that an upgrade is answered with. */
async function upgrade(url: string, origin?: string): Promise<number | undefined> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.from('0123456789abcdef').toString('base64'),
    ...(origin === undefined ? {} : { origin }),
  };
  return new Promise((resolve, reject) => {
    const asked = request(url.replace('ws:', 'http:'), { headers });
    asked.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode);
    });
    asked.on('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject);
    asked.end();
  });
}

function untilAborted(signal: AbortSignal): Promise<string> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

function secondsOf(pcm: Int16Array): Int16Array[] {
  return Array.from({ length: pcm.length / 16_000 }, (_, n) => pcm.slice(n * 16_000, (n + 1) * 16_000));
}
