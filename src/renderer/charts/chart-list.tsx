import type { ReactNode } from 'react';
import type { SampleColumns } from '../../shared/health/sample.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/layout/empty.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { Chart, type ChartSeries } from './chart.tsx';

export type ListedChart = {
  title: string;
  series: readonly ChartSeries[];
  format: (value: number) => string;
};

/** Charts of one stretch of time in a panel; those of which nothing was measured are left out. */
export function ChartList(props: {
  title: string;
  /** Stands beside the title. */
  tools?: ReactNode;
  nothing: string;
  atMs: readonly number[];
  charts: readonly ListedChart[];
  error: unknown;
}): ReactNode {
  const { title, tools, nothing, atMs, error } = props;
  const charts = props.charts.filter(({ series }) => series.length > 0);
  return (
    <Panel title={title} tools={tools}>
      <CommandError error={error} />
      {atMs.length === 0 || charts.length === 0 ? (
        error === null && <Empty>{nothing}</Empty>
      ) : (
        <div className="chart-list">
          {charts.map((chart) => (
            <Chart key={chart.title} atMs={atMs} {...chart} />
          ))}
        </div>
      )}
    </Panel>
  );
}

/** The measured series that have a name here. */
export function seriesOf(
  { series }: SampleColumns,
  names: Readonly<Record<string, string>>,
): readonly ChartSeries[] {
  return Object.entries(names).flatMap(([name, label]) => {
    const values = series[name];
    return values === undefined ? [] : [{ label, values }];
  });
}
