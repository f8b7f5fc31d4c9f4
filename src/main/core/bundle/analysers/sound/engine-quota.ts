import { secretNames } from '../../../../../shared/settings/secrets.ts';
import type { Action } from '../../../../../shared/words/actions.ts';
import { evidenceOf, type Analyser, type AppEvent } from '../facts.ts';
import { sentence, tellAll } from '../../../../../shared/words/all-words.ts';

const aboutQuota = /limit|quota|429|retry-after|too many requests|rate/i;
/** Nothing was asked of it yet. */
const aboutSetup = /\bneeds an? /i;
const aboutKey = /401|403|key|not allowed|unauthori[sz]ed/i;

/** A speech engine that refuses for the account's limits or for its key, or lacks what it needs. */
export const engineQuota: Analyser = ({ events }) => {
  const waiting = events.filter(({ type, kind }) => kind === 'engine' && /waiting|parked/.test(type));
  const about = (what: RegExp, ...others: readonly RegExp[]): AppEvent[] =>
    waiting.filter(({ reason }) => what.test(reason ?? '') && !others.some((one) => one.test(reason ?? '')));
  const setup = about(aboutSetup);
  const quota = about(aboutQuota, aboutSetup);
  const key = about(aboutKey, aboutQuota, aboutSetup);
  return [
    ...(setup.length === 0
      ? []
      : [
          {
            id: 'engine-setup',
            level: 'bad' as const,
            ...tellAll({
              title: sentence('bundle.engine-setup'),
              next: sentence('bundle.engine-setup.next'),
            }),
            evidence: evidenceOf(setup),
            action: { do: 'set-up-engine' } as const,
          },
        ]),
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
            ...keyOf(key),
          },
        ]),
  ];
};

/** The key of the engine that refused last. */
function keyOf(refusals: readonly AppEvent[]): { action?: Action } {
  const name = secretNames.find((one) => one === refusals.at(-1)?.target);
  return name === undefined ? {} : { action: { do: 'enter-key', name } };
}
