import { useDeferredValue, type ReactNode } from 'react';
import type { SearchHit } from '../../shared/session/transcript/transcripts.ts';
import { hrefOf } from '../app/route.ts';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { clock, dateTime } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/layout/empty.tsx';
import { text } from '../text.ts';

const words = text.search;

/** Lines of all sessions that have the words; each leads to its session. */
export function SearchResults({ query }: { query: string }): ReactNode {
  const asked = useDeferredValue(query.trim());
  const { data: hits, error } = useAnswer('transcripts.search', { query: asked }, { enabled: asked !== '' });
  return (
    <>
      <CommandError error={error} />
      {hits?.length === 0 && <Empty>{words.nothing(asked)}</Empty>}
      {hits !== undefined && hits.length > 0 && (
        <ul className="scroll-box" aria-label={words.results}>
          {hits.map((hit, index) => (
            <li key={index}>
              <Hit hit={hit} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Hit({ hit }: { hit: SearchHit }): ReactNode {
  return (
    <a className="session-entry" href={hrefOf({ page: 'sessions', sessionId: hit.sessionId })}>
      <span className="search-hit-text">{hit.text}</span>
      <span className="session-entry-facts">
        {hit.title} · {dateTime(hit.startedAt)} · {words.at(clock(hit.startSec))}
        {hit.engine !== null && ` · ${hit.engine}`}
      </span>
    </a>
  );
}
