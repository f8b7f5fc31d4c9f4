import { describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { createLevelMeter } from '../../../../src/main/core/capture/frames/level-meter.ts';
import type { AudioSource } from '../../../../src/main/core/ports/ports.ts';
import type { SessionRun } from '../../../../src/main/core/session/run/running-session.ts';
import { runSession } from '../../../../src/main/core/session/run/session-run.ts';
import {
  createSessionService,
  type SessionServiceOptions,
} from '../../../../src/main/core/session/session-service.ts';
import type { GapRow } from '../../../../src/main/core/session/session-store.ts';
import { createSessionStreams } from '../../../../src/main/core/stream/session-streams.ts';
import type { Frame } from '../../../../src/shared/sound/audio.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';
import { createWriteOnlyRecording } from '../../../support/write-only-recording.ts';

/** A microphone that delivers its only frame when it is told to, and ends after that. */
function microphone(expectedSamples: number | null = null): { source: AudioSource; deliver: () => void } {
  const frame = Promise.withResolvers<Frame>();
  return {
    deliver: () => frame.resolve({ firstSample: 0, pcm: new Int16Array(800) }),
    source: {
      source: 'microphone',
      description: 'scripted',
      expectedSamples,
      async *frames() {
        yield await frame.promise;
      },
    },
  };
}

/** A session whose Record was pressed so long before its source was open. */
function start(source: AudioSource, clock: FakeClock, openedAfterMs: number) {
  const gaps: GapRow[] = [];
  const nothing = () => Promise.resolve();
  const run: SessionRun = runSession({
    session: {
      sessionId: 's',
      meetingId: 's',
      title: 'A meeting',
      mode: 'capture-only',
      target: null,
      state: 'starting',
      reason: null,
      startedMs: clock.nowMs(),
      endedMs: null,
      ownerPid: 1,
    },
    askedMs: clock.monotonicMs() - openedAfterMs,
    sources: [source],
    recording: createWriteOnlyRecording(() => undefined),
    meters: new Map([['microphone', createLevelMeter('microphone')]]),
    target: null,
    createStreams: createSessionStreams,
    isLive: true,
    maxSec: 60,
    clock,
    store: {
      addGap: (_sessionId: string, _source: string, gap: GapRow) => Promise.resolve(void gaps.push(gap)),
      setState: nothing,
      setBytes: nothing,
      setTrackSamples: nothing,
    } as unknown as Parameters<typeof runSession>[0]['store'],
    record: () => undefined,
    onLine: () => undefined,
    onChange: () => undefined,
  });
  return { run, gaps };
}

describe('a session that starts', () => {
  it('is starting until its first sample is on disk', async () => {
    const clock = createFakeClock();
    const { source, deliver } = microphone();
    const { run } = start(source, clock, 0);
    await clock.advance(2_000);
    expect(run.summary().state).toBe('starting');
    deliver();
    await expect.poll(() => run.recordedSec()).toBe(0.05);
    expect(run.summary().state).not.toBe('starting');
    expect(await run.done).toBeNull();
    expect(run.summary().state).toBe('ended');
  });

  it('can be stopped after five seconds, when its device delivers nothing', async () => {
    const clock = createFakeClock();
    const { source, deliver } = microphone();
    const { run } = start(source, clock, 0);
    await clock.advance(5_000);
    expect(run.summary().state).toBe('recording');
    deliver();
    await run.done;
    expect(clock.pending()).toBe(0);
  });

  it.each([
    ['what was said while its source was being opened', 1_600, [{ firstSample: 0, sampleCount: 25_600 }]],
    ['nothing of half a second', 500, []],
  ])('tells %s', async (_what, openedAfterMs, expected) => {
    const { source, deliver } = microphone();
    const { run, gaps } = start(source, createFakeClock(), openedAfterMs);
    deliver();
    await run.done;
    expect(gaps).toEqual(expected.map((gap) => ({ ...gap, reason: 'start-left-out' })));
    expect(run.recordedSec()).toBe(0.05);
  });

  it('misses nothing of a file, however long that takes to open', async () => {
    const { source, deliver } = microphone(800);
    const { run, gaps } = start(source, createFakeClock(), 9_000);
    deliver();
    await run.done;
    expect(gaps).toEqual([]);
  });

  it('shows from the press on, and no longer when its source cannot be opened', async () => {
    const opening = Promise.withResolvers<AudioSource>();
    const told: (string | undefined)[] = [];
    const sessions = createSessionService({
      clock: createFakeClock(),
      log: pino({ level: 'silent' }),
      openSource: () => opening.promise,
      onChange: () => told.push(sessions.current()?.summary().state),
    } as unknown as SessionServiceOptions);
    const started = sessions.start({
      inputs: [{ kind: 'microphone' }],
      mode: 'capture-only',
      title: 'Weekly',
    });
    expect(sessions.current()?.summary()).toMatchObject({ state: 'starting', title: 'Weekly', seconds: 0 });
    opening.reject(new Error('no device'));
    await expect(started).rejects.toThrow('no device');
    expect(sessions.current()).toBeNull();
    expect(told).toEqual(['starting', undefined]);
  });
});
