import { useDeferredValue, useState, type ReactNode } from 'react';
import { count } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/layout/empty.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';
import { conditionsOf, noFilter, type EventFilterChoice } from './filters/event-filter.ts';
import { EventFilters } from './filters/event-filters.tsx';
import { EventHistogram } from './filters/event-histogram.tsx';
import { ExportButtons } from './filters/export-button.tsx';
import { EventList } from './list/event-list.tsx';
import { MarkingNote } from './list/marking-note.tsx';
import type { EventSource } from './list/event-source.ts';
import { useEventListState, useEventSource, useOfEventList } from './list/use-event-source.ts';
import './events.css';

/** The events of everything, or of one session, as many as there are. */
export function EventsPanel(props: {
  sessionId?: string | null;
  /** A filter that is kept elsewhere, on a page that is all about events. */
  filter?: { choice: EventFilterChoice; set: (choice: EventFilterChoice) => void };
  /** Shows one in full somewhere else than in the list. */
  onShow?: (seq: number) => void;
}): ReactNode {
  const { sessionId = null, filter } = props;
  const own = useState(noFilter);
  const choice = filter?.choice ?? own[0];
  const setChoice = filter?.set ?? own[1];
  const conditions = conditionsOf(useDeferredValue(choice), sessionId);
  const source = useEventSource(conditions);
  // Only what seldom changes: with each new event the count and the list draw anew, not the filters and the bars.
  const isLoaded = useOfEventList(source, ({ window }) => window !== null);
  const isEmpty = useOfEventList(source, ({ window }) => (window?.total ?? 0) === 0);
  const hasFailed = useOfEventList(source, ({ error }) => error !== null);
  const isPaused = useOfEventList(source, (state) => state.isPaused);
  const isFiltered = JSON.stringify(choice) !== JSON.stringify(noFilter);
  return (
    <Panel title={text.events.region} className="events">
      <EventFilters choice={choice} hasSession={sessionId !== null} onChange={setChoice}>
        <EventCountLine source={source} isFiltered={isFiltered} />
      </EventFilters>
      {filter !== undefined && (
        <>
          <EventHistogram
            conditions={conditions}
            isAsked={isLoaded}
            onTime={({ sinceMs, untilMs }) =>
              setChoice({ ...choice, since: String(sinceMs), until: String(untilMs) })
            }
          />
          <div className="events-actions">
            <button
              type="button"
              className="quiet-button"
              aria-pressed={isPaused}
              onClick={() => source.pause(!isPaused)}
            >
              {isPaused ? text.events.goOn : text.events.pause}
            </button>
            <ExportButtons conditions={conditions} />
          </div>
        </>
      )}
      <ListError source={source} />
      {(conditions.verdict ?? conditions.cause) !== undefined && <MarkingNote source={source} />}
      {!isEmpty ? (
        <EventList
          key={JSON.stringify(conditions)}
          source={source}
          {...(props.onShow !== undefined && { onShow: props.onShow })}
        />
      ) : (
        !hasFailed && (
          <Empty>{!isLoaded ? text.loading : isFiltered ? text.events.noMatch : text.events.empty}</Empty>
        )
      )}
    </Panel>
  );
}

function EventCountLine({ source, isFiltered }: { source: EventSource; isFiltered: boolean }): ReactNode {
  const { window, isCounted } = useEventListState(source);
  const total = count(window?.total ?? 0);
  const all = isFiltered ? text.events.matching(total) : text.events.total(total);
  return (
    <p className="events-count" role="status">
      {window !== null && (isCounted ? all : text.events.counting)}
    </p>
  );
}

function ListError({ source }: { source: EventSource }): ReactNode {
  return <CommandError error={useEventListState(source).error} />;
}
