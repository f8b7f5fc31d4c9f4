import type { ReactNode } from 'react';
import type {
  CheckStatus,
  VerificationCheck,
  VerificationRun,
} from '../../shared/verification/verification.ts';
import { saveBlob } from '../charts/save-blob.ts';
import { useCommand } from '../connection/bridge-hooks.ts';
import { ActionLink } from '../parts/action-link.tsx';
import { CommandError } from '../parts/command-error.tsx';
import { EventLinks } from '../parts/event-link.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';

const words = text.verification;
const levels = { pass: 'good', fail: 'bad', skip: 'idle', inconclusive: 'unknown' } as const;
const mostLinks = 6;
const formats = ['html', 'markdown', 'junit', 'badge'] as const;

/** A run: its verdict, and each phase with its checks, those that are not in order open, or all. */
export function RunResult({ run, isOpen = false }: { run: VerificationRun; isOpen?: boolean }): ReactNode {
  const save = useCommand('verification.document');
  const isOver = run.state !== 'running' && run.state !== 'paused';
  return (
    <section className="verification-result" aria-label={words.result}>
      <h3>
        {run.target}: {run.summary}
      </h3>
      {run.phases.map(({ id, title, status, checks }) => (
        <details key={id} open={isOpen || status === 'fail' || status === 'inconclusive'}>
          <summary>
            <Mark status={status} /> {title}
          </summary>
          <ul aria-label={words.checks(title)}>
            {checks.map((check) => (
              <CheckRow key={check.id} check={check} />
            ))}
          </ul>
        </details>
      ))}
      {isOver && (
        <div className="button-row">
          {formats.map((format) => (
            <button
              key={format}
              type="button"
              onClick={() =>
                save.mutate(
                  { runId: run.runId, format },
                  {
                    onSuccess: ({ fileName, text: document }) => saveBlob(new Blob([document]), fileName),
                  },
                )
              }
            >
              {words.save(format)}
            </button>
          ))}
        </div>
      )}
      <CommandError error={save.error} />
    </section>
  );
}

export function CheckRow({ check }: { check: VerificationCheck }): ReactNode {
  const { title, status, found, next, evidence, action } = check;
  return (
    <li>
      <Mark status={status} /> <strong>{title}</strong>: {found}{' '}
      {evidence.length > 0 && <EventLinks seqs={evidence.slice(0, mostLinks)} />}
      {next !== null && (
        <p className="verification-next">
          {next} <ActionLink action={action} />
        </p>
      )}
    </li>
  );
}

function Mark({ status }: { status: CheckStatus }): ReactNode {
  return (
    <>
      <StateIcon level={levels[status]} />
      <span className="visually-hidden">{words.status[status]}: </span>
    </>
  );
}
