import { evidenceOf, type Analyser } from '../facts.ts';
import { say, sentence, tellAll } from '../../../../../shared/words/all-words.ts';

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
      ...tellAll({ title: sentence('bundle.port-clash'), next: sentence('bundle.port-clash.next') }),
      evidence: [
        ...bad.map(({ title, found }) => say('bundle.check', { title, found })),
        ...evidenceOf(clashes),
      ],
    },
  ];
};
