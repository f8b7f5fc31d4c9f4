import type { ReactNode } from 'react';
import { hrefOf } from '../app/route.ts';
import { text } from '../text.ts';

type EventLinkProps = {
  seq: number;
  /** The list beside it stays as it is chosen. */
  filter?: Readonly<Record<string, string>>;
};

/** The number of an event, which leads to it. */
export function EventLink({ seq, filter = {} }: EventLinkProps): ReactNode {
  return (
    <a
      className="event-link"
      href={hrefOf({ page: 'events', event: seq, filter })}
      aria-label={text.event.label(seq)}
    >
      {text.event.link(seq)}
    </a>
  );
}

export function EventLinks({ seqs }: { seqs: readonly number[] }): ReactNode {
  return (
    <span className="event-links">
      {seqs.map((seq) => (
        <EventLink key={seq} seq={seq} />
      ))}
    </span>
  );
}
