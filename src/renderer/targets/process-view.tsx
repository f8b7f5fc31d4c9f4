import type { ReactNode } from 'react';
import type { ProcessReport, ServerProcess } from '../../shared/settings/targets/processes.ts';
import { CommandError } from '../parts/command-error.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';
import { DataTable } from '../parts/layout/data-table.tsx';

const words = text.targets.processes;
const megabyte = 1_000_000;

/** What a target on this machine runs as, and what clashes there. */
export function ProcessView(props: {
  isPending: boolean;
  report: ProcessReport | undefined;
  error: Error | null;
}): ReactNode {
  const { isPending, report, error } = props;
  if (isPending) {
    return (
      <p className="targets-note" role="status">
        {words.looking}
      </p>
    );
  }
  if (report === undefined) return <CommandError error={error} />;
  const title = words.title(report.target);
  return (
    <section className="targets-processes" aria-label={title}>
      <DataTable label={title} columns={Object.values(words.columns)} hasCaption className="targets-table">
        {report.processes.map((one) => (
          <ProcessRow key={`${one.name} ${one.pid ?? ''}`} of={one} />
        ))}
      </DataTable>
      {report.clashes.map(({ port, found, next }) => (
        <p key={port} className="targets-note" role="alert">
          <StateIcon level="bad" /> {found} {next}
        </p>
      ))}
      {report.clashes.length === 0 && (
        <p className="targets-note" role="status">
          <StateIcon level={report.ok ? 'good' : 'bad'} /> {report.summary} {report.manager}
        </p>
      )}
    </section>
  );
}

function ProcessRow({ of }: { of: ServerProcess }): ReactNode {
  const { name, pid, status, listens, configuredPort, memoryBytes, processes } = of;
  const { cpuPercent, uptimeSec, restarts, errorLines } = of;
  return (
    <tr>
      <th scope="row">
        {name} {pid !== null && <span className="targets-used">({pid})</span>}
      </th>
      <td>{status}</td>
      <td>
        {listens.join(', ')}
        {configuredPort !== null && <p className="targets-notes">{words.configuredPort(configuredPort)}</p>}
      </td>
      <td>{memoryBytes !== null && words.memory((memoryBytes / megabyte).toFixed(1), processes)}</td>
      <td>{cpuPercent !== null && `${cpuPercent} %`}</td>
      <td>{uptimeSec !== null && words.uptime(uptimeSec)}</td>
      <td>{restarts}</td>
      <td>
        {errorLines.map((line, i) => (
          <p key={`${i} ${line}`} className="mono">
            {line}
          </p>
        ))}
      </td>
    </tr>
  );
}
