import type { Analyser } from '../facts.ts';
import { say, sentence, tellAll } from '../../../../../shared/words/all-words.ts';

/** Speech that was sent and never came back as words. */
export const missingWords: Analyser = ({ sessions }) => {
  const bad = sessions.flatMap(({ sessionId, receipt, state }) => {
    if (state === 'recording' || state === 'starting' || state === 'stopping') return [];
    const read = receipt.minutes.reduce(
      (sum, { deliveredSec, unconfirmedSec }) => sum + deliveredSec + unconfirmedSec,
      0,
    );
    const words = receipt.minutes.reduce((sum, { transcribedSec }) => sum + transcribedSec, 0);
    const notes = receipt.notes.filter((note) => note.includes('never answered'));
    return read > 3 && (words < read * 0.5 || notes.length > 0) ? [{ sessionId, read, words, notes }] : [];
  });
  if (bad.length === 0) return [];
  return [
    {
      id: 'missing-words',
      level: bad.some(({ words }) => words === 0) ? 'bad' : 'warning',
      ...tellAll({ title: sentence('bundle.missing-words'), next: sentence('bundle.missing-words.next') }),
      evidence: bad
        .slice(0, 4)
        .flatMap(({ sessionId, read, words, notes }) => [
          say('bundle.answered', { sessionId, done: Math.round(words), sent: Math.round(read) }),
          ...notes.slice(0, 2),
        ]),
    },
  ];
};
