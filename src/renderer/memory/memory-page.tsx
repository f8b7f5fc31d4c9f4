import { useEffect, useState, type ReactNode } from 'react';
import type { MemoryProcess } from '../../shared/health/memory.ts';
import { Chart } from '../charts/chart.tsx';
import { useSamples } from '../charts/use-samples.ts';
import { useAnswer, useCommand } from '../connection/bridge-hooks.ts';
import { useIsVisible } from '../connection/use-watched-topic.ts';
import { bytes } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/empty.tsx';
import { Panel } from '../parts/panel.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';
import './memory.css';

const hourMs = 3_600_000;
const windows = {
  '600000': text.memory.windows.tenMinutes,
  '3600000': text.memory.windows.hour,
  '86400000': text.memory.windows.day,
  '2592000000': text.memory.windows.month,
};
const refreshMs = 5_000;

/** Who takes memory, over which time, and whether it leaks. */
export function MemoryPage(): ReactNode {
  const [windowMs, setWindowMs] = useState(hourMs);
  const isVisible = useIsVisible();
  const { data: memory, error, refetch } = useAnswer('memory.get', { windowMs }, { staleTime: 0 });
  useEffect(() => {
    if (!isVisible) return undefined;
    const timer = setInterval(() => void refetch(), refreshMs);
    return () => clearInterval(timer);
  }, [isVisible, refetch]);
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
          <Empty>{error === null ? text.loading : text.memory.nothing}</Empty>
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
      <Snapshot />
    </div>
  );
}

const leakLevels = { growing: 'warning', flat: 'good', shrinking: 'good', 'too-short': 'unknown' } as const;

function ProcessTable({ processes }: { processes: readonly MemoryProcess[] }): ReactNode {
  const { columns } = text.memory;
  const cell = (value: number | undefined): string => (value === undefined ? '' : bytes(value));
  return (
    <div className="scroll-box memory-table" role="region" aria-label={text.memory.table} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {Object.values(columns).map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {processes.map(({ series, title, figures, leak }) => (
            <tr key={series}>
              <th scope="row">{title}</th>
              <td>{cell(figures.rssBytes)}</td>
              <td>{cell(figures.heapUsedBytes)}</td>
              <td>{cell(figures.externalBytes)}</td>
              <td className="memory-leak">
                <StateIcon level={leakLevels[leak.kind]} />
                <span>{leak.sentence}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const prefixes = ['process.', 'thread.', 'loop.', 'system.'] as const;
const percent = (value: number): string => `${Math.round(value * 100)} %`;
const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;

function Charts({ windowMs }: { windowMs: number }): ReactNode {
  const { columns, error } = useSamples(prefixes, windowMs);
  const { atMs, series } = columns;
  const lines = (names: Readonly<Record<string, string>>) =>
    Object.entries(names).flatMap(([name, label]) => {
      const values = series[name];
      return values === undefined ? [] : [{ label, values }];
    });
  const { charts, lines: labels } = text.memory;
  return (
    <Panel title={charts.title}>
      <CommandError error={error} />
      {atMs.length === 0 ? (
        <Empty>{charts.nothing}</Empty>
      ) : (
        <div className="memory-charts">
          <Chart title={charts.processes} atMs={atMs} series={lines(labels.processes)} format={bytes} />
          <Chart title={charts.heaps} atMs={atMs} series={lines(labels.heaps)} format={bytes} />
          <Chart title={charts.delay} atMs={atMs} series={lines(labels.delay)} format={milliseconds} />
          <Chart title={charts.busy} atMs={atMs} series={lines(labels.busy)} format={percent} />
          <Chart title={charts.system} atMs={atMs} series={lines(labels.system)} format={bytes} />
        </div>
      )}
    </Panel>
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
