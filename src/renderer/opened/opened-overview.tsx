import type { ReactNode } from 'react';
import type { OpenedBundle } from '../../shared/bundle/bundle.ts';
import { useRefreshedAnswer } from '../connection/use-refreshed-answer.ts';
import { FindingsList, MissingList } from '../diagnostics/findings-list.tsx';
import { bytes, count, dateTime } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';
import type { OpenedRef } from './opened-context.ts';
import '../diagnostics/diagnostics.css';
import { DataTable } from '../parts/layout/data-table.tsx';

const words = text.opened;

/** What a bundle is, what it found, and whether it is in order. */
export function OpenedOverview({ opened }: { opened: OpenedRef }): ReactNode {
  const { data, error } = useRefreshedAnswer('bundle.opened', { id: opened.id });
  const bundle = data ?? opened.bundle;
  return (
    <div className="diagnostics-page">
      <div className="diagnostics-column">
        <Panel title={words.made}>
          <CommandError error={error} />
          <Facts bundle={bundle} fileName={opened.bundle.fileName} />
        </Panel>
        <Panel title={words.files}>
          <Files files={bundle.files} />
        </Panel>
      </div>
      <div className="diagnostics-column">
        <Panel title={text.diagnostics.findings}>
          <FindingsList findings={bundle.findings} />
          <MissingList missing={bundle.missing} />
        </Panel>
        <Panel title={words.summary}>
          <pre className="mono scroll-box opened-summary" tabIndex={0}>
            {bundle.summary}
          </pre>
        </Panel>
      </div>
    </div>
  );
}

function Facts({ bundle, fileName }: { bundle: OpenedBundle; fileName: string }): ReactNode {
  const { facts } = words;
  const { host, version, createdAt, window, events } = bundle;
  const from = window.from === null ? words.beginning : dateTime(window.from);
  return (
    <dl className="facts opened-facts">
      <dt>{facts.file}</dt>
      <dd className="mono">{fileName}</dd>
      <dt>{facts.host}</dt>
      <dd>{host}</dd>
      <dt>{facts.version}</dt>
      <dd>{version}</dd>
      <dt>{facts.made}</dt>
      <dd>{dateTime(createdAt)}</dd>
      <dt>{facts.time}</dt>
      <dd>{words.span(from, dateTime(window.to))}</dd>
      <dt>{facts.events}</dt>
      <dd>
        {events.isReading ? words.eventsReading(count(events.read)) : words.events(count(events.read))}
        {events.problem !== null && ` ${events.problem}`}
      </dd>
      <dt>{facts.check}</dt>
      <dd>
        <Check check={bundle.check} />
      </dd>
    </dl>
  );
}

function Check({ check }: { check: OpenedBundle['check'] }): ReactNode {
  if (check.phase === 'running') return words.checking;
  const problems =
    check.phase === 'failed'
      ? [check.message]
      : [...check.problems, ...check.leaks.map(({ file, rule, times }) => words.leaks(file, rule, times))];
  return (
    <span className="opened-check">
      <StateIcon level={problems.length === 0 ? 'good' : 'bad'} />
      <span>{problems.length === 0 ? words.inOrder : `${words.problems}: ${problems.join(' ')}`}</span>
    </span>
  );
}

function Files({ files }: { files: OpenedBundle['files'] }): ReactNode {
  return (
    <DataTable label={words.columns.file} columns={Object.values(words.columns)} className="opened-files">
      {files.map(({ name, bytes: size, cut }) => (
        <tr key={name}>
          <th scope="row" className="mono">
            {name}
          </th>
          <td>{bytes(size)}</td>
          <td>{cut}</td>
        </tr>
      ))}
    </DataTable>
  );
}
