import { isDuplicate } from '../../../../../shared/events/finding-rules.ts';
import type { Analyser } from '../facts.ts';
import { say, sentence, tellAll } from '../../../../../shared/words/all-words.ts';

/** Results that came more than once, by cause. */
export const duplicateCauses: Analyser = ({ analysis }) => {
  if (analysis === null || analysis.duplicates === 0) return [];
  const causes = analysis.byCause.filter(({ cause, repeats }) => isDuplicate(cause) && repeats > 0);
  return [
    {
      id: 'duplicates',
      level: 'warning',
      ...tellAll({
        title: sentence('bundle.duplicates', { events: analysis.duplicates, bytes: analysis.bytesWasted }),
        next: sentence('bundle.duplicates.next'),
      }),
      evidence: [
        ...causes.map(({ cause, repeats, findings }) =>
          say('bundle.repeats', { cause, repeats, groups: findings }),
        ),
        ...analysis.findings
          .filter(({ cause }) => isDuplicate(cause))
          .slice(0, 2)
          .map(({ evidence, eventIds }) =>
            say('bundle.of-events', { events: eventIds.slice(0, 4).join(', '), evidence }),
          ),
      ],
    },
  ];
};
