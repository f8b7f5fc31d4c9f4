import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { isRed, startSchedule } from '../../../../src/main/core/verification/schedule.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { settingsSchema } from '../../../../src/shared/settings/settings.ts';
import type {
  VerificationRequest,
  VerificationRun,
} from '../../../../src/shared/verification/verification.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { sampleRun } from '../../../support/verification-samples.ts';

const minuteMs = 60_000;

/** A schedule over a history that begins empty; each run takes two minutes and ends as `outcome` says. */
function scheduled(everyMin: number | null, target: string | null = null) {
  const awake = createFakeClock();
  // The day goes on while a machine sleeps, and its timers do not.
  const slept = { ms: 0 };
  const clock = { ...awake, nowMs: () => awake.nowMs() + slept.ms };
  const history: VerificationRun[] = [];
  const requests: VerificationRequest[] = [];
  const red: string[] = [];
  const failures: string[] = [];
  const now = { isRecording: false, outcome: 'pass' as 'pass' | 'fail' | 'inconclusive' | 'refuse' };
  let cancel: () => void = () => undefined;
  const schedule = startSchedule({
    clock,
    log: pino({ level: 'silent' }),
    readSettings: () => Promise.resolve(settingsSchema.parse({ verification: { everyMin, target } })),
    isRecording: () => now.isRecording,
    newestOf: (of) =>
      Promise.resolve(history.findLast((run) => run.target === of && run.state === 'done') ?? null),
    wasRed(of) {
      const told = history.findLast((run) => run.target === of && (run.passed || isRed(run)));
      return Promise.resolve(told !== undefined && isRed(told));
    },
    run(request) {
      if (now.outcome === 'refuse')
        return Promise.reject(new AppError('not-found', 'No target is called that.'));
      requests.push(request);
      const startedAt = new Date(clock.nowMs()).toISOString();
      return new Promise((resolve) => {
        const end = (state: VerificationRun['state']): void => {
          const [phase] = sampleRun.phases;
          if (phase === undefined) throw new Error('The sample has no phase');
          const status = now.outcome === 'refuse' ? 'fail' : now.outcome;
          const phases = [{ ...phase, status }];
          const passed = state === 'done' && status === 'pass';
          const run = { ...sampleRun, target: request.target ?? '', startedAt, state, phases, passed };
          history.push(run);
          resolve(run);
        };
        const endTimer = clock.after(2 * minuteMs, () => end('done'));
        cancel = () => {
          endTimer();
          end('cancelled');
        };
      });
    },
    cancel: () => cancel(),
    onRed: ({ target: of }) => void red.push(of),
    onFailure: (of) => void failures.push(of),
  });
  return { clock, schedule, requests, red, failures, now, history, slept };
}

describe('a scheduled verification', () => {
  test('is not made unless somebody asked for it', async () => {
    const { clock, schedule, requests } = scheduled(null);
    await clock.advance(2 * 24 * 60 * minuteMs);
    expect(requests).toEqual([]);
    await schedule.stop();
    expect(clock.pending()).toBe(0);
  });

  test('is a quick one each hour that disturbs nobody', async () => {
    const { clock, schedule, requests } = scheduled(60);
    await clock.advance(5 * 60 * minuteMs);
    expect(requests).toHaveLength(5);
    expect(requests[0]).toEqual({ target: 'built-in', quick: true, allowDisruptive: false });
    await schedule.stop();
  });

  test('is due by the history, whoever made it', async () => {
    const { clock, schedule, requests, history } = scheduled(60);
    history.push({
      ...sampleRun,
      target: 'built-in',
      state: 'done',
      startedAt: new Date(clock.nowMs()).toISOString(),
    });
    await clock.advance(59 * minuteMs);
    expect(requests).toEqual([]);
    await clock.advance(2 * minuteMs);
    expect(requests).toHaveLength(1);
    await clock.advance(3 * minuteMs);
    await schedule.stop();
  });

  test('waits for the end of a recording, and gives way to one that begins', async () => {
    const { clock, schedule, requests, now, history } = scheduled(60);
    now.isRecording = true;
    await clock.advance(3 * 60 * minuteMs);
    expect(requests).toEqual([]);
    now.isRecording = false;
    await clock.advance(minuteMs);
    expect(requests).toHaveLength(1);
    now.isRecording = true;
    await clock.advance(1_000);
    expect(history.map(({ state }) => state)).toEqual(['cancelled']);
    now.isRecording = false;
    await clock.advance(minuteMs);
    expect(requests).toHaveLength(2);
    await clock.advance(3 * minuteMs);
    await schedule.stop();
  });

  test('is made once after a sleep, however many were missed', async () => {
    const { clock, schedule, requests, slept } = scheduled(60);
    await clock.advance(10 * minuteMs);
    expect(requests).toHaveLength(1);
    slept.ms = 8 * 60 * minuteMs;
    await clock.advance(minuteMs);
    expect(requests).toHaveLength(2);
    await clock.advance(58 * minuteMs);
    expect(requests).toHaveLength(2);
    await clock.advance(5 * minuteMs);
    expect(requests).toHaveLength(3);
    await schedule.stop();
  });

  test('tells once that a target turned red, and again after it was in order', async () => {
    const { clock, schedule, red, now } = scheduled(60, 'staging');
    now.outcome = 'inconclusive';
    await clock.advance(61 * minuteMs);
    expect(red).toEqual([]);
    now.outcome = 'fail';
    await clock.advance(3 * 60 * minuteMs);
    expect(red).toEqual(['staging']);
    // A busy machine in between is no news of the target.
    now.outcome = 'inconclusive';
    await clock.advance(60 * minuteMs);
    now.outcome = 'fail';
    await clock.advance(60 * minuteMs);
    expect(red).toEqual(['staging']);
    now.outcome = 'pass';
    await clock.advance(60 * minuteMs);
    now.outcome = 'fail';
    await clock.advance(2 * 60 * minuteMs);
    expect(red).toEqual(['staging', 'staging']);
    await clock.advance(3 * minuteMs);
    await schedule.stop();
  });

  test('that cannot be made is told once each time it is due', async () => {
    const { clock, schedule, failures, now } = scheduled(60, 'gone');
    now.outcome = 'refuse';
    await clock.advance(3 * 60 * minuteMs);
    expect(failures).toEqual(['gone', 'gone', 'gone']);
    await schedule.stop();
  });
});
