import { useDeferredValue, useState, type ReactNode } from 'react';
import { count } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/empty.tsx';
import { Panel } from '../parts/panel.tsx';
import { TextField } from '../parts/text-field.tsx';
import { text } from '../text.ts';
import { EventList } from './event-list.tsx';
import { matchesType } from './event-pages.ts';
import { useEvents } from './use-events.ts';
import './events.css';

/** The last events of everything, or of one session. */
export function EventsPanel({ sessionId = null }: { sessionId?: string | null }): ReactNode {
  const { events, isLoading, error, loadOlder } = useEvents(sessionId);
  const [typeText, setTypeText] = useState('');
  const filter = useDeferredValue(typeText.trim());
  const matching = filter === '' ? events : events.filter((event) => matchesType(event, filter));
  return (
    <Panel title={text.events.region} className="events">
      <div className="events-tools">
        <TextField
          type="search"
          label={text.events.filter}
          placeholder={text.events.filterHint}
          value={typeText}
          onChange={setTypeText}
        />
        <p className="events-count">
          {filter === ''
            ? text.events.shown(count(events.length))
            : text.events.matching(count(matching.length), count(events.length))}
        </p>
        {loadOlder !== null && (
          <button type="button" className="quiet-button" onClick={loadOlder}>
            {text.events.older}
          </button>
        )}
      </div>
      <CommandError error={error} />
      {matching.length > 0 ? (
        <EventList key={filter} events={matching} />
      ) : (
        <Empty>
          {isLoading ? text.loading : filter === '' ? text.events.empty : text.events.noMatch(filter)}
        </Empty>
      )}
    </Panel>
  );
}
