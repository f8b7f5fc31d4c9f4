import type { ReactNode } from 'react';
import { count, timeOfDay } from '../format.ts';
import { EventLink } from '../parts/event-link.tsx';
import { text } from '../text.ts';
import { laneName } from './lane-name.ts';
import type { Span } from './span.ts';
import type { Timeline } from './timeline-model.ts';
import { DataTable } from '../parts/layout/data-table.tsx';

const mostRows = 500;

/** The same stretch as rows, for those who cannot see or point. */
export function TimelineTable({ timeline, span }: { timeline: Timeline; span: Span }): ReactNode {
  const { lanes, marks, arrows } = timeline;
  const nameOf = (id: string): string => {
    const lane = lanes.find((one) => one.id === id);
    return lane === undefined ? id : laneName(lane);
  };
  const rows = [
    ...arrows.map(({ seq, what, from, to, isRepeat }) => ({
      seq,
      atMs: to.atMs,
      what: `${text.timeline.arrows[what]}${isRepeat ? `, ${text.timeline.again}` : ''}`,
      where: `${nameOf(from.lane)} → ${nameOf(to.lane)}`,
      took: what === 'chunk' ? '' : text.timeline.took(to.atMs - from.atMs),
    })),
    ...marks.map(({ seq, atMs, name, lane }) => ({ seq, atMs, what: name, where: nameOf(lane), took: '' })),
  ]
    .filter(({ atMs }) => atMs >= span.fromMs && atMs <= span.untilMs)
    .sort((a, b) => a.atMs - b.atMs || a.seq - b.seq);
  return (
    <DataTable
      label={text.timeline.table}
      columns={Object.values(text.timeline.columns)}
      className="timeline-table"
      note={
        rows.length > mostRows && (
          <p className="timeline-note">{text.timeline.firstRows(count(mostRows), count(rows.length))}</p>
        )
      }
    >
      {rows.slice(0, mostRows).map(({ seq, atMs, what, where, took }) => (
        <tr key={`${seq} ${what}`}>
          <td>{timeOfDay(atMs)}</td>
          <td>
            <EventLink seq={seq} />
          </td>
          <td>{what}</td>
          <td>{where}</td>
          <td>{took}</td>
        </tr>
      ))}
    </DataTable>
  );
}
