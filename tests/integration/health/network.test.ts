import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startTestCore } from '../../support/core.ts';
import { writeCounterWav } from '../../support/counter-wav.ts';
import { acknowledge, completeOnEnd, say, startScriptedTarget } from '../../support/scripted-target.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

/** Passes everything on and counts it. */
async function startCountingProxy(targetPort: number) {
  const counted = { out: 0, in: 0 };
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    client.on('data', (data) => (counted.out += data.length));
    target.on('data', (data) => (counted.in += data.length));
    client.pipe(target);
    target.pipe(client);
    client.on('error', () => target.destroy());
    target.on('error', () => client.destroy());
    onTestFinished(() => {
      client.destroy();
      target.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { counted, url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws` };
}

type Counted = { type: string; direction: 'in' | 'out'; frames: number; bytes: number };

/** Messages as they were before compression, by their type, counted by the other side. */
function createLedger() {
  const counted = new Map<string, Counted>();
  return {
    count(direction: Counted['direction'], payload: string): void {
      const { type } = JSON.parse(payload) as { type: string };
      const entry = counted.get(`${direction} ${type}`) ?? { type, direction, frames: 0, bytes: 0 };
      counted.set(`${direction} ${type}`, {
        ...entry,
        frames: entry.frames + 1,
        bytes: entry.bytes + Buffer.byteLength(payload),
      });
    },
    inOrder: (): Counted[] => inOrder([...counted.values()]),
    bytes: (direction: Counted['direction']): number =>
      [...counted.values()].reduce((sum, one) => sum + (one.direction === direction ? one.bytes : 0), 0),
  };
}

const inOrder = (counted: readonly Counted[]): Counted[] =>
  counted.toSorted((a, b) => `${a.direction} ${a.type}`.localeCompare(`${b.direction} ${b.type}`));

test('bytes on the wire, and messages by type before compression, are those that the other side counted', async () => {
  const ledger = createLedger();
  let chunks = 0;
  const target = await startScriptedTarget({
    perMessageDeflate: true,
    onConnect(socket) {
      const send = socket.send.bind(socket);
      socket.send = (data: string) => {
        ledger.count('in', data);
        send(data);
      };
      socket.on('message', (payload: Buffer) => ledger.count('out', payload.toString()));
      acknowledge(socket);
    },
    onMessage(message, socket) {
      completeOnEnd(message, socket);
      if (message.type !== 'AUDIO_CHUNK') return;
      chunks += 1;
      // Two spellings are two types, and no sign of it is one byte.
      const type = chunks % 2 === 0 ? 'transcription_result' : 'TRANSCRIPTION_RESULT';
      const data = { text: `Grüße ${'ß'.repeat(50 * chunks)} 会議`, confidence: 1 };
      say(socket, { type, data });
    },
  });
  const proxy = await startCountingProxy(target.port);
  const home = await makeTemporaryFolder();
  const core = await startTestCore({ home });
  const path = join(home, 'counter.wav');
  await writeCounterWav(path, 3);
  await core.handlers['session.start']({
    inputs: [{ kind: 'file', path, speed: 1 }],
    mode: 'stream',
    target: proxy.url,
  });
  await expect.poll(async () => (await core.handlers['status.get']({})).session?.state).toBe('ended');

  const network = await core.handlers['network.get']({ sinceMs: 0 });
  const [session] = network.sessions;
  expect(session?.bytes).toMatchObject(proxy.counted);
  const faultless = { retried: 0, unconfirmed: 0 };
  expect(network.targets).toEqual([
    { target: proxy.url, sessions: 1, bytes: session?.bytes, chunks: faultless },
  ]);
  expect(inOrder(network.byType)).toEqual(ledger.inOrder());
  expect(chunks).toBeGreaterThan(1);
  expect(network.endings).toEqual([]);
  // Compressed, it is less than what was said; a plain client would have sent all of it.
  expect(proxy.counted.out).toBeLessThan(ledger.bytes('out'));
});
