import type { ReactNode } from 'react';
import type { RunComparison as Comparison, RunSummary } from '../../shared/verification/verification.ts';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { DataTable } from '../parts/layout/data-table.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';
import { sayIt } from '../../shared/words/words.ts';

const words = text.verification.comparison;
const levels = { pass: 'good', fail: 'bad', skip: 'idle', inconclusive: 'unknown' } as const;

/** Two kept runs side by side: before and after, or of two targets. */
export function RunComparison(props: {
  a: string;
  b: string;
  onSwap: () => void;
  onEnd: () => void;
}): ReactNode {
  const { a, b, onSwap, onEnd } = props;
  const answer = useAnswer('verification.compare', { a, b });
  return (
    <section className="verification-comparison" aria-label={words.title}>
      <CommandError error={answer.error} />
      {answer.data !== undefined && <Differences of={answer.data} />}
      <div className="button-row">
        <button type="button" onClick={onSwap}>
          {words.swap}
        </button>
        <button type="button" onClick={onEnd}>
          {words.end}
        </button>
      </div>
    </section>
  );
}

function Differences({ of: { a, b, figures, changes, halved } }: { of: Comparison }): ReactNode {
  return (
    <>
      <h3>{words.title}</h3>
      <DataTable
        label={words.figures}
        columns={[words.figure, headOf(words.before, a), headOf(words.after, b), words.change]}
        className="targets-table"
      >
        {figures.map(({ id, title, unit, a: was, b: is, changePercent }) => (
          <tr key={id}>
            <th scope="row">{sayIt({ code: `figure.${id}`, params: {} }, title)}</th>
            <td>{valueOf(was, unit)}</td>
            <td>{valueOf(is, unit)}</td>
            <td>{changePercent !== null && words.percent(changePercent)}</td>
          </tr>
        ))}
      </DataTable>
      {changes.length === 0 ? (
        <p>{words.same}</p>
      ) : (
        <DataTable
          label={words.changes}
          columns={[words.check, words.before, words.after]}
          hasCaption
          className="targets-table"
        >
          {changes.map(({ check, title, a: was, b: is }) => (
            <tr key={check}>
              <th scope="row">{title}</th>
              <td>{verdictOf(was)}</td>
              <td>{verdictOf(is)}</td>
            </tr>
          ))}
        </DataTable>
      )}
      <p>
        <StateIcon level={levels[halved.status]} /> {halved.found}
      </p>
    </>
  );
}

const headOf = (name: string, { target, startedAt }: RunSummary): string =>
  words.head(name, target, new Date(startedAt).toLocaleString());

const valueOf = (value: number | null, unit: string): string =>
  value === null ? '–' : `${value.toLocaleString()}${unit === '' ? '' : ` ${unit}`}`;

const statuses: Readonly<Record<string, string>> = text.verification.status;
const verdictOf = (status: string | null): string =>
  status === null ? words.notRun : (statuses[status] ?? status);
