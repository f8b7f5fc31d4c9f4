import { evidenceOf, type Analyser } from '../facts.ts';

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
    receipt.notes.filter((note) => restarted.test(note)).map((note) => `session ${sessionId}: ${note}`),
  );
  const lost = sessions.flatMap(({ sessionId, receipt }) =>
    receipt.notes.filter((note) => wiped.test(note)).map((note) => `session ${sessionId}: ${note}`),
  );
  return [
    ...(seen.length + notes.length === 0
      ? []
      : [
          {
            id: 'backend-restarted',
            level: 'warning' as const,
            title: 'The backend restarted while a session was streaming to it.',
            evidence: [...evidenceOf(seen), ...notes.slice(0, 3)],
            next: 'Ask who runs the backend why it restarted at that time (a deployment, a crash, too little memory).',
          },
        ]),
    ...(lost.length === 0
      ? []
      : [
          {
            id: 'backend-wiped-audio',
            level: 'bad' as const,
            title: 'The backend lost sound that it had been sent.',
            evidence: lost.slice(0, 4),
            next: 'Send the session again, or transcribe its kept sound: it is on this machine.',
          },
        ]),
  ];
};
