import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import {
  createHashWords,
  parseSimulation,
  startBackend,
  type Backend,
} from '../../../src/main/core/backend/backend.ts';
import type { Core } from '../../../src/main/core/core.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/lifecycle.ts';
import type { Clock } from '../../../src/main/core/ports/ports.ts';
import type { Work } from '../../../src/main/core/verification/verification.ts';
import type {
  VerificationCheck,
  VerificationRequest,
  VerificationRun,
} from '../../../src/shared/verification/verification.ts';
import { startTestCore } from '../../support/core.ts';
import { limits } from '../../support/machine/limits.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const log = pino({ level: 'silent' });

/** Its address alone. */
export async function startSimulated(list: string): Promise<string> {
  return (await startSimulatedBackend(list)).url;
}

/** A built-in backend that pretends, with made-up words, stopped with the test. */
export async function startSimulatedBackend(list: string): Promise<Backend> {
  const simulate = parseSimulation(list);
  const backend = await startBackend({
    port: 0,
    engine: { engine: createHashWords() },
    simulate,
    clock: createSystemClock(),
    log,
  });
  onTestFinished(() => backend.stop());
  return backend;
}

/** Little work, and no limit that a busy machine could break: a test that is about one gives it. */
export const littleWork = (usual: Work): Work => ({
  ...usual,
  handshakes: 3,
  chunkEveryMs: 20,
  stress: { connections: 2, chunks: 4, everyMs: 20 },
  abandoned: { connections: 40, batch: 4 },
  idleMs: 500,
  answerMs: limits.waitMs / 4,
  limits: {
    handshakeP50Ms: limits.waitMs,
    handshakeP95Ms: limits.waitMs,
    firstResultMs: limits.waitMs,
    growthMb: 0.1,
    ownGrowthMb: 10_000,
    machine: {
      own: Number.POSITIVE_INFINITY,
      waited: Number.POSITIVE_INFINITY,
      lateMs: Number.POSITIVE_INFINITY,
      pace: Number.POSITIVE_INFINITY,
    },
  },
});

/** Runs the suite in a core of the test's, with as much work as it says. */
export async function startVerifier({ clock }: { clock?: Clock } = {}): Promise<{
  core: Core;
  verify: (request: Partial<VerificationRequest>, work?: (usual: Work) => Work) => Promise<VerificationRun>;
}> {
  const core = await startTestCore({
    home: join(await makeTemporaryFolder(), 'home'),
    ...(clock && { clock }),
  });
  return {
    core,
    verify: (request, work = littleWork) =>
      core.verification.run({ quick: false, allowDisruptive: false, ...request }, { work }),
  };
}

export const checksOf = (run: VerificationRun, status: VerificationCheck['status']): string[] =>
  run.phases.flatMap(({ id, checks }) =>
    checks.filter((check) => check.status === status).map((check) => `${id}/${check.id}`),
  );

export function checkOf(run: VerificationRun, path: string): VerificationCheck {
  const [phase, id] = path.split('/');
  const found = run.phases.find((one) => one.id === phase)?.checks.find((check) => check.id === id);
  if (found === undefined) throw new Error(`The run has no check ${path}.`);
  return found;
}
