import { expect, test } from 'vitest';
import { createTopicHub } from '../../../../src/shared/contract/topic-hub.ts';
import { statusNumber } from '../../../support/fake-core.ts';

test('a topic reaches its own listeners, all of them, in order', () => {
  const hub = createTopicHub();
  const heard: string[] = [];
  hub.subscribe('sessions', ({ sessionId }) => heard.push(`a ${sessionId}`));
  hub.subscribe('sessions', ({ sessionId }) => heard.push(`b ${sessionId}`));
  hub.subscribe('events', () => heard.push('events'));
  hub.publish('sessions', { sessionId: '1' });
  hub.publish('sessions', { sessionId: '2' });
  expect(heard).toEqual(['a 1', 'b 1', 'a 2', 'b 2']);
});

test('only the status is kept for later listeners, and only the newest', () => {
  const hub = createTopicHub();
  hub.publish('sessions', { sessionId: 'early' });
  hub.publish('status', statusNumber(1));
  hub.publish('status', statusNumber(2));
  const heard: unknown[] = [];
  hub.subscribe('sessions', (value) => heard.push(value));
  hub.subscribe('status', (status) => heard.push(status.storedEvents));
  expect(heard).toEqual([2]);
});

test('there is no status before the first', () => {
  const heard: unknown[] = [];
  createTopicHub().subscribe('status', (status) => heard.push(status));
  expect(heard).toEqual([]);
});

test('a function that was subscribed twice is ended twice', () => {
  const hub = createTopicHub();
  let heard = 0;
  const listener = (): void => {
    heard += 1;
  };
  const endFirst = hub.subscribe('sessions', listener);
  const endSecond = hub.subscribe('sessions', listener);
  hub.publish('sessions', { sessionId: '1' });
  expect(heard).toBe(2);
  endFirst();
  endFirst();
  hub.publish('sessions', { sessionId: '2' });
  expect(heard).toBe(3);
  endSecond();
  hub.publish('sessions', { sessionId: '3' });
  expect(heard).toBe(3);
});

test('a listener that another one ends does not hear any more', () => {
  const hub = createTopicHub();
  const heard: string[] = [];
  hub.subscribe('sessions', () => {
    heard.push('first');
    endSecond();
  });
  const endSecond = hub.subscribe('sessions', () => heard.push('second'));
  hub.publish('sessions', { sessionId: '1' });
  expect(heard).toEqual(['first']);
});
