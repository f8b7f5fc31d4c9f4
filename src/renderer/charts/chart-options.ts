import type uPlot from 'uplot';
import { timeLabels } from './time-labels.ts';
import { text } from '../text.ts';

// Okabe and Ito's colours, which people with any colour blindness can tell apart; each line has its own dashes as well.
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'] as const;
const dashes: readonly number[][] = [[], [6, 3], [2, 3], [8, 3, 2, 3], [12, 4], [1, 2]];

/** How a chart is drawn; its ink is that of the box that it stands in. */
export function chartOptions(chart: {
  names: readonly string[];
  box: HTMLElement;
  heightPx: number;
  format: (value: number) => string;
}): uPlot.Options {
  const { names, box, heightPx, format } = chart;
  const style = getComputedStyle(box);
  const ink = style.getPropertyValue('color');
  const axis = { stroke: ink, grid: { stroke: style.borderTopColor, width: 1 }, ticks: { show: false } };
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
        stroke: colours[index % colours.length] ?? ink,
        dash: [...(dashes[index % dashes.length] ?? [])],
        width: 1.5,
        spanGaps: false,
        value: (_plot: uPlot, value: number | null) => (value === null ? '' : format(value)),
      })),
    ],
    axes: [
      { ...axis, values: (_plot, atSec) => timeLabels(atSec.map((at) => at * 1_000)) },
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
