import { evidenceOf, type Analyser } from '../facts.ts';
import { sentence, tellAll } from '../../../../../shared/words/all-words.ts';

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
            ...tellAll({
              title: sentence('bundle.engine-quota'),
              next: sentence('bundle.engine-quota.next'),
            }),
            evidence: evidenceOf(quota),
          },
        ]),
    ...(key.length === 0
      ? []
      : [
          {
            id: 'engine-key',
            level: 'bad' as const,
            ...tellAll({ title: sentence('bundle.engine-key'), next: sentence('bundle.engine-key.next') }),
            evidence: evidenceOf(key),
          },
        ]),
  ];
};
