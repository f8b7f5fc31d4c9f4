import { useEffect, useRef, useState, type ReactNode } from 'react';
import { hrefOf, type Route } from '../app/route.ts';
import { noFilter, type EventFilterChoice } from './event-filter.ts';
import { EventPane } from './event-pane.tsx';
import { EventsPanel } from './events-panel.tsx';
import './events-page.css';

type EventsRoute = Extract<Route, { page: 'events' }>;

/** All events of the store, and one of them in full. Both stand in the address, so that a link leads to the same. */
export function EventsPage({ route }: { route: EventsRoute }): ReactNode {
  const paneRef = useRef<HTMLDivElement>(null);
  // Typing changes the address in place: going back leaves the page, not a letter.
  const [choice, setChoice] = useState(() => choiceOf(route));
  const { event } = route;

  function go(next: { event: number | null; choice: EventFilterChoice }, isStep: boolean): void {
    const href = hrefOf({ page: 'events', event: next.event, filter: { ...next.choice } });
    if (isStep) window.location.hash = href;
    else {
      window.history.replaceState(window.history.state, '', href);
      window.dispatchEvent(new HashChangeEvent('hashchange'));
    }
  }

  useEffect(() => {
    if (event !== null) paneRef.current?.scrollIntoView({ block: 'nearest' });
  }, [event]);

  return (
    <div className="events-page" data-has-event={event !== null || undefined}>
      <EventsPanel
        filter={{
          choice,
          set(next) {
            setChoice(next);
            go({ event, choice: next }, false);
          },
        }}
        onShow={(seq) => go({ event: seq, choice }, true)}
      />
      {event !== null && (
        <div ref={paneRef}>
          <EventPane
            key={event}
            seq={event}
            onShow={(seq) => go({ event: seq, choice }, true)}
            onClose={() => go({ event: null, choice }, true)}
          />
        </div>
      )}
    </div>
  );
}

function choiceOf({ filter }: EventsRoute): EventFilterChoice {
  const known = Object.keys(noFilter) as (keyof EventFilterChoice)[];
  return { ...noFilter, ...Object.fromEntries(known.map((name) => [name, filter[name] ?? ''])) };
}
