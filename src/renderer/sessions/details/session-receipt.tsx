import type { ReactNode } from 'react';
import type { Receipt } from '../../../shared/session/receipt.ts';
import type { SessionReport } from '../../../shared/session/session.ts';
import { sayIt } from '../../../shared/words/words.ts';
import { Panel } from '../../parts/panel.tsx';
import { text } from '../../text.ts';
import { SendSession } from './send-session.tsx';

const words = text.receipt;
const columns = ['capturedSec', 'speechSec', 'sentSec', 'deliveredSec', 'transcribedSec'] as const;

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
      <Minutes minutes={receipt.minutes} />
      {report.state !== 'recording' && report.state !== 'stopping' && <SendSession report={report} />}
    </Panel>
  );
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
