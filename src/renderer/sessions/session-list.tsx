import { useState, type ReactNode, type UIEvent } from 'react';
import type { SessionChip } from '../../shared/session/chip.ts';
import type { SessionSummary } from '../../shared/session/session.ts';
import { hrefOf } from '../app/route.ts';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { clock, count, dateTime } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/empty.tsx';
import { TextField } from '../parts/fields/text-field.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text.ts';
import { ChipFilter } from './chip-filter.tsx';
import type { Deletions } from './deletions/use-deletions.ts';
import { DeleteSelected } from './deletions/delete-selected.tsx';
import { SearchResults } from './search-box.tsx';
import { SessionStateMark } from './session-state-mark.tsx';

const words = text.sessions;
// As many at first, and as many more whenever somebody comes near the end of them.
const pageSize = 100;
const nearEndPx = 600;

export function SessionList({
  openId,
  deletions,
}: {
  openId: string | null;
  deletions: Deletions;
}): ReactNode {
  const [query, setQuery] = useState('');
  const [chip, setChip] = useState<SessionChip | null>(null);
  const [limit, setLimit] = useState(pageSize);
  const [isSelecting, setIsSelecting] = useState(false);
  const [selected, setSelected] = useState<readonly string[]>([]);
  const asked = query.trim();
  const { data: sessions, error } = useAnswer(
    'sessions.list',
    {
      ...(limit !== pageSize && { limit }),
      ...(asked !== '' && { query: asked }),
      ...(chip !== null && { chip }),
    },
    { keepsPrevious: true },
  );
  const isFiltered = asked !== '' || chip !== null;

  function onScroll({ currentTarget: box }: UIEvent<HTMLElement>): void {
    const isNearEnd = box.scrollHeight - box.scrollTop - box.clientHeight < nearEndPx;
    if (isNearEnd && sessions?.length === limit) setLimit(limit + pageSize);
  }

  function endSelecting(): void {
    setIsSelecting(false);
    setSelected([]);
  }

  return (
    <Panel
      title={words.list}
      className="session-list"
      tools={
        <button
          type="button"
          className="quiet-button"
          aria-pressed={isSelecting}
          onClick={() => (isSelecting ? endSelecting() : setIsSelecting(true))}
        >
          {isSelecting ? words.selectDone : words.select}
        </button>
      }
    >
      <div className="search-box">
        <TextField
          label={text.search.label}
          placeholder={text.search.hint}
          type="search"
          maxLength={200}
          value={query}
          onChange={setQuery}
        />
        <ChipFilter chip={chip} onChange={setChip} />
      </div>
      {isSelecting && (
        <DeleteSelected
          sessions={(sessions ?? []).filter(({ sessionId }) => selected.includes(sessionId))}
          deletions={deletions}
          onAll={() => setSelected((sessions ?? []).map(({ sessionId }) => sessionId))}
          onDone={endSelecting}
        />
      )}
      <CommandError error={error} />
      {sessions?.length === 0 && !isFiltered && (
        <Empty>
          {words.empty} {words.emptyNext}
        </Empty>
      )}
      {sessions?.length === 0 && isFiltered && <Empty>{words.noneFound}</Empty>}
      {sessions !== undefined && sessions.length > 0 && (
        <ul className="scroll-box session-entries" aria-label={words.list} onScroll={onScroll}>
          {sessions.map((session) => (
            <li key={session.sessionId} className="session-row">
              {isSelecting && (
                <input
                  type="checkbox"
                  aria-label={words.selectNamed(session.title)}
                  checked={selected.includes(session.sessionId)}
                  onChange={({ target }) =>
                    setSelected(
                      target.checked
                        ? [...selected, session.sessionId]
                        : selected.filter((id) => id !== session.sessionId),
                    )
                  }
                />
              )}
              <SessionEntry session={session} isOpen={session.sessionId === openId} />
            </li>
          ))}
        </ul>
      )}
      {asked !== '' && (
        <section aria-label={text.search.results}>
          <h3 className="search-heading">{text.search.lines}</h3>
          <SearchResults query={query} />
        </section>
      )}
    </Panel>
  );
}

function SessionEntry({ session, isOpen }: { session: SessionSummary; isOpen: boolean }): ReactNode {
  const { sessionId, title, startedAt, seconds, mode, target, engine, state, reason, undelivered, tags } =
    session;
  return (
    <a
      className="session-entry"
      href={hrefOf({ page: 'sessions', sessionId })}
      aria-current={isOpen ? 'true' : undefined}
    >
      <span className="session-entry-title" dir="auto">
        {title}
      </span>
      <SessionStateMark session={session} />
      <span className="session-entry-facts">
        {dateTime(startedAt)} · {clock(seconds)} · {text.facts.modes[mode]}
        {target !== null && ` · ${target}`}
        {engine !== null && ` · ${engine}`}
      </span>
      {tags.length > 0 && (
        <span className="session-entry-facts tags">
          {tags.map((tag) => (
            <span key={tag} className="tag" dir="auto">
              {tag}
            </span>
          ))}
        </span>
      )}
      {undelivered > 0 && (
        <span className="session-entry-reason" data-state={state}>
          {words.undelivered(count(undelivered))}
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
