import { useDeferredValue, useState, type ReactNode } from 'react';
import { count } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/empty.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text.ts';
import { conditionsOf, noFilter, type EventFilterChoice } from './filters/event-filter.ts';
import { EventFilters } from './filters/event-filters.tsx';
import { EventHistogram } from './filters/event-histogram.tsx';
import { ExportButtons } from './filters/export-button.tsx';
import { EventList } from './list/event-list.tsx';
import { MarkingNote } from './list/marking-note.tsx';
import { useEventListState, useEventSource } from './list/use-event-source.ts';
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
  const { window, isCounted, isPaused, error } = useEventListState(source);
  const isFiltered = JSON.stringify(choice) !== JSON.stringify(noFilter);
  const total = window?.total ?? 0;
  const all = isFiltered ? text.events.matching(count(total)) : text.events.total(count(total));
  return (
    <Panel title={text.events.region} className="events">
      <EventFilters choice={choice} hasSession={sessionId !== null} onChange={setChoice}>
        <p className="events-count" role="status">
          {window !== null && (isCounted ? all : text.events.counting)}
        </p>
      </EventFilters>
      {filter !== undefined && (
        <>
          <EventHistogram
            conditions={conditions}
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
      <CommandError error={error} />
      {(conditions.verdict ?? conditions.cause) !== undefined && <MarkingNote source={source} />}
      {total > 0 ? (
        <EventList
          key={JSON.stringify(conditions)}
          source={source}
          {...(props.onShow !== undefined && { onShow: props.onShow })}
        />
      ) : (
        <Empty>{window === null ? text.loading : isFiltered ? text.events.noMatch : text.events.empty}</Empty>
      )}
    </Panel>
  );
}
