import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startTestCore } from '../../support/core.ts';
import { writeCounterWav } from '../../support/counter-wav.ts';
import { completeOnEnd, startScriptedTarget } from '../../support/scripted-target.ts';
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

test('the bytes of a session and its target are those that went through the wire', async () => {
  const target = await startScriptedTarget({ onMessage: completeOnEnd, perMessageDeflate: true });
  const proxy = await startCountingProxy(target.port);
  const home = await makeTemporaryFolder();
  const core = await startTestCore({ home });
  const path = join(home, 'counter.wav');
  await writeCounterWav(path, 3);
  const stopWatching = core.topics.subscribe('samples', () => undefined);
  await core.handlers['session.start']({
    inputs: [{ kind: 'file', path, speed: 1 }],
    mode: 'stream',
    target: proxy.url,
  });
  await expect.poll(async () => (await core.handlers['status.get']({})).session?.state).toBe('ended');
  stopWatching();

  const network = await core.handlers['network.get']({ sinceMs: 0 });
  const [session] = network.sessions;
  expect(session?.bytes).toMatchObject(proxy.counted);
  expect(network.targets).toEqual([{ target: proxy.url, sessions: 1, bytes: session?.bytes }]);
  const sent = target.received.filter(({ type }) => type === 'AUDIO_CHUNK').length;
  expect(network.byType.find(({ type }) => type === 'AUDIO_CHUNK')).toMatchObject({
    direction: 'out',
    frames: sent,
  });
  expect(network.endings).toEqual([]);
});
