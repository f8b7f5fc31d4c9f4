import { evidenceOf, type Analyser } from '../facts.ts';

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
      title: isLow ? 'The disk is nearly full.' : 'The disk was nearly full.',
      evidence: [
        ...(free === null ? [] : [`${Math.round(free / 1024 ** 2)} MB are free now`]),
        ...(Number.isFinite(least) ? [`${Math.round(least / 1024 ** 2)} MB at the least in this time`] : []),
        ...evidenceOf(told),
      ],
      next: 'Free some space, or delete old sessions: an hour of one track takes 115 MB.',
    },
  ];
};
