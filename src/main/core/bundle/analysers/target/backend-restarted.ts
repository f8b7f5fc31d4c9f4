import { evidenceOf, type Analyser } from '../facts.ts';
import { say, sentence, tellAll } from '../../../../../shared/words/all-words.ts';

// As the receipt's notes and the link say it.
const restarted = /start(?:ed)? anew|restart/i;
const wiped = /held in memory|gone with it|wiped|lost there|buffer/i;

/** A backend that was started anew in mid-session, and what it held. */
export const backendRestarted: Analyser = ({ events, sessions }) => {
  const seen = events.filter(
    ({ kind, reason }) =>
      kind !== 'session' && restarted.test(reason ?? '') && !(reason ?? '').includes('computer'),
  );
  const notes = sessions.flatMap(({ sessionId, receipt }) =>
    receipt.notes
      .filter((note) => restarted.test(note))
      .map((note) => say('bundle.session', { sessionId, note })),
  );
  const lost = sessions.flatMap(({ sessionId, receipt }) =>
    receipt.notes
      .filter((note) => wiped.test(note))
      .map((note) => say('bundle.session', { sessionId, note })),
  );
  return [
    ...(seen.length + notes.length === 0
      ? []
      : [
          {
            id: 'backend-restarted',
            level: 'warning' as const,
            ...tellAll({
              title: sentence('bundle.backend-restarted'),
              next: sentence('bundle.backend-restarted.next'),
            }),
            evidence: [...evidenceOf(seen), ...notes.slice(0, 3)],
          },
        ]),
    ...(lost.length === 0
      ? []
      : [
          {
            id: 'backend-wiped-audio',
            level: 'bad' as const,
            ...tellAll({
              title: sentence('bundle.backend-wiped'),
              next: sentence('bundle.backend-wiped.next'),
            }),
            evidence: lost.slice(0, 4),
          },
        ]),
  ];
};
