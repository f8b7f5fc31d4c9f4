import { evidenceOf, type Analyser } from '../facts.ts';
import { sentence, tellAll } from '../../../../../shared/words/all-words.ts';

/** A source that gave nothing, or nothing but zeros. */
export const deadSource: Analyser = ({ events }) => {
  const failed = events.filter(({ type }) => type === 'capture.failed');
  const zeros = events.filter(({ type }) => type === 'capture.zeros-warning' || type === 'zeros-warning');
  return [
    ...(failed.length === 0
      ? []
      : [
          {
            id: 'dead-source',
            level: 'bad' as const,
            ...tellAll({ title: sentence('bundle.dead-source'), next: sentence('bundle.dead-source.next') }),
            evidence: evidenceOf(failed),
          },
        ]),
    ...(zeros.length === 0
      ? []
      : [
          {
            id: 'zero-source',
            level: 'bad' as const,
            ...tellAll({ title: sentence('bundle.zero-source'), next: sentence('bundle.zero-source.next') }),
            evidence: evidenceOf(zeros),
          },
        ]),
  ];
};
