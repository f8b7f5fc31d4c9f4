import { isByDesign, mostEventIds, mostFindings } from '../../../../shared/events/finding-rules.ts';
import { causes } from '../../../../shared/events/event-names.ts';
import type { Cause, CauseTotal, Finding } from '../../../../shared/events/findings.ts';
import type { Verdict } from '../../../../shared/events/causes.ts';
import type { FrameMark } from '../../monitor/monitor.ts';
import { sentence, tellAll } from '../../../../shared/words/all-words.ts';
import { evidenceOf } from './evidence.ts';
import type { Circumstances, OpenFinding } from './open-finding.ts';

export type NewFinding = {
  cause: Cause;
  /** The original and its repeat; one event where the same frame was delivered twice. */
  events: readonly [FrameMark, ...FrameMark[]];
  repeats: number;
  bytesWasted: number;
  confidence: number;
  circumstances: Circumstances;
};

/** Gathers groups, lists the first of each cause and counts them all. */
export type FindingCollector = {
  open(finding: NewFinding): OpenFinding;
  /** One more event says the same. */
  extend(finding: OpenFinding, event: FrameMark, bytesWasted: number): void;
  /** Later events showed that it was something else. */
  reclassify(finding: OpenFinding, cause: Cause, confidence: number): void;
  totals(): CauseTotal[];
  findings(): Finding[];
};

/** Hears which events a verdict or a cause is about. */
export type Marking = {
  mark(name: Cause | Verdict, seq: number): void;
  unmark(name: Cause | Verdict, seq: number): void;
};

export function createFindingCollector(marking: Marking | null = null): FindingCollector {
  const totals = new Map<Cause, { findings: number; repeats: number; bytesWasted: number }>();
  const listed: OpenFinding[] = [];

  function totalOf(cause: Cause): { findings: number; repeats: number; bytesWasted: number } {
    const known = totals.get(cause);
    if (known !== undefined) return known;
    const fresh = { findings: 0, repeats: 0, bytesWasted: 0 };
    totals.set(cause, fresh);
    return fresh;
  }

  return {
    open({ cause, events, repeats, bytesWasted, confidence, circumstances }) {
      const total = totalOf(cause);
      total.findings += 1;
      total.repeats += repeats;
      total.bytesWasted += bytesWasted;
      const finding: OpenFinding = {
        cause,
        facts: events[0],
        eventIds: events.map(({ seq }) => seq),
        events: events.length,
        repeats,
        bytesWasted,
        confidence,
        circumstances,
      };
      if (total.findings <= mostFindings) listed.push(finding);
      for (const seq of finding.eventIds) marking?.mark(cause, seq);
      return finding;
    },
    extend(finding, event, bytesWasted) {
      const total = totalOf(finding.cause);
      total.repeats += 1;
      total.bytesWasted += bytesWasted;
      finding.events += 1;
      finding.repeats += 1;
      finding.bytesWasted += bytesWasted;
      if (finding.eventIds.length < mostEventIds) finding.eventIds.push(event.seq);
      marking?.mark(finding.cause, event.seq);
    },
    reclassify(finding, cause, confidence) {
      // A finding is seen as something else while it is young: all its events are listed.
      for (const seq of finding.eventIds) {
        marking?.unmark(finding.cause, seq);
        marking?.mark(cause, seq);
      }
      const from = totalOf(finding.cause);
      from.findings -= 1;
      from.repeats -= finding.repeats;
      from.bytesWasted -= finding.bytesWasted;
      const to = totalOf(cause);
      to.findings += 1;
      to.repeats += finding.repeats;
      to.bytesWasted += finding.bytesWasted;
      finding.cause = cause;
      finding.confidence = confidence;
    },
    totals: () =>
      causes.flatMap((cause) => {
        const total = totals.get(cause);
        return total === undefined || total.findings === 0 ? [] : [{ cause, ...total }];
      }),
    findings: () => listed.map(asFinding).sort(byWeight),
  };
}

function asFinding(finding: OpenFinding): Finding {
  const { cause, facts, eventIds, events, repeats, bytesWasted, confidence } = finding;
  return {
    cause,
    type: facts.canonical,
    sessionId: facts.sessionId,
    target: facts.target,
    eventIds,
    events,
    repeats,
    atMs: facts.wallMs,
    bytesWasted,
    confidence,
    ...tellAll({ evidence: evidenceOf(finding), confirm: sentence(`finding.${cause}.confirm`) }),
  };
}

/** Faults before what is by design, then by cause, then by what it costs. */
function byWeight(a: Finding, b: Finding): number {
  return (
    Number(isByDesign(a.cause)) - Number(isByDesign(b.cause)) ||
    causes.indexOf(a.cause) - causes.indexOf(b.cause) ||
    b.bytesWasted - a.bytesWasted ||
    (a.eventIds[0] ?? 0) - (b.eventIds[0] ?? 0)
  );
}
