import { describe, expect, test } from 'vitest';
import { promptly } from '../../../support/machine/promptly.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { closeFrame, codeAnd, noMask, rawClient, silentTarget, unmasked } from './support/raw-peers.ts';
import { pair, startTarget, tapTo } from './support/tapped.ts';

describe('a close that no WebSocket may send', () => {
  test.each([
    ['with 1005', codeAnd(1005), 'invalid status code 1005'],
    ['with 1006', codeAnd(1006), 'invalid status code 1006'],
    ['with 999', codeAnd(999), 'invalid status code 999'],
    ['with half a code', Buffer.from([3]), 'invalid payload length 1'],
    ['with a reason of 124 bytes', codeAnd(4000, 'x'.repeat(124)), 'invalid payload length 126'],
    ['with a reason that is no text', Buffer.from([0x0f, 0xa0, 0xff]), 'invalid UTF-8'],
  ])(
    '%s ends the target’s side without a word, after what was said, and is told',
    async (_what, payload, why) => {
      const target = await startTarget();
      const { tap, events } = await tapTo(target.url);
      const { socket, heard } = await rawClient(tap.port);
      socket.write(
        Buffer.concat([Buffer.from([0x81, 0x83]), noMask, Buffer.from('one'), closeFrame(payload)]),
      );
      await expect.poll(() => target.ledgers.length).toBe(1);
      expect(await target.ledgers[0]?.closed).toEqual([1006, '']);
      expect(target.ledgers[0]?.said).toEqual([{ text: 'one' }]);
      await expect.poll(() => events.map(({ type }) => type)).toContain('connection.closed');
      expect(events.find(({ type }) => type === 'connection.closed')).toMatchObject({
        fields: { code: 1006, by: 'client' },
        reason: expect.stringContaining(why) as string,
      });
      // The client hears that it broke the protocol (1002), or said what is no text (1007).
      const said = why.includes('UTF-8') ? codeAnd(1007) : codeAnd(1002);
      await expect.poll(() => heard().subarray(-2)).toEqual(said);
    },
  );
});

describe('a peer that says nothing more', () => {
  test('as a target still gets what its client says, the close included, and the client its own', async () => {
    const target = await silentTarget();
    const { tap, events } = await tapTo(target.url);
    const { socket, heard } = await rawClient(tap.port);
    socket.write(Buffer.concat([Buffer.from([0x81, 0x83]), noMask, Buffer.from('one')]));
    socket.write(closeFrame(codeAnd(4001, 'bye')));
    // Its own frames have a mask of the tap's, which stands before what they hold.
    await expect
      .poll(() => unmasked(target.heard()).map(String))
      .toEqual(['one', String(codeAnd(4001, 'bye'))]);
    await expect.poll(() => heard().subarray(-7)).toEqual(Buffer.from([0x88, 5, ...codeAnd(4001, 'bye')]));
    await expect
      .poll(() => events.find(({ type }) => type === 'connection.closed'))
      .toMatchObject({ fields: { code: 4001, by: 'client', closeReason: 'bye' } });
  });

  test('as a client is told how its target ended, and the target that it is heard', async () => {
    const target = await startTarget();
    const { tap, events } = await tapTo(target.url);
    const { heard } = await rawClient(tap.port);
    await expect.poll(() => target.sockets.length).toBe(1);
    target.sockets[0]?.send('one');
    target.sockets[0]?.close(1011, 'no more');
    expect(await target.ledgers[0]?.closed).toEqual([1011, 'no more']);
    const said = Buffer.from([0x81, 3, ...Buffer.from('one'), 0x88, 9, ...codeAnd(1011, 'no more')]);
    await expect.poll(() => heard().subarray(-said.length)).toEqual(said);
    await expect
      .poll(() => events.find(({ type }) => type === 'connection.closed'))
      .toMatchObject({ fields: { code: 1011, by: 'target' } });
  });

  test.each(['its client', 'a fault'])('loses its connection soon after %s has closed it', async (who) => {
    const clock = createFakeClock();
    const target = await silentTarget();
    const faults = who === 'a fault' ? { close: { code: 1011, afterSec: 5 } } : {};
    const { tap, events } = await tapTo(target.url, faults, [], clock);
    const { socket } = await rawClient(tap.port);
    await expect.poll(() => events.map(({ type }) => type)).toContain('connection.open');
    if (who === 'its client') socket.write(closeFrame(codeAnd(4001, 'bye')));
    const over = promptly(target.left).finally(() => clearInterval(ticking));
    const ticking = setInterval(() => void clock.advance(1_000), 20);
    await over;
    const code = who === 'a fault' ? codeAnd(1011) : codeAnd(4001, 'bye');
    expect(unmasked(target.heard()).map(String)).toEqual([String(code)]);
  });

  test('does not keep a tap from stopping', async () => {
    const target = await silentTarget();
    const { tap } = await tapTo(target.url);
    const { heard } = await rawClient(tap.port);
    await expect.poll(() => tap.status().open).toBe(1);
    await tap.stop();
    await expect.poll(() => heard().toString('latin1')).toContain('The tap stops');
  });
});

test('a client that breaks off is no breach: the end has no reason', async () => {
  const { client, serverLedger, events } = await pair();
  client.terminate();
  expect(await serverLedger.closed).toEqual([1006, '']);
  await expect.poll(() => events.map(({ type }) => type)).toContain('connection.closed');
  expect(events.find(({ type }) => type === 'connection.closed')?.reason).toBeUndefined();
});
