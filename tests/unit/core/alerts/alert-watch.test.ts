import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createAlerts } from '../../../../src/main/core/alerts/alert-watch.ts';
import { alertSettingsSchema, type Alert, type AlertSettings } from '../../../../src/shared/events/alerts.ts';
import type { EventDraft } from '../../../../src/shared/events/events.ts';
import { openEventDatabase } from '../../../support/event-database.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const minuteMs = 60_000;

async function openAlerts(change: Partial<AlertSettings> = {}) {
  const { writes, reads } = await openEventDatabase();
  const clock = createFakeClock();
  const recorded: EventDraft[] = [];
  const told: string[] = [];
  const published: Alert[][] = [];
  const create = () => {
    const alerts = createAlerts({
      clock,
      log: pino({ level: 'silent' }),
      record: (draft) => recorded.push(draft),
      readSettings: () => Promise.resolve({ ...alertSettingsSchema.parse({}), ...change }),
      writes: writes.alerts,
      reads: reads.alerts,
      notify: ({ title }) => told.push(title),
      publish: (open) => published.push(open),
    });
    onTestFinished(() => alerts.stop());
    return alerts;
  };
  const alerts = create();
  /** Adds a batch and waits until it was judged. */
  const count = async (
    counts: { duplicates?: number; validationErrors?: number; deprecated?: number },
    by = alerts,
  ) => {
    by.add({ atMs: clock.nowMs(), duplicates: 0, validationErrors: 0, deprecated: 0, ...counts });
    await by.stop();
  };
  const history = () => alerts.list({ limit: 100, openOnly: false });
  return { alerts, create, clock, count, recorded, told, published, history };
}

test("has the guide's thresholds", async () => {
  const { count, told } = await openAlerts();
  await count({ deprecated: 10 });
  expect(told).toEqual([]);
  await count({ duplicates: 1 });
  await count({ validationErrors: 1 });
  await count({ deprecated: 1 });
  expect(told).toEqual(['Duplicate events', 'Events with missing fields', 'Deprecated event names']);
});

test('is an event, a line of the history, and published', async () => {
  const { count, recorded, history, published } = await openAlerts();
  await count({ duplicates: 2 });
  const alert = {
    id: 1,
    rule: 'duplicates',
    count: 2,
    threshold: 0,
    timesRaised: 1,
    acknowledgedMs: null,
    sentence: expect.stringContaining('2 duplicate events in the last 5 minutes') as string,
  };
  expect(recorded).toMatchObject([
    { kind: 'alert', type: 'alert.duplicates', reason: alert.sentence, fields: { alertId: 1, count: 2 } },
  ]);
  expect(await history()).toMatchObject([alert]);
  expect(published).toMatchObject([[alert]]);
});

test('counts over the last period only', async () => {
  const { count, clock, told } = await openAlerts({ moreDeprecatedThan: 10, periodSec: 60 });
  await count({ deprecated: 6 });
  await clock.advance(61_000);
  await count({ deprecated: 6 });
  expect(told).toEqual([]);
  await clock.advance(30_000);
  await count({ deprecated: 5 });
  expect(told).toHaveLength(1);
});

test('is silent while it cools down, then adds to the open one', async () => {
  const { count, clock, told, history } = await openAlerts({ coolDownSec: 900 });
  await count({ duplicates: 1 });
  await clock.advance(14 * minuteMs);
  await count({ duplicates: 1 });
  expect(told).toHaveLength(1);
  await clock.advance(minuteMs);
  await count({ duplicates: 1 });
  expect(told).toHaveLength(2);
  expect(await history()).toMatchObject([{ id: 1, timesRaised: 2, count: 2 }]);
});

test('cools down over a restart and in other processes, too', async () => {
  const { count, create, told } = await openAlerts();
  await count({ duplicates: 1 });
  await count({ duplicates: 1 }, create());
  expect(told).toHaveLength(1);
});

test('is raised anew after it was acknowledged', async () => {
  const { alerts, count, clock, published, history } = await openAlerts();
  await count({ duplicates: 1 });
  await count({ deprecated: 11 });
  expect((await alerts.acknowledge(1)).map(({ id }) => id)).toEqual([2]);
  expect(published.at(-1)?.map(({ id }) => id)).toEqual([2]);
  expect(await alerts.list({ limit: 10, openOnly: true })).toMatchObject([{ id: 2 }]);
  await clock.advance(15 * minuteMs);
  await count({ duplicates: 1 });
  expect(await history()).toMatchObject([
    { id: 3, rule: 'duplicates', timesRaised: 1, acknowledgedMs: null },
    { id: 2 },
    { id: 1, acknowledgedMs: expect.any(Number) as number },
  ]);
  expect(await alerts.acknowledge(null)).toEqual([]);
});

test('is not silenced by a clock that was set back', async () => {
  const { create, count, clock, told } = await openAlerts();
  await count({ duplicates: 1 });
  clock.nowMs = () => Date.UTC(2020, 0, 1);
  await count({ duplicates: 1 }, create());
  expect(told).toHaveLength(2);
});

test('can be switched off', async () => {
  const { count, told } = await openAlerts({ enabled: false });
  await count({ duplicates: 5, validationErrors: 5, deprecated: 50 });
  expect(told).toEqual([]);
});
