import { memo, useCallback, useState, type ReactNode } from 'react';
import type { SessionChip } from '../../shared/session/chip.ts';
import type { SessionSummary } from '../../shared/session/session.ts';
import { reasonOf } from '../../shared/session/silence.ts';
import { hrefOf } from '../app/route.ts';
import { useAnswer, useCall } from '../connection/bridge-hooks.ts';
import { count, dateTime } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/layout/empty.tsx';
import { TextField } from '../parts/fields/text-field.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';
import { ChipFilter } from './chip-filter.tsx';
import type { Deletions, Doomed } from './deletions/use-deletions.ts';
import { DeleteSelected } from './deletions/delete-selected.tsx';
import { LongList } from './long-list.tsx';
import { SearchResults } from './search-box.tsx';
import { SessionLength } from './session-length.tsx';
import { SessionStateMark } from './session-state-mark.tsx';

const words = text.sessions;
// As many at first, and twice as many whenever somebody comes near the end of them: each asks for all of them anew.
const pageSize = 100;
const mostSessions = 100_000;

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
  // Nothing is deleted that is not seen: another search begins with none.
  const [selected, setSelected] = useState<readonly Doomed[]>([]);
  const call = useCall();
  const asked = query.trim();
  const wanted = { ...(asked !== '' && { query: asked }), ...(chip !== null && { chip }) };
  const { data: sessions, error } = useAnswer(
    'sessions.list',
    { ...(limit !== pageSize && { limit }), ...wanted },
    { keepsPrevious: true },
  );
  const selectedIds = new Set(selected.map(({ sessionId }) => sessionId));
  const isFiltered = asked !== '' || chip !== null;

  const isMore = sessions?.length === limit;
  const showMore = useCallback(() => {
    if (isMore) setLimit((before) => Math.min(mostSessions, before * 2));
  }, [isMore]);

  const select = useCallback(({ sessionId, title }: Doomed, isSelected: boolean): void => {
    setSelected((before) => {
      const others = before.filter((one) => one.sessionId !== sessionId);
      return isSelected ? [...others, { sessionId, title }] : others;
    });
  }, []);

  /** Those too that the list has not come to yet. */
  async function selectAll(): Promise<void> {
    const isAll = sessions !== undefined && sessions.length < limit;
    const all = isAll ? sessions : await call('sessions.list', { ...wanted, limit: mostSessions });
    setSelected(all.map(({ sessionId, title }) => ({ sessionId, title })));
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
          onChange={(given) => {
            setQuery(given);
            setSelected([]);
          }}
        />
        <ChipFilter
          chip={chip}
          onChange={(given) => {
            setChip(given);
            setSelected([]);
          }}
        />
      </div>
      {isSelecting && (
        <DeleteSelected
          sessions={selected}
          deletions={deletions}
          onAll={() => void selectAll()}
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
        <LongList
          className="session-entries"
          label={words.list}
          items={sessions}
          onEnd={showMore}
          row={(session) => (
            <SessionRow
              key={session.sessionId}
              session={session}
              isOpen={session.sessionId === openId}
              isSelected={isSelecting ? selectedIds.has(session.sessionId) : null}
              onSelect={select}
            />
          )}
        />
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

/** Drawn anew only when it has changed: a list of thousands grows and is selected from without drawing all of it. */
const SessionRow = memo(function SessionRow(props: {
  session: SessionSummary;
  isOpen: boolean;
  /** `null` where nothing is selected. */
  isSelected: boolean | null;
  onSelect: (session: Doomed, isSelected: boolean) => void;
}): ReactNode {
  const { session, isOpen, isSelected, onSelect } = props;
  return (
    <div className="session-row" role="listitem">
      {isSelected !== null && (
        <input
          type="checkbox"
          aria-label={words.selectNamed(session.title)}
          checked={isSelected}
          onChange={({ target }) => onSelect(session, target.checked)}
        />
      )}
      <SessionEntry session={session} isOpen={isOpen} />
    </div>
  );
});

function SessionEntry({ session, isOpen }: { session: SessionSummary; isOpen: boolean }): ReactNode {
  const { sessionId, title, startedAt, mode, target, engine, state, reason, undelivered, tags } = session;
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
        {dateTime(startedAt)} · <SessionLength session={session} /> · {text.facts.modes[mode]}
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
          {reasonOf(session)}
        </span>
      )}
    </a>
  );
}
