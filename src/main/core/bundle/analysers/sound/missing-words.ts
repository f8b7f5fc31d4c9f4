import type { Analyser } from '../facts.ts';

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
      title: 'Speech reached the target and no words came back for part of it.',
      evidence: bad
        .slice(0, 4)
        .flatMap(({ sessionId, read, words, notes }) => [
          `session ${sessionId}: ${Math.round(words)} of ${Math.round(read)} s answered`,
          ...notes.slice(0, 2),
        ]),
      next: 'Send the session again, or transcribe its kept sound with a speech engine: the audio is on this machine.',
    },
  ];
};
