import { useState, type ReactNode } from 'react';
import type { MonitorVerdict, StoredEvent } from '../../../shared/events/events.ts';
import { useTopic } from '../../connection/bridge-hooks.ts';
import { bytes } from '../../format.ts';
import { Empty } from '../../parts/layout/empty.tsx';
import { EventLink } from '../../parts/event-link.tsx';
import { text } from '../../text.ts';
import { DataTable } from '../../parts/layout/data-table.tsx';

const words = text.bench.tap;
// As many as can be looked at while more come.
const mostShown = 15;

/** What goes through a tap now, with the monitor's verdict, the newest first. */
export function LiveMessages({ port, sessionId }: { port: number; sessionId: string }): ReactNode {
  const [latest, setLatest] = useState<readonly StoredEvent[]>([]);
  useTopic('events', (events) => {
    const ours = events.filter((event) => event.sessionId === sessionId && event.direction !== null);
    if (ours.length > 0) setLatest((known) => [...ours.toReversed(), ...known].slice(0, mostShown));
  });
  if (latest.length === 0) return <Empty>{words.nothingYet}</Empty>;
  return (
    <DataTable label={words.live(port)} columns={Object.values(words.columns)}>
      {latest.map(({ seq, direction, type, bytes: size, verdict, reason }) => (
        <tr key={seq}>
          <td>
            <EventLink seq={seq} filter={{ sessionId }} />
          </td>
          <td>{direction === null ? '' : words.ways[direction]}</td>
          <td>
            {type}
            {reason !== null && <p className="bench-note">{reason}</p>}
          </td>
          <td>{size === null ? '' : bytes(size)}</td>
          <td>{verdict === undefined ? '' : verdictText(verdict)}</td>
        </tr>
      ))}
    </DataTable>
  );
}

function verdictText({ isDuplicate, isDeprecated, validationErrors }: MonitorVerdict): string {
  const said = [
    ...(isDuplicate ? [words.duplicate] : []),
    ...(isDeprecated ? [words.deprecated] : []),
    ...(validationErrors.length > 0 ? [words.broken(validationErrors.length)] : []),
  ];
  return said.length === 0 ? words.fine : said.join(', ');
}
