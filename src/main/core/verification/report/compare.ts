import {
  isResumable,
  type RunComparison,
  type RunSummary,
  type VerificationFigures,
  type VerificationRun,
} from '../../../../shared/verification/verification.ts';
import { figureIds, figureUnits } from '../../../../shared/verification/figures.ts';
import { round } from '../judge/quantile.ts';
import { say, sentence, tellAll } from '../../../../shared/words/all-words.ts';

export function summaryOfRun(whole: VerificationRun): RunSummary {
  const { phases } = whole;
  const titles = (status: string): string[] =>
    phases.filter((phase) => phase.status === status).map(({ title }) => title);
  return {
    ...inShort(whole),
    failed: titles('fail'),
    inconclusive: titles('inconclusive'),
    resumable: isResumable(whole),
  };
}

function inShort({
  phases: _phases,
  version: _version,
  unfinished: _unfinished,
  asked: _asked,
  ...run
}: VerificationRun): Omit<VerificationRun, 'phases' | 'version' | 'unfinished' | 'asked'> {
  return run;
}

/** `a` is the one before, or the old server; `b` the one after. */
export function compareRuns(a: VerificationRun, b: VerificationRun): RunComparison {
  return {
    a: summaryOfRun(a),
    b: summaryOfRun(b),
    figures: figureIds.map((id) => {
      const [was, is] = [a.figures[id], b.figures[id]];
      const changePercent = was === null || is === null || was === 0 ? null : round((100 * (is - was)) / was);
      return { id, title: say(`figure.${id}`), unit: figureUnits[id], a: was, b: is, changePercent };
    }),
    changes: changesOf(a, b),
    halved: halvedOf(a.figures, b.figures),
  };
}

function changesOf(a: VerificationRun, b: VerificationRun): RunComparison['changes'] {
  const [was, is] = [verdictsOf(a), verdictsOf(b)];
  const all = [...new Set([...was.keys(), ...is.keys()])];
  return all.flatMap((check) => {
    const [before, after] = [was.get(check), is.get(check)];
    if (before?.status === after?.status) return [];
    const title = after?.title ?? before?.title ?? check;
    return [{ check, title, a: before?.status ?? null, b: after?.status ?? null }];
  });
}

function verdictsOf(run: VerificationRun): Map<string, { status: string; title: string }> {
  return new Map(
    run.phases.flatMap(({ id, title: phase, checks }) =>
      checks.map(({ id: check, status, title }): [string, { status: string; title: string }] => [
        `${id}/${check}`,
        { status, title: `${phase}: ${title}` },
      ]),
    ),
  );
}

const half = 50;

/** The guide means the result messages: today's server sends one where the old one sent 2.5. */
function halvedOf(a: VerificationFigures, b: VerificationFigures): RunComparison['halved'] {
  const [was, is] = [resultBytes(a), resultBytes(b)];
  if (was === null || is === null || was === 0) {
    return { status: 'inconclusive', ...tellAll({ found: sentence('verify.halved.unknown') }) };
  }
  const share = round((100 * is) / was);
  return {
    status: share <= half ? 'pass' : 'fail',
    ...tellAll({ found: sentence('verify.halved', { is, percent: share, was, most: half }) }),
  };
}

const resultTypes = new Set(['TRANSCRIPTION_RESULT', 'transcription_result']);

function resultBytes({ traffic, bytesInPerMinute }: VerificationFigures): number | null {
  if (bytesInPerMinute === null) return null;
  return traffic
    .filter(({ type, direction }) => direction === 'in' && resultTypes.has(type))
    .reduce((sum, { bytes }) => sum + bytes, 0);
}
