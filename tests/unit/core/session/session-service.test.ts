import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { AudioSource, OpenedTarget, Recording } from '../../../../src/main/core/ports/ports.ts';
import {
  createSessionService,
  type SessionServiceOptions,
} from '../../../../src/main/core/session/session-service.ts';
import { createSessionStreams } from '../../../../src/main/core/stream/session-streams.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { noBytes, noChunks } from '../../../../src/shared/session/no-counts.ts';
import { openEventDatabase } from '../../../support/event-database.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { waitUntil } from '../../../support/wait-until.ts';

function createSource(closed: string[]): AudioSource {
  return {
    source: 'system',
    description: 'a test',
    expectedSamples: null,
    async *frames(signal) {
      yield { firstSample: 0, pcm: new Int16Array(1_600), heardMs: 0 };
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    },
    close: () => void closed.push('source'),
  };
}

/** A target that takes everything at once; `opened` and `closed` are the ledger of it. */
function createTarget(name: string, ledger: string[]): OpenedTarget {
  return {
    name,
    openStreaming() {
      ledger.push(`streamed to ${name}`);
      const done = Promise.withResolvers<{ complete: true }>();
      return {
        recorded: () => undefined,
        finish: () => done.resolve({ complete: true }),
        tryNow: () => undefined,
        wakeUp: () => undefined,
        pendingSec: () => 0,
        done: done.promise,
        counts: () => noChunks,
        bytes: () => noBytes,
        waitingBytes: () => null,
        connection: () => ({ phase: 'streaming', sentence: '' }),
      };
    },
    close: () => Promise.resolve(void ledger.push(`closed ${name}`)),
  };
}

const recording: Recording = {
  append: () => Promise.resolve(),
  samples: () => 1_600,
  read: (_first, count) => Promise.resolve(new Int16Array(count)),
  readTrack: (_source, _first, into) => Promise.resolve(into),
  close: () => Promise.resolve(),
};

async function openService(change: Partial<SessionServiceOptions> = {}) {
  const { reads, writes } = await openEventDatabase();
  const ledger: string[] = [];
  const service = createSessionService({
    home: '/nowhere',
    clock: createFakeClock(),
    log: pino({ level: 'silent' }),
    reads,
    writes: writes.sessions,
    deleteEventsOfSession: () => Promise.resolve({ isGone: true, reason: null, removedCopies: [] }),
    record: () => undefined,
    flushEvents: () => Promise.resolve(),
    findingsOf: () => Promise.reject(new Error('not used here')),
    openSource: () => Promise.resolve(createSource(ledger)),
    createMeter: (source) => ({
      add: () => undefined,
      markNotCaptured: () => undefined,
      read: () => ({ source, state: 'unknown', rmsDb: null, peakDb: null, zeroSec: 0, quietSec: 0 }),
    }),
    createRecording: () => Promise.resolve(recording),
    recordingFolder: (sessionId) => sessionId,
    trackPath: (sessionId, source) => `${sessionId}/${source}.wav`,
    openTarget: ({ target }) => Promise.resolve(createTarget(target ?? 'first', ledger)),
    openEngine: () => Promise.reject(new Error('not used here')),
    createStreams: createSessionStreams,
    onLine: () => undefined,
    onChange: () => undefined,
    onListChange: () => undefined,
    ...change,
  });
  return { service, ledger };
}

const request = { inputs: [{ kind: 'system' as const }] };

test('a target that is opened past the end of its session is closed, and nothing is streamed to it', async () => {
  const ledger: string[] = [];
  const slow = Promise.withResolvers<OpenedTarget>();
  const { service } = await openService({
    openTarget: ({ target }) =>
      target === 'second' ? slow.promise : Promise.resolve(createTarget('first', ledger)),
  });
  await service.start(request);
  const switched = service.switchTarget('second');
  switched.catch(() => undefined);
  await waitUntil(() => expect(service.current()?.summary().state).toBe('recording'));
  service.current()?.stop();
  await service.ended();
  slow.resolve(createTarget('second', ledger));
  await expect(switched).rejects.toMatchObject({ code: 'not-found' });
  expect(ledger).toEqual(['streamed to first', 'closed first', 'closed second']);
});

