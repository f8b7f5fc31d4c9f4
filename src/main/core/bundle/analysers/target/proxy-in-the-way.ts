import { evidenceOf, type Analyser } from '../facts.ts';
import { say, sentence, tellAll } from '../../../../../shared/words/all-words.ts';

const proxyWords = /\bprox(?:y|ies)\b|http-407|CONNECT\b/i;

/** A proxy that refuses, or answers instead of the target. */
export const proxyInTheWay: Analyser = ({ events, checks }) => {
  const refused = events.filter(
    ({ type, reason }) => type === 'connection.ended' && proxyWords.test(reason ?? ''),
  );
  const check = checks.find(({ id, status }) => id === 'proxy' && status !== 'ok');
  if (refused.length === 0 && check === undefined) return [];
  return [
    {
      id: 'proxy',
      level: refused.length > 0 ? 'bad' : 'warning',
      ...tellAll({ title: sentence('bundle.proxy'), next: sentence('bundle.proxy.next') }),
      evidence: [
        ...evidenceOf(refused),
        ...(check === undefined ? [] : [say('bundle.check', { title: check.title, found: check.found })]),
      ],
    },
  ];
};
