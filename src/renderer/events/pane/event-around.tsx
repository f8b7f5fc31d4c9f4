import type { ReactNode } from 'react';
import type { StoredEvent } from '../../../shared/events/events.ts';
import { useAnswer } from '../../connection/bridge-hooks.ts';
import { EventLink } from '../../parts/event-link.tsx';
import { text } from '../../text.ts';
import type { EventFilterChoice } from '../filters/event-filter.ts';
import { relatedOf } from './related-events.ts';

// A chunk and its result lie at most so many events apart, unless the target is far behind.
const neighbours = 60;

/** The neighbours on the connection, and the chunk, result and update that belong together, with the time between. */
export function EventAround(props: {
  event: StoredEvent;
  connectionId: string;
  filter: EventFilterChoice;
}): ReactNode {
  const { event, connectionId, filter } = props;
  const place = { connectionId, limit: neighbours };
  const before = useAnswer('events.list', { ...place, beforeSeq: event.seq }).data;
  const after = useAnswer('events.list', { ...place, afterSeq: event.seq }).data;
  if (before === undefined || after === undefined) return null;
  const related = relatedOf(event, before.toReversed(), after);
  return (
    <>
      <h3>{text.event.around}</h3>
      <ul className="event-related">
        {related.map(({ relation, event: other }) => (
          <li key={`${relation} ${other.seq}`}>
            {text.event.relations[relation]} <EventLink seq={other.seq} filter={filter} /> {other.type},{' '}
            {text.event.apart(other.monoMs - event.monoMs)}
          </li>
        ))}
        {related.length === 0 && <li>{text.event.nothingAround}</li>}
      </ul>
    </>
  );
}
