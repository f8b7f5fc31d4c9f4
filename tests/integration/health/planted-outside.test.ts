import { chmod, rename } from 'node:fs/promises';
import type * as os from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Core } from '../../../src/main/core/core.ts';
import type { HealthRow, HealthRowId } from '../../../src/shared/health/health-row.ts';
import { startTestCore } from '../../support/core.ts';
import { writeCounterWav } from '../../support/counter-wav.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { lockDatabase } from '../../support/lock-database.ts';
import { makeOwnEngine, writeDirectSettings } from '../../support/own-engine.ts';
import { completeOnEnd, startScriptedTarget } from '../../support/scripted-target.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

// What the system says of its interfaces; all else of it is as it is.
const planted = vi.hoisted(() => ({ interfaces: null as ReturnType<typeof os.networkInterfaces> | null }));
vi.mock('node:os', async (original) => {
  const real = await original<typeof os>();
  return { ...real, networkInterfaces: () => planted.interfaces ?? real.networkInterfaces() };
});

async function openHome(): Promise<{ home: string; path: string }> {
  const home = await makeTemporaryFolder();
  const path = join(home, 'counter.wav');
  await writeCounterWav(path, 60);
  return { home, path };
}

async function stream(target: string): Promise<{ core: Core; home: string }> {
  const { home, path } = await openHome();
  const core = await startTestCore({ home });
  const inputs = [{ kind: 'file' as const, path, speed: 1 as const }];
  await core.handlers['session.start']({ inputs, mode: 'stream', target });
  onTestFinished(() => core.sessions.shutDown());
  return { core, home };
}

async function row(core: Core, id: HealthRowId): Promise<HealthRow | undefined> {
  return (await core.handlers['health.get']({})).rows.find((one) => one.id === id);
}

const levelOf = (core: Core, id: HealthRowId) => row(core, id).then((one) => one?.level);

test('a database that another program holds makes the row of the store slow, by as much as its commits took', async () => {
  const target = await startScriptedTarget({ onMessage: completeOnEnd });
  const { core, home } = await stream(target.url);
  // A commit gives up after some seconds, so the lock goes as soon as one has waited for longer than it may take.
  const hold = async (): Promise<void> => {
    const waited = Promise.withResolvers<undefined>();
    const release = await lockDatabase(join(home, 'scrumbot.db'));
    const stop = core.topics.subscribe('samples', ({ figures }) => {
      if ((figures['store.commitWaitMs'] ?? 0) > 700) waited.resolve(undefined);
    });
    await waited.promise;
    await release();
    stop();
  };
  // Beside other work it may have given up nevertheless.
  let seen: HealthRow | undefined;
  await expect
    .poll(async () => {
      await hold();
      seen = await row(core, 'store');
      return p99Of(seen);
    })
    .toBeGreaterThan(700);
  expect(seen?.level).toBe('warning');
  expect(seen?.next).toMatch(/disk is slow or busy/);
});

const p99Of = (one: HealthRow | undefined): number => Number(/p99 ([\d.]+) ms/.exec(one?.value ?? '')?.[1]);

test('an engine whose program is gone is bad for a recording that waits for it, and good once it is back', async () => {
  const { home, path } = await openHome();
  const own = await makeOwnEngine(home, 'echo heard');
  const [program = ''] = own.commandLine;
  await rename(program, `${program}.away`);
  await writeDirectSettings(home, { commandLine: own.commandLine, engine: 'command' });
  const core = await startTestCore({ home });
  // Nothing waits for it yet.
  await expect.poll(() => levelOf(core, 'engine')).toBe('unknown');

  const inputs = [{ kind: 'file' as const, path, speed: 1 as const }];
  await core.handlers['session.start']({ inputs, mode: 'direct' });
  onTestFinished(() => core.sessions.shutDown());
  await expect.poll(() => levelOf(core, 'engine')).toBe('bad');
  expect(await row(core, 'engine')).toMatchObject({ isExpected: true });
  expect((await row(core, 'engine'))?.value).toContain(program);

  await rename(`${program}.away`, program);
  await chmod(program, 0o755);
  await core.handlers['engines.tryNow']({});
  await expect.poll(() => levelOf(core, 'engine')).toBe('good');
});

const onlyLoopback = {
  lo: [
    {
      address: '127.0.0.1',
      netmask: '255.0.0.0',
      family: 'IPv4' as const,
      mac: '00:00:00:00:00:00',
      internal: true,
      cidr: '127.0.0.1/8',
    },
  ],
};

function plantNoNetwork(): void {
  planted.interfaces = onlyLoopback;
  onTestFinished(() => void (planted.interfaces = null));
}

test('a machine without a network is bad for a target that is elsewhere', async () => {
  plantNoNetwork();
  // Of the addresses for documents: nobody answers.
  const { core } = await stream('wss://192.0.2.1:4001/ws');
  await expect.poll(() => levelOf(core, 'network')).toBe('bad');
  const down = await row(core, 'network');
  expect(down).toMatchObject({
    isExpected: true,
    next: expect.stringMatching(/^Connect this machine/) as string,
  });
  expect(down?.value).toMatch(/^No interface is up/);
});

test('a slow way to a target on this machine is told by its round trips, whatever network there is', async () => {
  plantNoNetwork();
  const target = await startScriptedTarget({ onMessage: completeOnEnd });
  const proxy = await startFaultyProxy({ targetPort: target.port });
  const { core } = await stream(proxy.url);
  await expect.poll(() => row(core, 'target').then((one) => one?.value)).toMatch(/round trip p50/);
  await proxy.set({ kind: 'latency', minMs: 1_100, maxMs: 1_100 });
  let seen: HealthRow | undefined;
  // There and back.
  await expect
    .poll(async () => {
      seen = await row(core, 'target');
      return Number(/p95 (\d+) ms/.exec(seen?.value ?? '')?.[1]);
    })
    .toBeGreaterThanOrEqual(2_200);
  expect(seen).toMatchObject({
    level: 'warning',
    next: 'Look at the network page: is the network slow, or the target?',
  });
  expect(await row(core, 'network')).toMatchObject({ level: 'idle', isExpected: false });
});
