import type { Analyser } from '../facts.ts';
import { counted } from '../../../../../shared/plural.ts';

/** Messages under names that the protocol has given up. */
export const oldNames: Analyser = ({ analysis }) => {
  const used = (analysis?.deprecated ?? []).filter(({ events }) => events > 0);
  if (used.length === 0) return [];
  return [
    {
      id: 'old-names',
      level: 'notice',
      title: 'The target still uses old names of messages.',
      evidence: used
        .slice(0, 5)
        .map(
          ({ name, replacement, events, lastMs }) =>
            `${name} (today ${replacement}): ${counted(events, 'time')}, last ${new Date(lastMs).toISOString()}`,
        ),
      next: 'Update the target: a client that listens to both names gets every result twice.',
    },
  ];
};
