import type { FigureId } from '../../shared/verification/figures.ts';
import type { RunSummary } from '../../shared/verification/verification.ts';

/** One figure of the runs of a target that came to their end and measured it, oldest first; `runs` are newest first. */
export function trendOf(runs: readonly RunSummary[], target: string, id: FigureId): number[] {
  return runs
    .filter((run) => run.target === target && run.state === 'done')
    .flatMap(({ figures }) => figures[id] ?? [])
    .toReversed();
}

/** The two that are compared once `runId` was chosen or taken back: at most two, the one chosen first goes. */
export function chosenWith(chosen: readonly string[], runId: string): string[] {
  if (chosen.includes(runId)) return chosen.filter((one) => one !== runId);
  return [...chosen, runId].slice(-2);
}

/** The two that were chosen as before and after: by when they began, whichever was chosen first. */
export function beforeAndAfter(
  runs: readonly RunSummary[],
  chosen: readonly string[],
): [before: string, after: string] | null {
  // Newest first.
  const [after, before] = runs.filter(({ runId }) => chosen.includes(runId)).map(({ runId }) => runId);
  return after === undefined || before === undefined ? null : [before, after];
}
