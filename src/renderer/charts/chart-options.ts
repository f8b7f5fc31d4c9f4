import type uPlot from 'uplot';
import { timeLabels } from './time-labels.ts';
import { text } from '../text.ts';

// Okabe and Ito's colours, which people with any colour blindness can tell apart; each line has its own dashes as well.
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'] as const;
const dashes: readonly number[][] = [[], [6, 3], [2, 3], [8, 3, 2, 3], [12, 4], [1, 2]];

// As wide as a time with its seconds, and a gap.
const timeSpacePx = 76;

/** How the line of this place is drawn. */
export function lineOf(index: number): { colour: string; dash: readonly number[] } {
  return { colour: colours[index % colours.length] ?? colours[0], dash: dashes[index % dashes.length] ?? [] };
}

/** How a chart is drawn; its ink is that of the box that it stands in. */
export function chartOptions(chart: {
  names: readonly string[];
  box: HTMLElement;
  heightPx: number;
  format: (value: number) => string;
}): uPlot.Options {
  const { names, box, heightPx, format } = chart;
  // Asked for at each drawing: the theme may change while it is looked at.
  const style = getComputedStyle(box);
  const ink = (): string => style.color;
  const axis = {
    stroke: ink,
    grid: { stroke: (): string => style.borderTopColor, width: 1 },
    ticks: { show: false },
  };
  return {
    width: box.clientWidth,
    height: heightPx,
    // The last point's neighbours are told by their place, not by their colour alone.
    cursor: { points: { size: 6 } },
    hooks: { setCursor: [(plot) => plot.cursor.idx ?? showNewest(plot)] },
    scales: { y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.1 : 1] } },
    series: [
      {
        label: text.charts.time,
        value: (_plot, at: number | null) => (at === null ? '' : new Date(at * 1_000).toLocaleTimeString()),
      },
      ...names.map((label, index) => ({
        label,
        stroke: lineOf(index).colour,
        dash: [...lineOf(index).dash],
        width: 1.5,
        spanGaps: false,
        value: (_plot: uPlot, value: number | null) => (value === null ? '' : format(value)),
      })),
    ],
    axes: [
      { ...axis, space: timeSpacePx, values: (_plot, atSec) => timeLabels(atSec.map((at) => at * 1_000)) },
      { ...axis, size: 70, values: (_plot, values) => distinct(values.map(format)) },
    ],
  };
}

/** Steps smaller than the unit are called alike: the same value is written once. */
const distinct = (labels: string[]): string[] =>
  labels.map((label, index) => (label === labels[index - 1] ? '' : label));

/** The legend tells the newest values while nobody points at others. */
export function showNewest(plot: uPlot): void {
  const newest = plot.data[0].length - 1;
  if (newest >= 0) plot.setLegend({ idx: newest }, false);
}

/** What is seen of the time, seconds; `null` while it is all of it. */
export function zoomOf(plot: uPlot): { fromSec: number; untilSec: number } | null {
  const [times] = plot.data;
  const { min, max } = plot.scales.x ?? {};
  const [first, last] = [times[0], times.at(-1)];
  if (typeof min !== 'number' || typeof max !== 'number' || first === undefined || last === undefined)
    return null;
  return min > first || max < last ? { fromSec: min, untilSec: max } : null;
}

/** New values leave alone what somebody has zoomed into. */
export function showData(plot: uPlot, data: uPlot.AlignedData): void {
  const isZoomed = zoomOf(plot) !== null;
  plot.setData(data, !isZoomed);
  if (isZoomed) plot.redraw();
  if (plot.cursor.idx == null) showNewest(plot);
}
