import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { AppError } from '../../../../src/shared/errors.ts';
import type { EventDraft } from '../../../../src/shared/events/events.ts';
import { createLogger } from '../../../../src/main/core/log/log.ts';
import { directDial } from '../../../../src/main/core/network/network.ts';
import { noFaults, parseFaults } from '../../../../src/main/core/tap/faults.ts';
import type { PassedFrame } from '../../../../src/main/core/tap/running-tap.ts';
import { openTapInThread } from '../../../../src/main/core/tap/thread/tap-thread.ts';

const entry = new URL('../../../../src/main/core/threads/tap-worker.ts', import.meta.url);

async function startEcho(): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => socket.send(data as Buffer, { binary: isBinary }));
  });
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`;
}

type Heard = { frame: PassedFrame; monoMs: number };

async function open(url: string, port = 0, thread = entry) {
  const heard: Heard[] = [];
  const events: EventDraft[] = [];
  const gone: string[] = [];
  const lost: AppError[] = [];
  const { log } = await createLogger({ folder: null, level: 'silent' });
  const tap = await openTapInThread(thread, {
    port,
    target: 'dev',
    dial: directDial(url),
    allowedOrigins: [],
    faults: noFaults,
    faultsWritten: '',
    log,
    record: (event) => events.push(event),
    onFrame: (frame, { monoMs }) => heard.push({ frame, monoMs }),
    onClientGone: (connectionId) => gone.push(connectionId),
    onChange: () => undefined,
    onLost: (problem) => lost.push(problem),
  });
  onTestFinished(() => tap.stop());
  return { tap, heard, events, gone, lost };
}

test('a tap in its thread tells of all that went through, in order, with the time when it did', async () => {
  const { tap, heard, events, gone } = await open(await startEcho());
  const socket = new WebSocket(`ws://127.0.0.1:${tap.status().port}/ws`);
  await once(socket, 'open');
  const texts = Array.from(
    { length: 300 },
    (_, at) => `{"type":"NOTE","at":${at},"text":"${'ü'.repeat(at * 10)}"}`,
  );
  const startMs = performance.now();
  for (const text of texts) socket.send(text);
  socket.send(Buffer.from([0, 1, 2]));
  await expect.poll(() => heard.length).toBe(602);
  for (const direction of ['out', 'in'] as const) {
    const way = heard.filter(({ frame }) => frame.direction === direction);
    expect(way.slice(0, -1).map(({ frame }) => frame.data.toString('utf8'))).toEqual(texts);
    expect(way.at(-1)?.frame).toMatchObject({ isBinary: true, data: Buffer.from([0, 1, 2]) });
  }
  const times = heard.map(({ monoMs }) => monoMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBeGreaterThan(startMs);
  expect(times.at(-1)).toBeLessThan(performance.now());

  await tap.setFaults(parseFaults('drop=1'), 'drop=1');
  expect(tap.status()).toMatchObject({ faults: 'drop=1', open: 1, unrecorded: 0 });
  socket.send('lost on the way');
  await expect.poll(() => heard.length).toBe(603);
  await tap.stop();
  expect(heard.at(-1)?.frame).toMatchObject({
    direction: 'out',
    note: expect.stringContaining('dropped') as string,
  });
  expect(events.map(({ type }) => type)).toEqual([
    'connection.opening',
    'connection.open',
    'tap.faults',
    'connection.closed',
  ]);
  expect(events.every(({ at }) => at !== undefined)).toBe(true);
  expect(gone).toHaveLength(1);
  expect(tap.status()).toMatchObject({ connections: 1, open: 0, frames: { in: 301, out: 302 } });
});

test('a port that is taken is said as such', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  await expect(open('ws://127.0.0.1:9/ws', port)).rejects.toMatchObject({
    code: 'busy',
    message: expect.stringContaining(String(port)) as string,
  });
});

test('a thread that ends by itself is told of, and what is asked of its tap fails', async () => {
  const dying = new URL('../../../support/dying-tap-worker.ts', import.meta.url);
  const { tap, lost } = await open(await startEcho(), 0, dying);
  await expect(tap.allow('https://tester.example')).rejects.toThrow('The tap has ended');
  await expect
    .poll(() => lost.map(({ message }) => message))
    .toEqual(['The tap has ended, and its connections with it (out of order). Start it again.']);
  await tap.stop();
});
