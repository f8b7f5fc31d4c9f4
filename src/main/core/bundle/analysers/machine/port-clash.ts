import { evidenceOf, type Analyser } from '../facts.ts';

const inUse = /EADDRINUSE|address (?:is )?(?:already )?in use|port \d+ is (?:taken|in use|used)/i;

/** A port that another program has. */
export const portClash: Analyser = ({ events, checks }) => {
  const clashes = events.filter(({ reason }) => inUse.test(reason ?? ''));
  const bad = checks.filter(({ found, status }) => status !== 'ok' && inUse.test(found));
  if (clashes.length + bad.length === 0) return [];
  return [
    {
      id: 'port-clash',
      level: 'bad',
      title: 'A port that the app needs is used by another program.',
      evidence: [...bad.map(({ title, found }) => `${title}: ${found}`), ...evidenceOf(clashes)],
      next: 'Stop the other program, or choose another port.',
    },
  ];
};
