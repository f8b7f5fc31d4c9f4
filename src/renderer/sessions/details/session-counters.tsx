import type { ReactNode } from 'react';
import type { SessionReport } from '../../../shared/session/session.ts';
import { bytes, count } from '../../format.ts';
import { Panel } from '../../parts/layout/panel.tsx';
import { text } from '../../text.ts';

const words = text.stages;

export function SessionCounters({ report }: { report: SessionReport }): ReactNode {
  const { chunks, events } = report;
  const byType = Object.entries(events.byType).toSorted(([, a], [, b]) => b - a);
  const isStreamed = report.mode !== 'capture-only';
  const unit = report.mode === 'direct' ? words.segments : words.chunks;
  return (
    <Panel title={text.sessions.counters}>
      <dl className="facts">
        {isStreamed && (
          <>
            <dt>{words.captured}</dt>
            <dd>
              {count(chunks.captured)} {unit}
              {chunks.silent > 0 && ` (${words.silent(count(chunks.silent))})`}
            </dd>
            <dt>{words.sent}</dt>
            <dd>
              {count(chunks.sent)} {unit}
              {chunks.retried > 0 && ` (${words.retried(count(chunks.retried))})`}
            </dd>
            <dt>{words.delivered}</dt>
            <dd>
              {count(chunks.delivered)} {unit}
            </dd>
            {report.mode === 'stream' && (
              <>
                <dt>{words.traffic}</dt>
                <dd>{words.trafficOf(bytes(report.bytes.out), bytes(report.bytes.in))}</dd>
              </>
            )}
            <dt>{words.transcribed}</dt>
            <dd>
              {count(report.transcript.length)} {words.lines}
            </dd>
          </>
        )}
        <dt>{words.stored}</dt>
        <dd>
          {count(events.total)} {words.events}
        </dd>
      </dl>
      {byType.length > 0 && (
        <table className="events-by-type">
          <caption>{text.sessions.eventsByType}</caption>
          <tbody>
            {byType.map(([type, total]) => (
              <tr key={type}>
                <th scope="row" className="mono">
                  {type}
                </th>
                <td>{count(total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
