import { evidenceOf, type Analyser } from '../facts.ts';

// A commit waits for the disk; a healthy one takes under 20 ms.
const slowMs = 250;

/** A disk that takes long, and a store that could not keep up. */
export const slowStorage: Analyser = ({ samples, events }) => {
  const slow = samples.filter(({ figures }) => (figures['store.writeP99MaxMs'] ?? 0) >= slowMs);
  const dropped = events.filter(({ type }) =>
    ['storage.events-dropped', 'storage.event-refused', 'storage.log-grows'].includes(type),
  );
  if (slow.length < 3 && dropped.length === 0) return [];
  const worst = Math.max(0, ...slow.map(({ figures }) => figures['store.writeP99MaxMs'] ?? 0));
  return [
    {
      id: 'slow-storage',
      level: dropped.length > 0 ? 'bad' : 'warning',
      title:
        dropped.length > 0
          ? "Events couldn't be stored as fast as they came."
          : 'The disk takes long to write.',
      evidence: [
        ...(slow.length === 0
          ? []
          : [
              `${slow.length} of ${samples.length} measurements took ${slowMs} ms or more, the longest ${Math.round(worst)} ms`,
            ]),
        ...evidenceOf(dropped),
      ],
      next: 'Look for what else writes to the disk (backup, virus scanner, a network folder), or move the home folder to a local disk.',
    },
  ];
};
