import { useMemo, type ReactNode } from 'react';
import type { Receipt } from '../../../shared/session/receipt.ts';
import type { SessionReport } from '../../../shared/session/session.ts';
import { sayIt } from '../../../shared/words/words.ts';
import { later } from '../../parts/later.tsx';
import { Panel } from '../../parts/layout/panel.tsx';
import { text } from '../../text.ts';
import { SendSession } from './send-session.tsx';

const words = text.receipt;
const columns = ['capturedSec', 'speechSec', 'sentSec', 'deliveredSec', 'transcribedSec'] as const;

// One or two points are no line.
const fewestMinutes = 3;
const seconds = (value: number): string => `${value.toFixed(1)} s`;
const Chart = later(async () => (await import('../../charts/chart.tsx')).Chart);

/** What became of each minute, what went otherwise than planned, and what can be sent again. */
export function SessionReceipt({ report }: { report: SessionReport }): ReactNode {
  const { receipt } = report;
  if (receipt.minutes.length === 0) return null;
  return (
    <Panel title={words.title} className="session-receipt">
      {receipt.notes.length === 0 && receipt.undelivered.length === 0 ? (
        <p className="receipt-notes">{words.allWell}</p>
      ) : (
        <ul className="receipt-notes">
          {receipt.notes.map((note, at) => (
            <li key={note}>{receipt.said?.[at] === undefined ? note : sayIt(receipt.said[at], note)}</li>
          ))}
          {receipt.undelivered.map(({ target, sec }) => (
            <li key={target}>{words.undelivered(sec.toFixed(1), target)}</li>
          ))}
        </ul>
      )}
      {receipt.minutes.length >= fewestMinutes && (
        <MinutesChart minutes={receipt.minutes} startedAt={report.startedAt} />
      )}
      <Minutes minutes={receipt.minutes} />
      {report.state !== 'recording' && report.state !== 'stopping' && <SendSession report={report} />}
    </Panel>
  );
}

function MinutesChart({ minutes, startedAt }: Pick<Receipt, 'minutes'> & { startedAt: string }): ReactNode {
  // The same objects as long as the receipt is the same: the chart draws anew when they change.
  const { atMs, series } = useMemo(() => {
    const startedMs = Date.parse(startedAt);
    return {
      atMs: minutes.map(({ minute }) => startedMs + minute * 60_000),
      series: columns.map((column) => ({
        label: words.columns[column],
        values: minutes.map((minute) => minute[column]),
      })),
    };
  }, [minutes, startedAt]);
  return <Chart title={words.chart} atMs={atMs} series={series} format={seconds} />;
}

function Minutes({ minutes }: { minutes: Receipt['minutes'] }): ReactNode {
  return (
    <div className="receipt-scroll" role="region" aria-label={words.caption} tabIndex={0}>
      <table className="receipt-table">
        <caption>{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.minute}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {words.columns[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {minutes.map((minute) => (
            <tr key={minute.minute}>
              <th scope="row">{minute.minute}</th>
              {columns.map((column) => (
                <td key={column}>{minute[column].toFixed(1)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
