import { gapReasonWords } from '../../../../../shared/session/receipt.ts';
import type { Analyser } from '../facts.ts';
import { say, sentence, tellAll } from '../../../../../shared/words/all-words.ts';

const leastSec = 0.5;

/** Gaps in a track: sound that nobody has. */
export const lostSound: Analyser = ({ sessions }) => {
  const gaps = sessions.flatMap(({ sessionId, tracks }) =>
    tracks.flatMap(({ source, gaps: all }) => all.map((gap) => ({ sessionId, source, ...gap }))),
  );
  const lost = gaps.filter(
    ({ lengthSec, reason }) => lengthSec >= leastSec && !/left-out|source-ended|file-short/.test(reason),
  );
  if (lost.length === 0) return [];
  const seconds = lost.reduce((sum, { lengthSec }) => sum + lengthSec, 0);
  return [
    {
      id: 'lost-sound',
      level: 'warning',
      ...tellAll({
        title: sentence('bundle.lost-sound', { sec: seconds }),
        next: sentence('bundle.lost-sound.next'),
      }),
      evidence: lost
        .toSorted((a, b) => b.lengthSec - a.lengthSec)
        .slice(0, 4)
        .map((gap) => say('bundle.gap', { ...gap, reason: gapReasonWords(gap.reason) })),
    },
  ];
};
