import type { ReactNode } from 'react';
import type { ProbeReport, ProbeStep } from '../../shared/settings/targets/probe.ts';
import { textIn } from '../../shared/words/words.ts';
import { CommandError } from '../parts/command-error.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';
import { DataTable } from '../parts/layout/data-table.tsx';
import { milliseconds } from '../format.ts';

const words = text.targets;
const levels = { ok: 'good', note: 'idle', warn: 'warning', fail: 'bad', skip: 'unknown' } as const;

/** What a probe found, step by step. */
export function ProbeSteps(props: {
  isPending: boolean;
  report: ProbeReport | undefined;
  error: Error | null;
}): ReactNode {
  const { isPending, report, error } = props;
  if (isPending) {
    return (
      <p className="targets-note" role="status">
        {words.probing}
      </p>
    );
  }
  if (report === undefined) return <CommandError error={error} />;
  const title = words.steps(report.target);
  return (
    <DataTable label={title} columns={Object.values(words.stepColumns)} hasCaption className="targets-table">
      {report.steps.map((step) => (
        <StepRow key={step.id} step={step} />
      ))}
    </DataTable>
  );
}

function StepRow({ step }: { step: ProbeStep }): ReactNode {
  const { status, ms, next } = step;
  return (
    <tr>
      <th scope="row">
        <StateIcon level={levels[status]} /> {textIn(step, 'title')}
        <span className="visually-hidden">, {words.status[status]}</span>
      </th>
      <td>{ms !== null && milliseconds(ms)}</td>
      <td>
        {textIn(step, 'found')}
        {next !== null && <p className="targets-notes">{textIn(step, 'next')}</p>}
      </td>
    </tr>
  );
}
