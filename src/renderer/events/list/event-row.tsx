import { memo, type ReactNode } from 'react';
import type { StoredEvent } from '../../../shared/events/events.ts';
import { bytes, timeOfDay } from '../../format.ts';
import { text } from '../../text.ts';

const arrows = { in: '←', out: '→', none: '·' } as const;

type EventRowProps = { event: StoredEvent; isOpen: boolean; onToggle: () => void };

/** An event never changes, so a row draws anew only when it opens or closes. */
export const EventRow = memo(
  function EventRow({ event, isOpen, onToggle }: EventRowProps): ReactNode {
    const direction = event.direction ?? 'none';
    return (
      <>
        <button type="button" className="event-row" aria-expanded={isOpen} onClick={onToggle}>
          <span className="event-time">{timeOfDay(event.wallMs)}</span>
          <span className="event-arrow" data-direction={direction} aria-hidden="true">
            {arrows[direction]}
          </span>
          <span className="visually-hidden">{text.events.directions[direction]}</span>
          <span className="event-what">
            <span className="event-type">{event.type}</span>
            {event.reason !== null && <span className="event-reason">{event.reason}</span>}
          </span>
          <span className="event-size">{event.bytes === null ? '' : bytes(event.bytes)}</span>
        </button>
        {isOpen && <EventDetails event={event} />}
      </>
    );
  },
  (before, after) => before.event === after.event && before.isOpen === after.isOpen,
);

function EventDetails({ event }: { event: StoredEvent }): ReactNode {
  const { seq, kind, sessionId, target, connectionId, generation, raw, fields } = event;
  const place = { seq, kind, sessionId, target, connectionId, generation };
  return (
    <div className="event-details">
      <p className="event-place-facts">
        {Object.entries(place)
          .filter(([, value]) => value !== null)
          .map(([name, value]) => `${name} ${value}`)
          .join(' · ')}
      </p>
      <Code label={text.events.fields} value={JSON.stringify(fields, null, 2)} />
      {raw === null ? (
        <p className="event-place-facts">{text.events.noRaw}</p>
      ) : (
        <Code label={text.events.raw} value={indented(raw)} />
      )}
    </div>
  );
}

function Code({ label, value }: { label: string; value: string }): ReactNode {
  return (
    <figure>
      <figcaption>{label}</figcaption>
      <pre tabIndex={0} role="region" aria-label={label}>
        {value}
      </pre>
    </figure>
  );
}

/** A frame that is not JSON is shown as it came. */
function indented(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2);
  } catch {
    return raw;
  }
}
