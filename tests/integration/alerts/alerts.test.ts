import { expect, it } from 'vitest';
import { makeCounterHome } from '../../support/counter-home.ts';
import { startTestCore } from '../../support/core.ts';
import { completeOnEnd, say, startScriptedTarget } from '../../support/scripted-target.ts';

it('a target that sends old names raises one alert, which is told, kept, an event, and acknowledged', async () => {
  const { home, path } = await makeCounterHome(1);
  const target = await startScriptedTarget({
    onMessage(message, socket) {
      if (message.eventType === 'meeting_ended') {
        for (let n = 0; n < 11; n += 1) {
          say(socket, { type: 'transcription_result', data: { text: `word ${n}`, chunkId: n } });
        }
      }
      completeOnEnd(message, socket);
    },
  });
  const told: string[] = [];
  const core = await startTestCore({ home, notify: ({ title }) => void told.push(title) });
  const published: number[] = [];
  core.topics.subscribe('alerts', (open) => published.push(open.length));

  await core.sessions.start({ inputs: [{ kind: 'file', path, speed: 'max' }], target: target.url });
  expect(await core.sessions.ended()).toBeNull();

  const list = () => core.handlers['alerts.list']({ limit: 10, openOnly: true });
  await expect.poll(list).toMatchObject([{ rule: 'deprecated', count: 11, threshold: 10, timesRaised: 1 }]);
  await expect
    .poll(() => core.handlers['events.list']({ kind: 'alert', limit: 10 }))
    .toMatchObject([
      { type: 'alert.deprecated', reason: expect.stringContaining('11 events under a deprecated') as string },
    ]);
  expect(told).toEqual(['Deprecated event names']);
  expect(published).toEqual([1]);
  expect(await core.handlers['alerts.acknowledge']({})).toEqual([]);
  expect(await core.handlers['alerts.list']({ limit: 10, openOnly: false })).toMatchObject([
    { rule: 'deprecated', acknowledgedMs: expect.any(Number) as number },
  ]);
});
