import { expect, test } from 'vitest';
import { createRunningTarget } from '../../../../src/main/core/samples/running-target.ts';
import { createTopicHub } from '../../../../src/shared/contract/topic-hub.ts';
import { settingsSchema } from '../../../../src/shared/settings/settings.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const settingsFor = (target: string) => settingsSchema.parse({ target });

test('where the target is is read anew when the settings change, and otherwise seldom', async () => {
  const clock = createFakeClock();
  const topics = createTopicHub();
  let stored = settingsFor('ws://127.0.0.1:4001/ws');
  let reads = 0;
  const target = createRunningTarget({
    clock,
    topics,
    readSettings() {
      reads += 1;
      return Promise.resolve(stored);
    },
    facts: () => ({ session: null }),
  });
  expect(await target.portHere()).toBe(4001);
  expect(await target.isHere()).toBe(true);
  expect(await target.portHere()).toBe(4001);
  expect(reads).toBe(1);

  stored = settingsFor('wss://example.org/ws');
  topics.publish('settings', stored);
  expect(await target.portHere()).toBe(null);
  expect(await target.isHere()).toBe(false);

  // Another process tells nobody.
  stored = settingsFor('ws://127.0.0.1:4002/ws');
  await clock.advance(10_000);
  expect(await target.portHere()).toBe(4002);
  expect(reads).toBe(3);
  target.stop();
});
