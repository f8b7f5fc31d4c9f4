import { expect, it } from 'vitest';
import { createSystemClock } from '../../../../src/main/core/lifecycle/lifecycle.ts';
import { directDial } from '../../../../src/main/core/network/network.ts';
import { connect } from '../../../../src/main/core/verification/bench/connect.ts';
import { startScriptedTarget } from '../../../support/scripted-target.ts';

it('hears what came in time, also when this process stood still until the time was over', async () => {
  const target = await startScriptedTarget({ onConnect: () => undefined });
  const connection = await connect({
    dial: directDial(target.url),
    target: 'test',
    sessionId: 'test',
    generation: 1,
    userAgent: 'test',
    clock: createSystemClock(),
    signal: new AbortController().signal,
    record: () => undefined,
    recordFrame: () => undefined,
  });
  await expect.poll(() => target.connections.length).toBe(1);
  const first = connection.waitFor(() => connection.received[0]?.type ?? null, 200);
  target.connections[0]?.send('{"type":"HANDSHAKE_ACK"}');
  standStill(600);
  expect(await first).toBe('HANDSHAKE_ACK');
  expect(await connection.waitFor(() => connection.received[1] ?? null, 20)).toBeNull();
  connection.cut();
});

function standStill(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}
