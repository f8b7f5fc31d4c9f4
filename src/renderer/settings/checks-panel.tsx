import type { ReactNode } from 'react';
import type { Check } from '../../shared/machine/checks.ts';
import type { StatusLine } from '../../shared/session/status.ts';
import { textIn } from '../../shared/words/words.ts';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { ActionLink } from '../parts/action-link.tsx';
import { CommandError } from '../parts/command-error.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';

const words = text.settings.checks;

/** The checks of `scrumbot doctor`. They start programs, so they wait until somebody asks. */
export function ChecksPanel({ startsAtOnce }: { startsAtOnce: boolean }): ReactNode {
  const answer = useAnswer('machine.examine', {}, { enabled: startsAtOnce });
  const { data, isFetching } = answer;
  return (
    <Panel
      title={words.region}
      className="settings-panel"
      tools={
        <button type="button" aria-disabled={isFetching} onClick={() => void answer.refetch()}>
          {words.run}
        </button>
      }
    >
      <p className="settings-hint" role="status">
        {isFetching && words.running}
        {!isFetching &&
          data !== undefined &&
          words.summary(data.filter(({ status }) => status === 'warn' || status === 'fail').length)}
      </p>
      <ul className="settings-list">
        {data?.map((check) => (
          <CheckRow key={check.id} check={check} />
        ))}
      </ul>
      <CommandError error={answer.error} />
    </Panel>
  );
}

const levels: Readonly<Record<Check['status'], StatusLine['level']>> = {
  ok: 'good',
  optional: 'idle',
  warn: 'warning',
  fail: 'bad',
};

function CheckRow({ check }: { check: Check }): ReactNode {
  return (
    <li className="settings-row settings-finding">
      <StateIcon level={levels[check.status]} />
      <div>
        <p>
          <strong>{textIn(check, 'title')}</strong>
          <span className="visually-hidden">: {words.states[check.status]}.</span> {textIn(check, 'found')}
        </p>
        {check.mend !== null && (
          <p className="settings-hint">
            {textIn(check, 'mend')} <ActionLink action={check.action} />
          </p>
        )}
      </div>
    </li>
  );
}
