import { memo, type ReactNode } from 'react';
import { inReadingOrder, type HealthRow } from '../../shared/health/health-row.ts';
import { timeOfDay } from '../format.ts';
import { EventLinks } from '../parts/event-link.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { textIn } from '../../shared/words/words.ts';
import { text } from '../text.ts';

export function HealthRows({ rows }: { rows: readonly HealthRow[] }): ReactNode {
  const { columns } = text.health;
  return (
    <div className="health-table" role="table" aria-label={text.health.rows}>
      <div role="row" className="health-row health-head">
        {Object.values(columns).map((name) => (
          <span key={name} role="columnheader">
            {name}
          </span>
        ))}
      </div>
      {inReadingOrder(rows).map((row) => (
        <OneRow key={row.id} row={row} />
      ))}
    </div>
  );
}

const OneRow = memo(
  function OneRow({ row }: { row: HealthRow }): ReactNode {
    const { level, limit, sinceMs, eventIds, next, isExpected } = row;
    return (
      <div role="row" className="health-row" data-level={level} data-expected={isExpected} data-row={row.id}>
        <span role="rowheader" className="health-what">
          <StateIcon level={level} />
          <span>
            <span className="visually-hidden">{text.statusLine.levels[level]}: </span>
            {textIn(row, 'title')}
            {!isExpected && <span className="health-aside">{text.health.notExpected}</span>}
          </span>
        </span>
        <span role="cell" className="health-value">
          {textIn(row, 'value')}
          {limit !== null && (
            <span className="health-aside">
              {text.health.limit} {textIn(row, 'limit')}
            </span>
          )}
        </span>
        <span role="cell" className="health-since">
          {sinceMs === null ? '' : timeOfDay(sinceMs).slice(0, 8)}
        </span>
        <span role="cell" className="health-evidence">
          {eventIds.length === 0 ? (
            <span aria-hidden="true">{text.health.noEvidence}</span>
          ) : (
            <EventLinks seqs={eventIds} />
          )}
        </span>
        <span role="cell" className="health-next">
          {next !== null && textIn(row, 'next')}
        </span>
      </div>
    );
  },
  // Each look brings all rows anew; only those that say something else are drawn.
  (before, after) => JSON.stringify(before.row) === JSON.stringify(after.row),
);
