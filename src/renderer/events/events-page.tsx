import { useEffect, useRef, useState, type ReactNode } from 'react';
import { hrefOf, type Route } from '../app/route.ts';
import { choiceOf, type EventFilterChoice } from './filters/event-filter.ts';
import { EventPane } from './pane/event-pane.tsx';
import { EventsPanel } from './events-panel.tsx';
import './events-page.css';

type EventsRoute = Extract<Route, { page: 'events' }>;

/** All events of the store, and one of them in full. Both stand in the address, so that a link leads to the same. */
export function EventsPage({ route }: { route: EventsRoute }): ReactNode {
  const paneRef = useRef<HTMLDivElement>(null);
  const [choice, setChoice] = useChoice(route.filter);
  const { event } = route;

  useEffect(() => {
    if (event !== null) paneRef.current?.scrollIntoView({ block: 'nearest' });
  }, [event]);

  const show = (seq: number | null): void => {
    window.location.hash = hrefOf({ page: 'events', event: seq, filter: choice });
  };

  return (
    <div className="events-page" data-has-event={event !== null || undefined}>
      <EventsPanel
        filter={{
          choice,
          set(next) {
            setChoice(next);
            // Typing changes the address in place: going back leaves the page, not a letter.
            const href = hrefOf({ page: 'events', event, filter: next });
            window.history.replaceState(window.history.state, '', href);
            window.dispatchEvent(new HashChangeEvent('hashchange'));
          },
        }}
        onShow={show}
      />
      {event !== null && (
        <div ref={paneRef}>
          <EventPane key={event} seq={event} filter={choice} onClose={() => show(null)} />
        </div>
      )}
    </div>
  );
}

/** What is chosen: what somebody types here at once, and whatever a link brings. */
function useChoice(filter: EventsRoute['filter']): [EventFilterChoice, (choice: EventFilterChoice) => void] {
  const address = JSON.stringify(filter);
  const [known, setKnown] = useState({ choice: choiceOf(filter), address });
  if (known.address !== address) {
    const isOwn = JSON.stringify(chosenIn(known.choice)) === address;
    setKnown({ choice: isOwn ? known.choice : choiceOf(filter), address });
  }
  return [known.choice, (choice) => setKnown({ choice, address: known.address })];
}

const chosenIn = (choice: EventFilterChoice): Record<string, string> =>
  Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== ''));
