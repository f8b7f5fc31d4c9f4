import { useState, type ReactNode } from 'react';
import type { SessionSummary } from '../../shared/session/session.ts';
import { hrefOf } from '../app/route.ts';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { clock, count, dateTime } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/empty.tsx';
import { TextField } from '../parts/fields/text-field.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text.ts';
import { SearchResults } from './search-box.tsx';
import { SessionStateMark } from './session-state-mark.tsx';

export function SessionList({ openId }: { openId: string | null }): ReactNode {
  const { data: sessions, error } = useAnswer('sessions.list', {});
  const [query, setQuery] = useState('');
  return (
    <Panel title={text.sessions.list} className="session-list">
      <div className="search-box">
        <TextField
          label={text.search.label}
          placeholder={text.search.hint}
          type="search"
          maxLength={200}
          value={query}
          onChange={setQuery}
        />
      </div>
      <CommandError error={error} />
      {query.trim() !== '' && <SearchResults query={query} />}
      {query.trim() === '' && sessions?.length === 0 && (
        <Empty>
          {text.sessions.empty} {text.sessions.emptyNext}
        </Empty>
      )}
      {query.trim() === '' && sessions !== undefined && sessions.length > 0 && (
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
  const { sessionId, title, startedAt, seconds, mode, target, engine, state, reason, undelivered } = session;
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
        {engine !== null && ` · ${engine}`}
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
