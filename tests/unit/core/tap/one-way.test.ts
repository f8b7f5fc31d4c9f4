import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { AddressInfo, Socket } from 'node:net';
import { createSystemClock } from '../../../../src/main/core/lifecycle/time/system-clock.ts';
import { noFaults, type Faults } from '../../../../src/main/core/tap/faults.ts';
import { createOneWay } from '../../../../src/main/core/tap/one-way.ts';
import { fitted } from '../../../support/machine/work.ts';
import { pair } from './support/tapped.ts';

const runs = fitted({ full: 2_000, usual: 40, least: 15 });
// So little that almost every message fills it.
const room = { mostBytes: 16 * 1024, fewBytes: 2 * 1024 };

/** Two ends of one connection, and the client's TCP. */
async function connected(perMessageDeflate: boolean): Promise<{ a: WebSocket; b: WebSocket; wire: Socket }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const a = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate });
  const [[b], [{ socket }]] = (await Promise.all([
    once(server, 'connection'),
    once(a, 'upgrade'),
    once(a, 'open'),
  ])) as unknown as [[WebSocket], [{ socket: Socket }]];
  server.close();
  for (const end of [a, b]) end.on('error', () => undefined);
  onTestFinished(() => {
    a.terminate();
    b.terminate();
  });
  return { a, b, wire: socket };
}

const moments = fc.array(
  fc.record({
    /** Bytes of the messages that are sent at once. */
    sizes: fc.array(fc.oneof(fc.nat(200), fc.nat(40_000)), { minLength: 1, maxLength: 20 }),
    /** Whether the receiver reads from then on. */
    reads: fc.boolean(),
    turns: fc.nat(3),
  }),
  { minLength: 1, maxLength: 12 },
);
const faultsOnTheWay: fc.Arbitrary<Partial<Faults>> = fc.constantFrom(
  {},
  { reorder: true },
  { duplicate: 1 },
  { delayMs: 1 },
  { reorder: true, duplicate: 1 },
);

test('whoever reads when, and however much comes at once, all of it arrives and the sender goes on', async () => {
  await fc.assert(
    fc.asyncProperty(moments, faultsOnTheWay, fc.boolean(), async (script, faults, isPacked) => {
      const from = await connected(false);
      const to = await connected(isPacked);
      const lane = createOneWay({
        sender: () => from.b,
        faults: { ...noFaults, ...faults },
        random: () => 0.5,
        clock: createSystemClock(),
        leavesSoon: false,
        room,
        onPassed: () => undefined,
      });
      from.b.on('message', (data: Buffer, isBinary) => lane.push({ kind: 'message', data, isBinary }));
      from.b.on('ping', (data) => lane.push({ kind: 'ping', data }));
      const arrived: string[] = [];
      let hasArrived = false;
      to.b.on('message', (data: Buffer) => arrived.push(`${data.readUInt32LE(0)} ${data.length}`));
      to.b.on('ping', () => (hasArrived = true));
      const sent: string[] = [];
      for (const { sizes, reads, turns } of script) {
        if (reads) to.b.resume();
        else to.b.pause();
        for (const size of sizes) {
          const message = Buffer.alloc(4 + size, sent.length);
          message.writeUInt32LE(sent.length, 0);
          sent.push(`${sent.length} ${message.length}`);
          from.a.send(message);
        }
        // The receiver may come after the first have.
        if (sent.length === sizes.length) lane.open(to.a, to.wire);
        for (let at = 0; at < turns; at += 1) await turn();
      }
      to.b.resume();
      // Nothing of what was held back for the next message stays behind this.
      from.a.ping();
      await expect.poll(() => hasArrived, { interval: 2 }).toBe(true);
      await expect.poll(() => from.b.isPaused, { interval: 2 }).toBe(false);
      const once = arrived.filter((one, at) => arrived.indexOf(one) === at);
      expect(faults.reorder === true ? once.toSorted(byNumber) : once).toEqual(sent);
      if (faults.duplicate === undefined) expect(arrived).toHaveLength(sent.length);
      for (const end of [from.a, from.b, to.a, to.b]) end.terminate();
    }),
    { numRuns: runs },
  );
});

const byNumber = (a: string, b: string): number => Number.parseInt(a, 10) - Number.parseInt(b, 10);

test('a message that is held back for the next one does not hold its sender back, however long it is', async () => {
  const { client, serverLedger } = await pair({ reorder: true });
  const long = 'x'.repeat(21 * 1024 * 1024);
  client.send(long, { compress: false });
  client.send('next');
  await expect.poll(() => serverLedger.said.length).toBe(2);
  expect(serverLedger.said[0]).toEqual({ text: 'next' });
  expect(serverLedger.said[1] !== undefined && 'text' in serverLedger.said[1]).toBe(true);
});
