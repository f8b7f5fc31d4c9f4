import type { Analyser } from '../facts.ts';
import { say, saidOf, sentence, tellAll } from '../../../../../shared/words/all-words.ts';

/** A runtime, or a part that is needed, that is missing or too old. */
export const oldVersion: Analyser = ({ checks }) => {
  const bad = checks.filter(({ status, id }) => status === 'fail' || (status === 'warn' && id === 'runtime'));
  if (bad.length === 0) return [];
  const isRuntime = bad.some(({ id }) => id === 'runtime');
  return [
    {
      id: isRuntime ? 'old-version' : 'missing-part',
      level: 'bad',
      ...tellAll({
        title: sentence(isRuntime ? 'bundle.old-version' : 'bundle.missing-part'),
        next: sentence('bundle.all', {
          parts: bad.flatMap((check) => (check.mend === null ? [] : [saidOf(check, 'mend')])),
        }),
      }),
      evidence: bad.map(({ title, found }) => say('bundle.check', { title, found })),
    },
  ];
};
