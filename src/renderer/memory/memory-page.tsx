import { useState, type ReactNode } from 'react';
import type { MemoryProcess } from '../../shared/health/memory.ts';
import { ChartList, seriesOf } from '../charts/chart-list.tsx';
import { useSamples } from '../charts/use-samples.ts';
import { useCommand } from '../connection/bridge-hooks.ts';
import { useRefreshedAnswer } from '../connection/use-refreshed-answer.ts';
import { bytes, shortTime } from '../format.ts';
import { useOpened } from '../opened/opened-context.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/layout/empty.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { SelectField } from '../parts/fields/select-field.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { wordsIn } from '../../shared/words/words.ts';
import { text } from '../text.ts';
import { DataTable } from '../parts/layout/data-table.tsx';
import './memory.css';

const hourMs = 3_600_000;
const windows = {
  '600000': text.memory.windows.tenMinutes,
  '3600000': text.memory.windows.hour,
  '86400000': text.memory.windows.day,
  '2592000000': text.memory.windows.month,
};

/** Memory by process, over which time, and whether it leaks. */
export function MemoryPage(): ReactNode {
  const [windowMs, setWindowMs] = useState(hourMs);
  const { opened } = useOpened();
  const { data: memory, error } = useRefreshedAnswer('memory.get', { windowMs });
  return (
    <div className="memory-page">
      <Panel
        title={text.memory.processes}
        tools={
          <SelectField
            label={text.memory.window}
            value={String(windowMs)}
            options={Object.entries(windows).map(([value, label]) => ({ value, label }))}
            onChange={(value) => setWindowMs(Number(value))}
          />
        }
      >
        <CommandError error={error} />
        {memory === undefined ? (
          error === null && <Empty>{text.loading}</Empty>
        ) : (
          <>
            <ProcessTable processes={memory.processes} />
            {memory.notes.map((note) => (
              <p key={note} className="memory-note">
                {note}
              </p>
            ))}
          </>
        )}
      </Panel>
      <Charts windowMs={windowMs} />
      {opened === null && <Snapshot />}
    </div>
  );
}

const leakLevels = { growing: 'warning', flat: 'good', shrinking: 'good', 'too-short': 'unknown' } as const;

function ProcessTable({ processes }: { processes: readonly MemoryProcess[] }): ReactNode {
  const { columns } = text.memory;
  const cell = (value: number | undefined): string => (value === undefined ? '' : bytes(value));
  return (
    <DataTable label={text.memory.table} columns={Object.values(columns)} className="memory-table">
      {processes.map(({ series, title, figures, leak }) => (
        <tr key={series}>
          <th scope="row">{title}</th>
          <td data-label={columns.rss}>{cell(figures.rssBytes)}</td>
          <td data-label={columns.heap}>{cell(figures.heapUsedBytes)}</td>
          <td data-label={columns.external}>{cell(figures.externalBytes)}</td>
          <td className="memory-leak">
            <StateIcon level={leakLevels[leak.kind]} />
            <span>{wordsIn(leak)}</span>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

const prefixes = ['process.', 'thread.', 'loop.', 'system.'] as const;
const percent = (value: number): string => `${Math.round(value * 100)} %`;

function Charts({ windowMs }: { windowMs: number }): ReactNode {
  const { columns, error } = useSamples(prefixes, windowMs);
  const { charts, lines } = text.memory;
  return (
    <ChartList
      title={charts.title}
      nothing={charts.nothing}
      atMs={columns.atMs}
      error={error}
      charts={[
        { title: charts.processes, series: seriesOf(columns, lines.processes), format: bytes },
        { title: charts.heaps, series: seriesOf(columns, lines.heaps), format: bytes },
        { title: charts.delay, series: seriesOf(columns, lines.delay), format: shortTime },
        { title: charts.busy, series: seriesOf(columns, lines.busy), format: percent },
        { title: charts.system, series: seriesOf(columns, lines.system), format: bytes },
      ]}
    />
  );
}

function Snapshot(): ReactNode {
  const snapshot = useCommand('memory.snapshot');
  const { heap } = text.memory;
  return (
    <Panel title={heap.title}>
      <div className="memory-heap">
        <p>{heap.warning}</p>
        <button
          type="button"
          aria-disabled={snapshot.isPending}
          onClick={() => snapshot.isPending || snapshot.mutate({})}
        >
          {snapshot.isPending ? heap.taking : heap.take}
        </button>
        <CommandError error={snapshot.error} />
        {snapshot.data !== undefined && (
          <p role="status">{heap.done(snapshot.data.path, bytes(snapshot.data.bytes))}</p>
        )}
      </div>
    </Panel>
  );
}
