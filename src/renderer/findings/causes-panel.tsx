import type { ReactNode } from 'react';
import { isByDesign } from '../../shared/events/finding-rules.ts';
import type { AnalysisReport, Cause, CauseTotal, Finding } from '../../shared/events/findings.ts';
import { hrefOf } from '../app/route.ts';
import { bytes, count, dateTime } from '../format.ts';
import { Disclosure } from '../parts/layout/disclosure.tsx';
import { Empty } from '../parts/layout/empty.tsx';
import { EventLinks } from '../parts/event-link.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';
import { EventComparison } from './event-comparison.tsx';
import { say } from '../../shared/words/words.ts';

/** Groups by cause; each opens to its findings, and each finding to its events. */
export function CausesPanel(props: { report: AnalysisReport; sessionId: string | null }): ReactNode {
  const { report, sessionId } = props;
  const { byCause, findings } = report;
  return (
    <Panel title={text.findings.causes} className="findings-wide">
      {byCause.length === 0 && <Empty>{text.findings.noCauses}</Empty>}
      <div className="causes">
        {byCause.map((total) => (
          <Disclosure key={total.cause} label={labelOf(total)}>
            <p className="findings-note">
              <a href={eventsOf(total.cause, sessionId)}>{text.findings.allOfCause}</a>
            </p>
            <FindingList total={total} findings={findings.filter(({ cause }) => cause === total.cause)} />
          </Disclosure>
        ))}
      </div>
    </Panel>
  );
}

const eventsOf = (cause: Cause, sessionId: string | null): string =>
  hrefOf({ page: 'events', event: null, filter: { sessionId: sessionId ?? '', cause } });

function labelOf({ cause, repeats, bytesWasted }: CauseTotal): string {
  const name = say(`cause.${cause}`);
  if (isByDesign(cause)) return `${name}: ${count(repeats)}`;
  return `${name}: ${text.findings.repeats(count(repeats))}, ${text.findings.wasted(bytes(bytesWasted))}`;
}

function FindingList(props: { total: CauseTotal; findings: readonly Finding[] }): ReactNode {
  const { total, findings } = props;
  return (
    <>
      {findings.length < total.findings && (
        <p className="findings-note">{text.findings.listed(count(findings.length), count(total.findings))}</p>
      )}
      <ul className="finding-list">
        {findings.map((finding) => (
          // By its first two events, which stay the same when more of its kind come: what is open stays open.
          <li key={finding.eventIds.slice(0, 2).join()} className="finding">
            <p>{finding.evidence}</p>
            <p className="findings-note">
              {dateTime(new Date(finding.atMs).toISOString())} · {finding.type} ·{' '}
              {text.findings.certainty(Math.round(finding.confidence * 100))}
              {!isByDesign(finding.cause) && ` · ${text.findings.wasted(bytes(finding.bytesWasted))}`}
            </p>
            {!isByDesign(finding.cause) && (
              <p className="findings-note">
                <strong>{text.findings.confirm}</strong> {finding.confirm}
              </p>
            )}
            <EventLinks seqs={finding.eventIds} />
            <Disclosure label={text.findings.sideBySide}>
              <EventComparison ids={finding.eventIds} />
            </Disclosure>
          </li>
        ))}
      </ul>
    </>
  );
}
