import { evidenceOf, type Analyser } from '../facts.ts';
import { say, sentence, tellAll } from '../../../../../shared/words/all-words.ts';

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
      ...tellAll({
        title: sentence(dropped.length > 0 ? 'bundle.store-behind' : 'bundle.slow-disk'),
        next: sentence('bundle.slow-disk.next'),
      }),
      evidence: [
        ...(slow.length === 0
          ? []
          : [
              say('bundle.slow-writes', {
                slow: slow.length,
                of: samples.length,
                limitMs: slowMs,
                worstMs: Math.round(worst),
              }),
            ]),
        ...evidenceOf(dropped),
      ],
    },
  ];
};
