import type {
  PartId,
  VerificationCheck,
  VerificationProgress,
  VerificationRun,
} from '../../../../shared/verification/verification.ts';
import { asTold, sayIt, sentence, type Sentence } from '../../../../shared/words/all-words.ts';
import type { Clock } from '../../ports/ports.ts';
import { round } from '../judge/quantile.ts';
import type { RunHooks } from './run-needs.ts';

/** How far a run is and what it does, told at each change to whoever watches it. */
export type RunProgress = {
  /** The next part begins. */
  begin(phase: PartId): void;
  /** `part` is how much of the part that is being done is over, 0 to 1. */
  doing: (what: Sentence, part?: number) => void;
  /** The steps of a scenario that are over. */
  steps: (soFar: readonly VerificationCheck[]) => void;
  /** The run itself has changed. */
  changed(): void;
  /** Nothing is done any more. */
  end(): void;
};

export function createRunProgress(
  run: VerificationRun,
  options: { parts: number; startedMs: number; clock: Clock; onProgress: RunHooks['onProgress'] },
): RunProgress {
  const { clock, startedMs } = options;
  let at: Omit<VerificationProgress, 'run'> = {
    phase: null,
    doing: sayIt(sentence('verify.doing.connecting', { target: run.target })),
    share: 0,
  };

  function tell(change: Partial<typeof at>): void {
    at = { ...at, ...change };
    run.durationSec = round((clock.monotonicMs() - startedMs) / 1_000);
    options.onProgress({ ...run, phases: [...run.phases] }, at);
  }

  function doing(what: Sentence, part = 0): void {
    tell({ doing: sayIt(what), share: (run.phases.length + part) / options.parts });
  }

  return {
    begin(phase) {
      at = { phase, doing: at.doing, share: at.share };
      doing(asTold(''));
    },
    doing,
    steps: (soFar) => tell({ steps: [...soFar] }),
    changed: () => tell({}),
    end() {
      at = { phase: null, doing: '', share: 1 };
      tell({});
    },
  };
}
