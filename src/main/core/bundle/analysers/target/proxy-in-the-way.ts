import { evidenceOf, type Analyser } from '../facts.ts';

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
      title: 'A proxy stands between this machine and the target.',
      evidence: [...evidenceOf(refused), ...(check === undefined ? [] : [`${check.title}: ${check.found}`])],
      next: 'Check the proxy in the settings, or ask for an exception for the target: it has to let WebSockets through.',
    },
  ];
};
