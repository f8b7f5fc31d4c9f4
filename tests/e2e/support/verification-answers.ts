import { compareRuns, summaryOfRun } from '../../../src/main/core/verification/report/compare.ts';
import type { Handlers } from '../../../src/shared/contract/contract.ts';
import type { TopicHub } from '../../../src/shared/contract/topic-hub.ts';
import type {
  RunSummary,
  VerificationProgress,
  VerificationRun,
} from '../../../src/shared/verification/verification.ts';
import { sampleRun, sampleSteps } from '../../support/verification-samples.ts';

type VerificationHandlers = Pick<Handlers, Extract<keyof Handlers, `verification.${string}`>>;

const leftBeforeItsEnd: RunSummary = {
  ...summaryOfRun(sampleRun),
  runId: '20260101-100000-cd34',
  startedAt: '2026-01-01T10:00:00.000Z',
  state: 'interrupted',
  passed: false,
  resumable: true,
};

/** Of the day before, when the server was slower and one phase less was run. */
const earlierRun: VerificationRun = {
  ...sampleRun,
  runId: '20251231-090000-ef56',
  startedAt: '2025-12-31T09:00:00.000Z',
  phases: sampleRun.phases.slice(0, 1),
  passed: true,
  summary: 'Event monitoring passed.',
  figures: { ...sampleRun.figures, firstResultMs: 1_250 },
};

/** A run that stands still in the middle of its first phase until it is cancelled, and three kept runs, of which one has a soak left. */
export function verificationAnswers(topics: TopicHub): {
  handlers: VerificationHandlers;
  finishScenario: () => void;
} {
  let progress: VerificationProgress | null = null;

  function tell(run: VerificationRun, more: Partial<VerificationProgress> = {}): void {
    progress = { run, phase: null, doing: '', share: 1, ...more };
    topics.publish('verification', progress);
  }

  const handlers: VerificationHandlers = {
    'verification.start': ({ target, scenarios }) => {
      const [scenario] = scenarios ?? [];
      if (scenario !== undefined) {
        tell(
          { ...sampleRun, runId: 'now', target: target ?? 'built-in', state: 'running', phases: [] },
          { phase: 'scenario', doing: 'Line 7: HANDSHAKE_ACK', share: 0, steps: sampleSteps.slice(0, 2) },
        );
        return Promise.resolve({ runId: 'now' });
      }
      const run = { ...sampleRun, runId: 'now', target: target ?? 'built-in', phases: [] };
      tell(
        { ...run, state: 'running', summary: 'Running.' },
        { phase: 'handshake', doing: 'HANDSHAKE 3 of 20', share: 0.2 },
      );
      return Promise.resolve({ runId: 'now' });
    },
    'verification.resume': ({ runId }) => {
      tell({ ...sampleRun, runId, state: 'running', summary: 'Running again.' }, { phase: 'soak' });
      return Promise.resolve({ runId });
    },
    'verification.current': () => Promise.resolve({ progress }),
    'verification.cancel': () => {
      if (progress !== null) {
        tell({ ...progress.run, state: 'cancelled', passed: false, summary: 'Stopped.' });
      }
      return Promise.resolve({});
    },
    'verification.pause': () => Promise.resolve({}),
    'verification.history': () =>
      Promise.resolve([leftBeforeItsEnd, summaryOfRun(sampleRun), summaryOfRun(earlierRun)]),
    'verification.show': () => Promise.resolve(sampleRun),
    'verification.compare': ({ a, b }) => {
      const of = (runId: string): VerificationRun => (runId === earlierRun.runId ? earlierRun : sampleRun);
      return Promise.resolve(compareRuns(of(a), of(b)));
    },
    'verification.document': ({ format }) =>
      Promise.resolve({ fileName: `verification.${format}`, text: 'A document.' }),
  };

  return {
    handlers,
    finishScenario() {
      const phase = {
        id: 'scenario' as const,
        title: 'A client is greeted',
        file: 'greeting.yaml',
        status: 'fail' as const,
        durationSec: 2.1,
        checks: sampleSteps,
        sessionIds: [],
      };
      tell({ ...sampleRun, runId: 'now', phases: [phase], summary: 'Not in order: A client is greeted.' });
    },
  };
}
