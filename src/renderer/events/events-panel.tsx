import { useDeferredValue, useState, type ReactNode } from 'react';
import { count } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/empty.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text.ts';
import { conditionsOf, noFilter, type EventFilterChoice } from './event-filter.ts';
import { EventFilters } from './event-filters.tsx';
import { EventList } from './event-list.tsx';
import { useEventListState, useEventSource } from './use-event-source.ts';
import './events.css';

/** The events of everything, or of one session, as many as there are. */
export function EventsPanel(props: {
  sessionId?: string | null;
  /** A filter that is kept elsewhere. */
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
  const { window, error } = useEventListState(source);
  const isFiltered = choice !== noFilter && JSON.stringify(choice) !== JSON.stringify(noFilter);
  const total = window?.total ?? 0;
  return (
    <Panel title={text.events.region} className="events">
      <EventFilters choice={choice} hasSession={sessionId !== null} onChange={setChoice}>
        <p className="events-count" role="status">
          {window !== null &&
            (isFiltered ? text.events.matching(count(total)) : text.events.total(count(total)))}
        </p>
      </EventFilters>
      <CommandError error={error} />
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