test('a target that people may work with gets a running session only when that was confirmed', async () => {
  const ledger: string[] = [];
  const { service } = await openService({
    openTarget: ({ target }) =>
      Promise.resolve({
        ...createTarget(target ?? 'first', ledger),
        asksFirst: target === 'production',
      }),
  });
  await service.start(request);
  await expect(service.switchTarget('production')).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('People may be working with production') as string,
  });
  expect(ledger).toContain('closed production');
  expect(service.current()?.summary().target).toBe('first');
  await expect(service.switchTarget('production', true)).resolves.toMatchObject({ target: 'production' });
  await service.shutDown();
});

test('a target that is opened while the next session runs already is not given to that one', async () => {
  const ledger: string[] = [];
  const slow = Promise.withResolvers<OpenedTarget>();
  const { service } = await openService({
    openTarget: ({ target }) =>
      target === 'second' ? slow.promise : Promise.resolve(createTarget('first', ledger)),
  });
  await service.start(request);
  const switched = service.switchTarget('second');
  switched.catch(() => undefined);
  service.current()?.stop();
  await service.ended();
  await service.start(request);
  slow.resolve(createTarget('second', ledger));
  await expect(switched).rejects.toMatchObject({ code: 'not-found' });
  expect(service.current()?.summary().target).toBe('first');
  expect(ledger).not.toContain('streamed to second');
  await service.shutDown();
});

test('a session that is starting when the app ends is given up, and what it had opened is closed', async () => {
  const ledger: string[] = [];
  const slow = Promise.withResolvers<AudioSource>();
  const { service } = await openService({ openSource: () => slow.promise });
  const started = service.start(request);
  started.catch(() => undefined);
  let isShutDown = false;
  const shuttingDown = service.shutDown().then(() => {
    isShutDown = true;
  });
  await new Promise(setImmediate);
  expect(isShutDown).toBe(false);
  slow.resolve(createSource(ledger));
  await shuttingDown;
  await expect(started).rejects.toMatchObject({ code: 'interrupted' });
  expect([ledger, service.isRunning()]).toEqual([['source'], false]);
  await expect(service.start(request)).rejects.toMatchObject({ code: 'interrupted' });
});

test('what was opened for a session that cannot begin is closed, whichever of it cannot be', async () => {
  const ledger: string[] = [];
  const { service } = await openService({
    openSource: () =>
      Promise.resolve({
        ...createSource(ledger),
        close: () => {
          throw new Error('the source stays open');
        },
      }),
    openTarget: () => Promise.resolve(createTarget('first', ledger)),
    createRecording: () => Promise.reject(new AppError('storage-failed', 'The disk is full.')),
  });
  await expect(service.start(request)).rejects.toThrow('The disk is full.');
  expect(ledger).toEqual(['closed first']);
});

test('a target that cannot be streamed to costs the words and not the recording', async () => {
  const ledger: string[] = [];
  const { service } = await openService({
    openTarget: () =>
      Promise.resolve({
        ...createTarget('first', ledger),
        openStreaming: () => {
          throw new AppError('internal', "It can't be streamed to.");
        },
      }),
  });
  await service.start(request);
  await waitUntil(() => expect(service.current()?.recordedSec()).toBeGreaterThan(0));
  service.current()?.stop();
  expect((await service.ended())?.message).toBe("It can't be streamed to.");
  expect(service.current()?.summary().state).toBe('ended');
  expect(ledger).toEqual(['closed first']);
});

test('an end that the disk takes nothing of is shown as it was', async () => {
  const { reads, writes } = await openEventDatabase();
  const clock = createFakeClock();
  const full = (): Promise<never> => Promise.reject(new AppError('storage-failed', 'The disk is full.'));
  const { service } = await openService({
    clock,
    reads,
    writes: { ...writes.sessions, create: writes.sessions.create, setState: full, setTrackSamples: full },
    findingsOf: () => Promise.resolve({ duplicates: 0, deprecated: 0, validationErrors: 0, byCause: {} }),
  });
  const { sessionId } = await service.start(request);
  await waitUntil(() => expect(service.current()?.recordedSec()).toBeGreaterThan(0));
  service.current()?.stop();
  let failure: AppError | null = null;
  void service.ended().then((problem) => (failure = problem));
  await waitUntil(async () => {
    await clock.advance(1_000);
    expect(failure?.message).toBe('The disk is full.');
  });
  expect(await service.show(sessionId)).toMatchObject({
    state: 'ended',
    reason: 'The disk is full.',
    tracks: [{ samples: 1_600, seconds: 0.1 }],
  });
});
