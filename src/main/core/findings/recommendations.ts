import { isByDesign } from '../../../shared/events/finding-rules.ts';
import type {
  CauseTotal,
  DeprecatedUse,
  Drift,
  Finding,
  Recommendation,
  Violation,
} from '../../../shared/events/findings.ts';
import { sentence, tellAll } from '../../../shared/words/all-words.ts';

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
      ...tellAll({
        text: sentence(`advice.${cause}`),
        why:
          cause === 'id-reused'
            ? sentence('advice.reused', { events: repeats })
            : sentence('advice.wasted', { repeats, bytes: bytesWasted }),
      }),
      eventIds: findings
        .filter((finding) => finding.cause === cause)
        .flatMap(({ eventIds }) => eventIds)
        .slice(0, mostIds)
        .toSorted((a, b) => a - b),
    }));
}

function driftOf(drift: readonly Drift[]): Recommendation[] {
  return drift.map(({ type, path, change, was, is, eventId }) => ({
    ...tellAll({
      text: sentence('advice.drift', { path, type }),
      why:
        change === 'type-changed'
          ? sentence('advice.drift.type-changed', { path, was, is })
          : sentence(`advice.drift.${change}`, { path }),
    }),
    eventIds: [eventId],
  }));
}

function deprecatedOf(deprecated: readonly DeprecatedUse[]): Recommendation[] {
  return deprecated.map((use) => ({
    ...tellAll(
      use.isSafeToRemove
        ? {
            text: sentence('advice.remove-support', { name: use.name }),
            why: sentence('advice.did-without', { sessions: use.sessionsSince, target: use.target ?? '' }),
          }
        : {
            text: sentence('advice.use-new', { name: use.name, replacement: use.replacement }),
            why: sentence('advice.share', {
              events: use.events,
              percent: Math.round(use.share * 100),
              target: use.target ?? '',
            }),
          },
    ),
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
      ...tellAll({
        text:
          found === 'missing'
            ? sentence('advice.add', { paths, type })
            : sentence('advice.send-as', { paths, type, expected }),
        why: sentence('advice.found', { found, events: most }),
      }),
      eventIds: [...new Set(group.map(({ sampleId }) => sampleId))]
        .slice(0, mostIds)
        .toSorted((a, b) => a - b),
    };
  });
}
