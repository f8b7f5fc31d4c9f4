import { isDuplicate } from '../../../../../shared/events/findings.ts';
import type { Analyser } from '../facts.ts';
import { counted } from '../../../../../shared/plural.ts';

/** Results that came more than once, by cause. */
export const duplicateCauses: Analyser = ({ analysis }) => {
  if (analysis === null || analysis.duplicates === 0) return [];
  const causes = analysis.byCause.filter(({ cause, repeats }) => isDuplicate(cause) && repeats > 0);
  return [
    {
      id: 'duplicates',
      level: 'warning',
      title: `${counted(analysis.duplicates, 'duplicate event')}, ${counted(analysis.bytesWasted, 'byte')} of traffic.`,
      evidence: [
        ...causes.map(
          ({ cause, repeats, findings }) =>
            `${cause}: ${counted(repeats, 'repeat')} in ${counted(findings, 'group')}`,
        ),
        ...analysis.findings
          .filter(({ cause }) => isDuplicate(cause))
          .slice(0, 2)
          .map(({ evidence, eventIds }) => `events ${eventIds.slice(0, 4).join(', ')}: ${evidence}`),
      ],
      next: 'See duplicates.json for each group with its cause; the first cause in the list is where to begin.',
    },
  ];
};
