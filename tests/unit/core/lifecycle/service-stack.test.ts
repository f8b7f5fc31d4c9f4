import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createServiceStack, type Stoppable } from '../../../../src/main/core/lifecycle/service-stack.ts';

function setUp(): {
  services: ReturnType<typeof createServiceStack>;
  stopped: string[];
  logged: Record<string, unknown>[];
  service: (name: string) => Stoppable;
} {
  const stopped: string[] = [];
  const logged: Record<string, unknown>[] = [];
  const log = pino({}, { write: (line) => void logged.push(JSON.parse(line) as Record<string, unknown>) });
  return {
    services: createServiceStack(log),
    stopped,
    logged,
    service: (name) => ({
      async stop() {
        await Promise.resolve();
        stopped.push(name);
      },
    }),
  };
}

test('what was started last is stopped first, and each only once', async () => {
  const { services, stopped, service } = setUp();
  for (const name of ['database', 'recorder', 'session']) services.add(name, service(name));
  await services.stop();
  await services.stop();
  expect(stopped).toEqual(['session', 'recorder', 'database']);
});

test('gives back what is added', () => {
  const { services } = setUp();
  const database = { stop: () => Promise.resolve(), answer: 42 };
  expect(services.add('database', database)).toBe(database);
});

test.each([
  ['rejects', () => Promise.reject(new Error('disk full'))],
  [
    'throws',
    () => {
      throw new Error('disk full');
    },
  ],
])('a stop that %s is logged and keeps no other from stopping', async (_how, stop) => {
  const { services, stopped, logged, service } = setUp();
  services.add('database', service('database'));
  services.add('recorder', { stop });
  services.add('session', service('session'));
  await services.stop();
  expect(stopped).toEqual(['session', 'database']);
  expect(logged).toMatchObject([{ service: 'recorder', problem: 'disk full' }]);
});

test('a service that hangs is left behind after 3 s', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { services, stopped, logged, service } = setUp();
  services.add('database', service('database'));
  services.add('recorder', { stop: () => new Promise(() => undefined) });
  const stopping = services.stop();
  await vi.advanceTimersByTimeAsync(2_999);
  expect(stopped).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  await stopping;
  expect(stopped).toEqual(['database']);
  expect(logged).toMatchObject([{ service: 'recorder', problem: 'recorder did not stop within 3000 ms' }]);
  expect(vi.getTimerCount()).toBe(0);
});

test('a service of several parts gets the time that it was added with', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { services, stopped, service } = setUp();
  services.add('lock', service('lock'));
  services.add('core', { stop: () => new Promise(() => undefined) }, 30_000);
  const stopping = services.stop();
  await vi.advanceTimersByTimeAsync(29_999);
  expect(stopped).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  await stopping;
  expect(stopped).toEqual(['lock']);
});

test('two who ask at the same time wait for the same stop, in order', async () => {
  const { services, stopped, service } = setUp();
  let letGo = (): void => undefined;
  services.add('database', service('database'));
  services.add('session', {
    stop: () =>
      new Promise((resolve) => {
        letGo = resolve;
      }),
  });
  const both = Promise.all([services.stop(), services.stop()]);
  await new Promise(setImmediate);
  expect(stopped).toEqual([]);
  letGo();
  await both;
  expect(stopped).toEqual(['database']);
});
