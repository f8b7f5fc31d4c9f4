import { gapReasonWords } from '../../../../../shared/session/receipt.ts';
import type { Analyser } from '../facts.ts';

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
      title: `${seconds.toFixed(1)} s of sound were not captured.`,
      evidence: lost
        .toSorted((a, b) => b.lengthSec - a.lengthSec)
        .slice(0, 4)
        .map(
          (gap) =>
            `session ${gap.sessionId}, ${gap.source} from ${gap.atSec.toFixed(1)} s for ${gap.lengthSec.toFixed(1)} s: ${gapReasonWords(gap.reason)}`,
        ),
      next: 'See the reason of each gap: a device that was changed or a machine that slept is outside the app, lost frames are a busy machine.',
    },
  ];
};
