import { evidenceOf, type Analyser } from '../facts.ts';

const aboutQuota = /limit|quota|429|retry-after|too many requests|rate/i;
const aboutKey = /401|403|key|not allowed|unauthori[sz]ed/i;

/** A speech engine that refuses for the account's limits, or for its key. */
export const engineQuota: Analyser = ({ events }) => {
  const waiting = events.filter(({ type, kind }) => kind === 'engine' && /waiting|parked/.test(type));
  const quota = waiting.filter(({ reason }) => aboutQuota.test(reason ?? ''));
  const key = waiting.filter(({ reason }) => aboutKey.test(reason ?? '') && !aboutQuota.test(reason ?? ''));
  return [
    ...(quota.length === 0
      ? []
      : [
          {
            id: 'engine-quota',
            level: 'warning' as const,
            title: 'The speech engine waited because its limits were reached.',
            evidence: evidenceOf(quota),
            next: 'Wait for the limit to end (what waits is sent then), use another engine, or raise the limit of the account.',
          },
        ]),
    ...(key.length === 0
      ? []
      : [
          {
            id: 'engine-key',
            level: 'bad' as const,
            title: 'The speech engine refused the key.',
            evidence: evidenceOf(key),
            next: 'Enter the key again in the settings, or set it in the environment.',
          },
        ]),
  ];
};
