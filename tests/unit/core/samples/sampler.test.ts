import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createSampler, type SampleMode } from '../../../../src/main/core/samples/sampler.ts';
import type { Sample } from '../../../../src/shared/health/sample.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

function start(read: () => Record<string, number> = () => ({ 'a.bytes': 1 })) {
  const clock = createFakeClock();
  const published: Sample[] = [];
  const saved: { seconds: Sample[]; minutes: Sample[] }[] = [];
  const active: boolean[] = [];
  let mode: SampleMode = 'idle';
  const sampler = createSampler({
    clock,
    log: pino({ level: 'silent' }),
    pid: 7,
    sources: [{ name: 'test', read, setActive: (isActive) => active.push(isActive) }],
    mode: () => mode,
    publish: (sample) => published.push(sample),
    save(seconds, minutes) {
      saved.push({ seconds, minutes });
      return Promise.resolve();
    },
  });
  return {
    clock,
    published,
    saved,
    active,
    sampler,
    set: (next: SampleMode): void => {
      mode = next;
      sampler.changed();
    },
  };
}

test('measures each second while somebody looks, each ten while something is recorded, and never else', async () => {
  const { clock, published, set, active } = start();
  await clock.advance(60_000);
  expect(clock.pending()).toBe(0);
  expect(published).toHaveLength(0);

  set('recording');
  await clock.advance(34_000);
  expect(published).toHaveLength(4);

  set('watched');
  await clock.advance(10_000);
  expect(published).toHaveLength(15);

  set('idle');
  await clock.advance(60_000);
  expect(published).toHaveLength(15);
  expect(clock.pending()).toBe(0);
  expect(active).toEqual([true, false]);
});

test('measures nothing anew within half a second, over which nothing can be said of how busy a process is', async () => {
  const { clock, published, set } = start();
  set('recording');
  await clock.advance(400);
  set('watched');
  await clock.advance(900);
  expect(published).toHaveLength(1);
  await clock.advance(100);
  expect(published).toHaveLength(2);
});

test('keeps every second, and the mean of each minute with its highest peak', async () => {
  let value = 0;
  const { clock, saved, set, sampler } = start(() => ({ 'a.bytes': (value += 1), 'a.delayMaxMs': value }));
  set('watched');
  await clock.advance(119_000);
  await sampler.stop();
  const seconds = saved.flatMap((one) => one.seconds);
  const minutes = saved.flatMap((one) => one.minutes);
  expect(seconds.map(({ figures }) => figures['a.bytes'])).toEqual(
    Array.from({ length: 120 }, (_, n) => n + 1),
  );
  expect(minutes.map(({ figures }) => figures)).toEqual([
    { 'a.bytes': 30.5, 'a.delayMaxMs': 60 },
    { 'a.bytes': 90.5, 'a.delayMaxMs': 120 },
  ]);
});

test('leaves out what cannot be measured, and goes on', async () => {
  let fails = true;
  const { clock, published, set } = start(() => {
    if (fails) throw new Error('no such file');
    return { 'a.bytes': 5, 'a.share': Number.NaN };
  });
  set('watched');
  await clock.advance(0);
  fails = false;
  await clock.advance(1_000);
  expect(published.map(({ figures }) => figures)).toEqual([{}, { 'a.bytes': 5 }]);
});
