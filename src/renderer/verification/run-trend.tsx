import type { ReactNode } from 'react';
import { figureIds, figureUnits, type FigureId } from '../../shared/verification/figures.ts';
import type { RunSummary } from '../../shared/verification/verification.ts';
import { DataTable } from '../parts/layout/data-table.tsx';
import { text } from '../text.ts';
import { trendOf } from './trend.ts';
import { say } from '../../shared/words/words.ts';

const words = text.verification.trend;

/** How the figures of one target went from run to run; nothing before its second one. */
export function RunTrend({ target, runs }: { target: string; runs: readonly RunSummary[] }): ReactNode {
  const rows = figureIds.flatMap((id) => {
    const values = trendOf(runs, target, id);
    return values.length < 2 ? [] : [{ id, values }];
  });
  if (rows.length === 0) return null;
  return (
    <DataTable
      label={words.title(target)}
      columns={Object.values(words.columns)}
      hasCaption
      className="targets-table verification-trend"
    >
      {rows.map(({ id, values }) => (
        <TrendRow key={id} id={id} values={values} />
      ))}
    </DataTable>
  );
}

function TrendRow({ id, values }: { id: FigureId; values: readonly number[] }): ReactNode {
  const unit = figureUnits[id];
  const shown = (value: number | undefined): string =>
    `${(value ?? 0).toLocaleString()}${unit === '' ? '' : ` ${unit}`}`;
  return (
    <tr>
      <th scope="row">{say(`figure.${id}`)}</th>
      <td>{shown(values.at(-1))}</td>
      <td>{shown(values.at(-2))}</td>
      <td>{words.range(shown(Math.min(...values)), shown(Math.max(...values)), values.length)}</td>
      <td>
        <Line values={values} />
      </td>
    </tr>
  );
}

const [width, height] = [120, 24];

/** Oldest to newest, from the lowest to the highest of them; the table has the numbers. */
function Line({ values }: { values: readonly number[] }): ReactNode {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (index: number): number => 2 + (index * (width - 4)) / (values.length - 1);
  const y = (value: number): number =>
    high === low ? height / 2 : 2 + ((high - value) * (height - 4)) / (high - low);
  const points = values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <polyline points={points} />
      <circle cx={x(values.length - 1)} cy={y(values.at(-1) ?? low)} r="2" />
    </svg>
  );
}
