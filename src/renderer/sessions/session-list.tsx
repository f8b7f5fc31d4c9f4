import type { ReactNode } from 'react';
import type { SessionSummary } from '../../shared/session.ts';
import { hrefOf } from '../app/route.ts';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { clock, count, dateTime } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/empty.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text.ts';
import { SessionStateMark } from './session-state-mark.tsx';

export function SessionList({ openId }: { openId: string | null }): ReactNode {
  const { data: sessions, error } = useAnswer('sessions.list', {});
  return (
    <Panel title={text.sessions.list} className="session-list">
      <CommandError error={error} />
      {sessions?.length === 0 && (
        <Empty>
          {text.sessions.empty} {text.sessions.emptyNext}
        </Empty>
      )}
      {sessions !== undefined && sessions.length > 0 && (
        <ul className="scroll-box">
          {sessions.map((session) => (
            <li key={session.sessionId}>
              <SessionEntry session={session} isOpen={session.sessionId === openId} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function SessionEntry({ session, isOpen }: { session: SessionSummary; isOpen: boolean }): ReactNode {
  const { sessionId, title, startedAt, seconds, mode, target, state, reason, undelivered } = session;
  return (
    <a
      className="session-entry"
      href={hrefOf({ page: 'sessions', sessionId })}
      aria-current={isOpen ? 'true' : undefined}
    >
      <span className="session-entry-title">{title}</span>
      <SessionStateMark session={session} />
      <span className="session-entry-facts">
        {dateTime(startedAt)} · {clock(seconds)} · {text.facts.modes[mode]}
        {target !== null && ` · ${target}`}
      </span>
      {undelivered > 0 && (
        <span className="session-entry-reason" data-state={state}>
          {text.sessions.undelivered(count(undelivered))}
        </span>
      )}
      {reason !== null && (
        <span className="session-entry-reason" data-state={state}>
          {reason}
        </span>
      )}
    </a>
  );
}
