import { evidenceOf, type Analyser } from '../facts.ts';
import { say, sentence, tellAll } from '../../../../../shared/words/all-words.ts';

const lowBytes = 1024 ** 3;

export const diskLow: Analyser = ({ database, events, samples }) => {
  const told = events.filter(({ type }) => type === 'storage.low');
  const free = database.freeBytes;
  const isLow = free !== null && free < lowBytes;
  const least = Math.min(...samples.map(({ figures }) => figures['disk.freeBytes'] ?? Infinity));
  if (told.length === 0 && !isLow && least >= lowBytes) return [];
  return [
    {
      id: 'disk-low',
      level: isLow ? 'bad' : 'warning',
      ...tellAll({
        title: sentence(isLow ? 'bundle.disk-low' : 'bundle.disk-was-low'),
        next: sentence('bundle.disk-low.next'),
      }),
      evidence: [
        ...(free === null ? [] : [say('bundle.free-now', { bytes: free })]),
        ...(Number.isFinite(least) ? [say('bundle.free-least', { bytes: least })] : []),
        ...evidenceOf(told),
      ],
    },
  ];
};
