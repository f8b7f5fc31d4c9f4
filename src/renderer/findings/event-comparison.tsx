import type { ReactNode } from 'react';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/layout/empty.tsx';
import { EventLink } from '../parts/event-link.tsx';
import { text } from '../text.ts';
import { compareEvents } from './compare-events.ts';

/** The events of one finding as columns, with the fields that differ marked. */
export function EventComparison({ ids }: { ids: readonly number[] }): ReactNode {
  const { data: events, error } = useAnswer('analysis.events', { ids: [...ids] });
  if (error !== null) return <CommandError error={error} />;
  if (events === undefined) return <Empty>{text.loading}</Empty>;
  if (events.length === 0) return <Empty>{text.findings.gone}</Empty>;
  return (
    <div className="comparison-scroll" tabIndex={0} role="region" aria-label={text.findings.sideBySide}>
      <table className="comparison">
        <thead>
          <tr>
            <th scope="col">{text.findings.field}</th>
            {events.map(({ seq }) => (
              <th key={seq} scope="col">
                <EventLink seq={seq} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {compareEvents(events).map(({ field, values, differs }) => (
            <tr key={field} data-differs={differs || undefined}>
              <th scope="row">
                {field}
                {differs && <span className="differs">{text.findings.differs}</span>}
              </th>
              {values.map((value, column) => (
                <td key={events[column]?.seq}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
