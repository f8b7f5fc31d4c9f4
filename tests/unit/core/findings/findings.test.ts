import { pino } from 'pino';
import { expect, it } from 'vitest';
import { startFindings } from '../../../../src/main/core/findings/findings.ts';
import type { MonitorCounts } from '../../../../src/shared/events/findings.ts';
import { createTopicHub } from '../../../../src/shared/contract/topic-hub.ts';
import { openEventDatabase, storedFrame, storedGap } from '../../../support/event-database.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

it('tells pages of new frames, at most once a second, and of nothing else', async () => {
  const clock = createFakeClock();
  const topics = createTopicHub();
  const { reads, writes } = await openEventDatabase();
  const analysis = startFindings({
    clock,
    topics,
    reads,
    writes,
    log: pino({ level: 'silent' }),
    stays: false,
    events: () => ({ flush: () => Promise.resolve(), record: () => undefined }),
  });
  const told: MonitorCounts[] = [];
  topics.subscribe('monitor', (counts) => told.push(counts));

  analysis.judge([{ seq: 1, ...storedGap('unplugged') }]);
  await clock.advance(5_000);
  expect(told).toEqual([]);

  analysis.judge([{ seq: 2, ...storedFrame() }]);
  await clock.advance(400);
  analysis.judge([{ seq: 3, ...storedFrame() }]);
  await clock.advance(5_000);
  expect(told.map(({ total }) => total)).toEqual([2]);
  analysis.judge([{ seq: 4, ...storedFrame() }]);
  await clock.advance(1_000);
  expect(told.map(({ total }) => total)).toEqual([2, 3]);
  await analysis.stop();
});
