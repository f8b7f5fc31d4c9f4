import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { text } from '../text.ts';
import { saveBlob } from './save-blob.ts';
import { DataTable } from '../parts/data-table.tsx';
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
// Okabe and Ito's colours, which people with any colour blindness can tell apart; each line has its own dashes as well.
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'] as const;
const dashes: readonly number[][] = [[], [6, 3], [2, 3], [8, 3, 2, 3], [12, 4], [1, 2]];

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
      optionsOf(names.split('\n'), box, format),
      [[], ...names.split('\n').map(() => [])],
      box,
    );
    plotRef.current = plot;
    const observer = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: heightPx }));
    observer.observe(box);
    return () => {
      observer.disconnect();
      plot.destroy();
      plotRef.current = null;
    };
  }, [names, format, isTable]);

  useEffect(() => {
    const data = [atMs.map((at) => at / 1_000), ...series.map(({ values }) => [...values])];
    plotRef.current?.setData(data as unknown as uPlot.AlignedData);
  }, [atMs, series, names, format, isTable]);

  return (
    <figure className="chart" aria-labelledby={headingId}>
      <figcaption className="chart-head">
        <span id={headingId}>{title}</span>
        <span className="button-row">
          <button type="button" className="quiet-button" onClick={() => setIsTable(!isTable)}>
            {isTable ? text.charts.asChart : text.charts.asTable}
          </button>
          <button type="button" className="quiet-button" onClick={() => saveCsv(title, atMs, series)}>
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

function optionsOf(
  names: readonly string[],
  box: HTMLElement,
  format: (value: number) => string,
): uPlot.Options {
  const style = getComputedStyle(box);
  const ink = style.getPropertyValue('color');
  const axis = { stroke: ink, grid: { stroke: style.borderTopColor, width: 1 }, ticks: { show: false } };
  return {
    width: box.clientWidth,
    height: heightPx,
    // The last point's neighbours are told by their place, not by their colour alone.
    cursor: { points: { size: 6 } },
    scales: { y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.1 : 1] } },
    series: [
      { value: (_plot, at: number | null) => (at === null ? '' : new Date(at * 1_000).toLocaleTimeString()) },
      ...names.map((label, index) => ({
        label,
        stroke: colours[index % colours.length] ?? ink,
        dash: [...(dashes[index % dashes.length] ?? [])],
        width: 1.5,
        spanGaps: false,
        value: (_plot: uPlot, value: number | null) => (value === null ? '' : format(value)),
      })),
    ],
    axes: [axis, { ...axis, size: 70, values: (_plot, values) => values.map((value) => format(value)) }],
  };
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

function saveCsv(title: string, atMs: readonly number[], series: readonly ChartSeries[]): void {
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
  plot?.ctx.canvas.toBlob((blob) => {
    if (blob !== null) saveBlob(blob, `${title}.png`);
  });
}
