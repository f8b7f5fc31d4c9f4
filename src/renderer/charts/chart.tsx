import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { text } from '../text.ts';
import { chartOptions, showData, zoomOf } from './chart-options.ts';
import { pictureOf } from './picture.ts';
import { saveBlob } from './save-blob.ts';
import { DataTable } from '../parts/layout/data-table.tsx';
import './charts.css';

/** One line of a chart. `null` is a gap. */
export type ChartSeries = { label: string; values: readonly (number | null)[] };

export type ChartProps = {
  title: string;
  /** Wall clock, ms since 1970, ascending. */
  atMs: readonly number[];
  series: readonly ChartSeries[];
  /** A value for people. */
  format: (value: number) => string;
};

const heightPx = 170;

/** Lines over time: a cursor with values, zoom by dragging, gaps as gaps, and the same as a table. */
export function Chart({ title, atMs, series, format }: ChartProps): ReactNode {
  const boxRef = useRef<HTMLDivElement>(null);
  const plotRef = useRef<uPlot | null>(null);
  const [isTable, setIsTable] = useState(false);
  const headingId = useId();
  const names = series.map(({ label }) => label).join('\n');

  useEffect(() => {
    const box = boxRef.current;
    if (box === null) return undefined;
    const plot = new uPlot(
      chartOptions({ names: names.split('\n'), box, heightPx, format }),
      [[], ...names.split('\n').map(() => [])],
      box,
    );
    plotRef.current = plot;
    const observer = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: heightPx }));
    observer.observe(box);
    const redraw = (): void => plot.redraw();
    const themes = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) =>
      matchMedia(query),
    );
    for (const theme of themes) theme.addEventListener('change', redraw);
    return () => {
      observer.disconnect();
      for (const theme of themes) theme.removeEventListener('change', redraw);
      plot.destroy();
      plotRef.current = null;
    };
  }, [names, format, isTable]);

  useEffect(() => {
    const data = [atMs.map((at) => at / 1_000), ...series.map(({ values }) => [...values])];
    if (plotRef.current !== null) showData(plotRef.current, data as unknown as uPlot.AlignedData);
  }, [atMs, series, names, format, isTable]);

  return (
    <figure className="chart" aria-labelledby={headingId}>
      <figcaption className="chart-head">
        <span id={headingId}>{title}</span>
        <span className="button-row">
          <button type="button" className="quiet-button" onClick={() => setIsTable(!isTable)}>
            {isTable ? text.charts.asChart : text.charts.asTable}
          </button>
          <button
            type="button"
            className="quiet-button"
            onClick={() => saveCsv(title, seenOf(plotRef.current, atMs, series))}
          >
            {text.charts.csv}
          </button>
          {!isTable && (
            <button type="button" className="quiet-button" onClick={() => savePng(title, plotRef.current)}>
              {text.charts.png}
            </button>
          )}
        </span>
      </figcaption>
      {isTable ? (
        <ChartTable title={title} atMs={atMs} series={series} format={format} />
      ) : (
        <div ref={boxRef} className="chart-box" role="img" aria-label={summaryOf(series, format)} />
      )}
    </figure>
  );
}

function summaryOf(series: readonly ChartSeries[], format: (value: number) => string): string {
  return series
    .map(({ label, values }) => {
      const known = values.filter((value) => value !== null);
      const newest = known.at(-1);
      if (newest === undefined) return text.charts.nothing(label);
      return text.charts.summary(label, format(newest), [
        format(Math.min(...known)),
        format(Math.max(...known)),
      ]);
    })
    .join('; ');
}

const mostTableRows = 200;

function ChartTable({ title, atMs, series, format }: ChartProps): ReactNode {
  const first = Math.max(0, atMs.length - mostTableRows);
  const rows = atMs.slice(first).map((at, index) => ({ at, index: first + index }));
  return (
    <DataTable
      label={text.charts.tableOf(title)}
      columns={[text.charts.time, ...series.map(({ label }) => label)]}
      className="chart-table"
    >
      {rows.toReversed().map(({ at, index }) => (
        <tr key={at}>
          <th scope="row">{new Date(at).toLocaleTimeString()}</th>
          {series.map(({ label, values }) => {
            const value = values[index] ?? null;
            return <td key={label}>{value === null ? '' : format(value)}</td>;
          })}
        </tr>
      ))}
    </DataTable>
  );
}

type Seen = { atMs: readonly number[]; series: readonly ChartSeries[] };

/** What stands in the part of the time that is zoomed into. */
function seenOf(plot: uPlot | null, atMs: readonly number[], series: readonly ChartSeries[]): Seen {
  const zoom = plot === null ? null : zoomOf(plot);
  if (zoom === null) return { atMs, series };
  const from = atMs.findIndex((at) => at >= zoom.fromSec * 1_000);
  const behind = atMs.findIndex((at) => at > zoom.untilSec * 1_000);
  const part = <T,>(values: readonly T[]): T[] =>
    from < 0 ? [] : values.slice(from, behind < 0 ? undefined : behind);
  return { atMs: part(atMs), series: series.map(({ label, values }) => ({ label, values: part(values) })) };
}

function saveCsv(title: string, { atMs, series }: Seen): void {
  const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
  const lines = [
    ['time', ...series.map(({ label }) => quoted(label))].join(','),
    ...atMs.map((at, index) =>
      [new Date(at).toISOString(), ...series.map(({ values }) => String(values[index] ?? ''))].join(','),
    ),
  ];
  saveBlob(new Blob([`${lines.join('\n')}\n`], { type: 'text/csv' }), `${title}.csv`);
}

function savePng(title: string, plot: uPlot | null): void {
  if (plot === null) return;
  pictureOf(plot, title)?.toBlob((blob) => {
    if (blob !== null) saveBlob(blob, `${title}.png`);
  });
}
