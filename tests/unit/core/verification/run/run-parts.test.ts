import { describe, expect, it } from 'vitest';
import { createRunProgress } from '../../../../../src/main/core/verification/run/run-progress.ts';
import { createRunSessions } from '../../../../../src/main/core/verification/run/run-sessions.ts';
import { beginRun } from '../../../../../src/main/core/verification/run/begin-run.ts';
import { planOf } from '../../../../../src/main/core/verification/run/plan.ts';
import { unprovedPhase } from '../../../../../src/main/core/verification/run/suite.ts';
import { targetSchema } from '../../../../../src/shared/settings/targets/targets.ts';
import type {
  VerificationProgress,
  VerificationRun,
} from '../../../../../src/shared/verification/verification.ts';
import { asTold } from '../../../../../src/shared/words/all-words.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';

const clock = createFakeClock();
const target = targetSchema.parse({ name: 'lab', wsUrl: 'ws://127.0.0.1:1/' });
const request = { quick: false, allowDisruptive: true, soakMin: 1 };
const plan = planOf(request, target);

const newRun = (earlier: VerificationRun | null = null): VerificationRun =>
  beginRun({ request, target, dial: null, plan, stays: true, earlier, needs: { version: '1.0.0', clock } });

describe('what a run says while it is made', () => {
  it('grows with the parts that are over, forgets the steps of the part before, and ends whole', async () => {
    const told: Omit<VerificationProgress, 'run'>[] = [];
    const run = newRun();
    const options = { parts: 4, startedMs: clock.monotonicMs(), clock };
    const progress = createRunProgress(run, { ...options, onProgress: (_run, at) => void told.push(at) });
    progress.changed();
    progress.begin('handshake');
    progress.steps([]);
    progress.doing(asTold('half of it'), 0.5);
    const [part] = plan;
    if (part !== undefined) run.phases.push(unprovedPhase(part, asTold('no')));
    progress.begin('health');
    await clock.advance(2_000);
    progress.end();
    expect(told).toEqual([
      { phase: null, doing: expect.stringContaining('lab') as string, share: 0 },
      { phase: 'handshake', doing: '', share: 0 },
      { phase: 'handshake', doing: '', share: 0, steps: [] },
      { phase: 'handshake', doing: 'half of it', share: 0.125, steps: [] },
      { phase: 'health', doing: '', share: 0.25 },
      { phase: null, doing: '', share: 1 },
    ]);
    expect(run.durationSec).toBe(2);
  });
});

describe('the sessions of a run', () => {
  it('have names of their own, and three parts share the one meeting that is spoken', () => {
    const run = newRun();
    const sessions = createRunSessions(run);
    const named = (rest: string): string => `verify-${run.runId}-${rest}`;
    expect([sessions.open('stress'), sessions.open('stress')]).toEqual([named('stress'), named('stress-2')]);
    sessions.open('end-to-end');
    for (const part of ['end-to-end', 'monitoring', 'traffic'] as const)
      expect(sessions.of(part), part).toEqual([named('end-to-end')]);
    expect(sessions.of('health')).toEqual([]);
  });

  it('of a later start are other ones than those that the start before left half', () => {
    const run = newRun();
    const again = newRun(run);
    expect(createRunSessions(again).open('soak')).toBe(`verify-${run.runId}-start-2-soak`);
  });
});
