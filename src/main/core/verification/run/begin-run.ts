import { randomBytes } from 'node:crypto';
import type { Target } from '../../../../shared/settings/targets/targets.ts';
import type {
  PhaseId,
  VerificationRequest,
  VerificationRun,
} from '../../../../shared/verification/verification.ts';
import type { Dial } from '../../network/network.ts';
import type { Clock } from '../../ports/ports.ts';
import { noFigures } from '../bench/bench.ts';
import type { Part } from './plan.ts';
import { sentence, tellAll } from '../../../../shared/words/all-words.ts';

/** Thrown as the reason of a run's signal when the app that makes it ends: its next start may go on. */
export class HostStops extends Error {}

/** A new run, or an earlier one as its last start left it: what was not over then is done anew. */
export function beginRun(options: {
  request: VerificationRequest;
  target: Target;
  dial: Dial | null;
  plan: readonly Part[];
  stays: boolean;
  earlier: VerificationRun | null;
  needs: { version: string; clock: Clock };
}): VerificationRun {
  const { request, target, dial, stays, earlier, plan, needs } = options;
  if (earlier?.unfinished !== undefined) {
    const { unfinished } = earlier;
    return {
      ...earlier,
      state: 'running',
      passed: false,
      ...tellAll({ summary: sentence('verify.running-again') }),
      phases: earlier.phases.filter(({ id }) => (unfinished.done as readonly string[]).includes(id)),
      version: needs.version,
      unfinished: { ...unfinished, wasPaused: false, goesOnByItself: stays, starts: unfinished.starts + 1 },
    };
  }
  // Addresses may hold a credential, which is kept with the keys under the name.
  const asked = { ...request, target: target.name };
  const { phases, soakMin, connections, chunks, allowDisruptive } = request;
  const hasSoak = plan.some(({ id, leaveOut }) => id === 'soak' && leaveOut === null);
  return {
    runId: newRunId(needs.clock.nowMs()),
    target: target.name,
    url: dial === null ? null : withoutQuery(dial.url),
    serverVersion: null,
    state: 'running',
    startedAt: new Date(needs.clock.nowMs()).toISOString(),
    durationSec: 0,
    quick: request.quick,
    asked: { phases, soakMin, connections, chunks, allowDisruptive },
    passed: false,
    ...tellAll({ summary: sentence('verify.running') }),
    phases: [],
    figures: noFigures(),
    version: needs.version,
    ...(hasSoak && {
      unfinished: { request: asked, goesOnByItself: stays, done: [], starts: 1, soak: null },
    }),
  };
}

/** The sessions of the soak that earlier starts made. */
export function soakSessions({ unfinished }: VerificationRun): string[] {
  return unfinished?.soak?.parts.map(({ sessionId }) => sessionId) ?? [];
}

export function noteDone(run: VerificationRun, { id }: Pick<Part, 'id'>): void {
  if (run.unfinished === undefined || id === 'scenario') return;
  run.unfinished = { ...run.unfinished, done: [...run.unfinished.done, id satisfies PhaseId] };
}

function newRunId(nowMs: number): string {
  const time = new Date(nowMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return `${time}-${randomBytes(2).toString('hex')}`;
}

function withoutQuery(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
