import { expect, test } from 'vitest';
import { serveBridge } from '../../../../src/shared/contract/bridge.ts';
import { connectBridge } from '../../../../src/shared/contract/connect-bridge.ts';
import { createTopicHub } from '../../../../src/shared/contract/topic-hub.ts';
import type { Wire } from '../../../../src/shared/contract/wire.ts';
import { createFakeHandlers, statusNumber } from '../../../support/fake-core.ts';

/** Two ends of a wire in this process, and how many listen at the first. */
function createWirePair(): { core: Wire; page: Wire; listening: () => number; posted: unknown[] } {
  const posted: unknown[] = [];
  const atCore = new Set<(message: unknown) => void>();
  const atPage = new Set<(message: unknown) => void>();
  const end = (own: typeof atCore, others: typeof atCore, note: (message: unknown) => void): Wire => ({
    post(message) {
      note(message);
      for (const onMessage of others) onMessage(structuredClone(message));
    },
    listen(onMessage) {
      own.add(onMessage);
      return () => own.delete(onMessage);
    },
  });
  return {
    core: end(atCore, atPage, (message) => posted.push(message)),
    page: end(atPage, atCore, () => undefined),
    listening: () => atCore.size,
    posted,
  };
}

test('a served wire is let go of: nothing listens, nothing is published any more', async () => {
  const { core, page, listening, posted } = createWirePair();
  const topics = createTopicHub();
  const defects: unknown[] = [];
  const stopServing = serveBridge(core, {
    handlers: createFakeHandlers().handlers,
    topics,
    onDefect: (error) => defects.push(error),
  });
  const client = connectBridge(page);
  client.subscribe('status', () => undefined);
  await client.call('app.info', {});
  topics.publish('status', statusNumber(1));
  const before = posted.length;
  stopServing();
  topics.publish('status', statusNumber(2));
  expect(listening()).toBe(0);
  expect(posted).toHaveLength(before);
  expect(defects).toEqual([]);
  client.close();
});

test('each page hears a topic once, whatever others subscribe to', async () => {
  const topics = createTopicHub();
  const heard: string[] = [];
  for (const name of ['a', 'b']) {
    const { core, page } = createWirePair();
    serveBridge(core, { handlers: createFakeHandlers().handlers, topics, onDefect: () => undefined });
    const client = connectBridge(page);
    client.subscribe('sessions', ({ sessionId }) => heard.push(`${name} ${sessionId}`));
    await client.call('app.info', {});
  }
  topics.publish('sessions', { sessionId: '1' });
  await Promise.resolve();
  await Promise.resolve();
  expect(heard.sort()).toEqual(['a 1', 'b 1']);
});

test('a page that missed the answer keeps no status of an earlier subscription', async () => {
  const { core, page } = createWirePair();
  const topics = createTopicHub();
  serveBridge(core, { handlers: createFakeHandlers().handlers, topics, onDefect: () => undefined });
  const client = connectBridge(page);
  topics.publish('status', statusNumber(1));
  client.subscribe('status', () => undefined)();
  await client.call('app.info', {});
  topics.publish('status', statusNumber(2));
  const heard: number[] = [];
  client.subscribe('status', (status) => heard.push(status.storedEvents));
  client.subscribe('status', (status) => heard.push(status.storedEvents));
  await client.call('app.info', {});
  expect(heard).toEqual([2, 2]);
});
