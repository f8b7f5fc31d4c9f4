import {
  isByDesign,
  type Cause,
  type CauseTotal,
  type DeprecatedUse,
  type Drift,
  type Finding,
  type Recommendation,
  type Violation,
} from '../../../shared/events/findings.ts';
import { counted } from '../../../shared/plural.ts';

const advice: Readonly<Partial<Record<Cause, string>>> = {
  'old-new-pair': 'Let the backend send each message under its new name only.',
  'double-send': 'Send each message once: look for two send calls in the sender.',
  'answered-twice':
    'Let a buffer be taken once: by the background check, by a full buffer or by the end of the meeting.',
  'id-reused': 'Give each buffer an id of its own: clients that go by it lose words.',
  replay: 'After a reconnect, continue where the last connection ended instead of sending again.',
  'double-socket': 'Open one connection per meeting, and close the old one before a new one is opened.',
  'double-listener': 'Remove the message listener before it is added again.',
  'client-retry': 'Look at the connection: chunks were sent again because their delivery was not confirmed.',
  echo: 'Use headphones, or record one of the two tracks: the microphone hears the loudspeaker.',
  'near-duplicate':
    'Listen to the places that were said nearly twice; the target may transcribe overlapping audio.',
  unexplained: 'Look at the unexplained duplicates side by side.',
};
const mostIds = 10;

/** What to do, most useful first: what costs bytes, then what will break, then what is merely untidy. */
export function recommend(found: {
  totals: readonly CauseTotal[];
  findings: readonly Finding[];
  violations: readonly Violation[];
  deprecated: readonly DeprecatedUse[];
  drift: readonly Drift[];
}): Recommendation[] {
  return [
    ...faultsOf(found.totals, found.findings),
    ...driftOf(found.drift),
    ...deprecatedOf(found.deprecated),
    ...violationsOf(found.violations),
  ];
}

function faultsOf(totals: readonly CauseTotal[], findings: readonly Finding[]): Recommendation[] {
  return totals
    .filter(({ cause }) => !isByDesign(cause))
    .toSorted((a, b) => b.bytesWasted - a.bytesWasted || b.repeats - a.repeats)
    .map(({ cause, repeats, bytesWasted }) => ({
      text: advice[cause] ?? '',
      why:
        cause === 'id-reused'
          ? `${counted(repeats, 'event')} with an id that was given before.`
          : `${counted(repeats, 'duplicate event')}, ${counted(bytesWasted, 'byte')} wasted.`,
      eventIds: findings
        .filter((finding) => finding.cause === cause)
        .flatMap(({ eventIds }) => eventIds)
        .slice(0, mostIds),
    }));
}

function driftOf(drift: readonly Drift[]): Recommendation[] {
  return drift.map(({ type, path, change, was, is, eventId }) => ({
    text: `Check everything that reads ${path} of ${type}: the target has changed it.`,
    why: `${path} ${change === 'type-changed' ? `was ${was} and is ${is}` : change}.`,
    eventIds: [eventId],
  }));
}

function deprecatedOf(deprecated: readonly DeprecatedUse[]): Recommendation[] {
  return deprecated.map((use) => ({
    text: use.isSafeToRemove
      ? `Remove the support for ${use.name}: it is not needed any more.`
      : `Use ${use.replacement} instead of ${use.name}.`,
    why: use.isSafeToRemove
      ? `The last ${counted(use.sessionsSince, 'session')} with ${use.target ?? 'this target'} did without it.`
      : `${counted(use.events, 'event')}, ${Math.round(use.share * 100)} % of all messages of this meaning, from ${use.target ?? 'an unknown target'}.`,
    eventIds: [use.firstId, ...(use.lastId === use.firstId ? [] : [use.lastId])],
  }));
}

/** One sentence for all fields of a type that break the same rule. */
function violationsOf(violations: readonly Violation[]): Recommendation[] {
  const groups = Map.groupBy(
    violations.filter(({ isConstant }) => !isConstant),
    ({ type, expected, found }) => `${type}\n${expected}\n${found}`,
  );
  return [...groups.values()].map((group) => {
    const [{ type, expected, found }] = group as [Violation, ...Violation[]];
    const paths = group.map(({ path }) => path).join(', ');
    const most = Math.max(...group.map((violation) => violation.events));
    return {
      text:
        found === 'missing' ? `Add ${paths} to every ${type}.` : `Send ${paths} of ${type} as ${expected}.`,
      why: `Found ${found} in ${counted(most, 'event')}.`,
      eventIds: [...new Set(group.map(({ sampleId }) => sampleId))].slice(0, mostIds),
    };
  });
}
