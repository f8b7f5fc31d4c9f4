import { useMemo, type ReactNode } from 'react';
import type { StoredEvent } from '../../../shared/events/events.ts';
import { hrefOf } from '../../app/route.ts';
import { useAnswer } from '../../connection/bridge-hooks.ts';
import { bytes, day, exactLength, timeOfDay } from '../../format.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { Empty } from '../../parts/layout/empty.tsx';
import { Panel } from '../../parts/layout/panel.tsx';
import { text } from '../../text.ts';
import type { EventFilterChoice } from '../filters/event-filter.ts';
import { EventAround } from './event-around.tsx';
import { EventDiff } from './event-diff.tsx';
import { EventVerdict } from './event-verdict.tsx';
import { JsonTree } from './json-tree.tsx';

/** One event in full: what it says, what is said of it, and what came before and after it on its connection. */
export function EventPane(props: {
  seq: number;
  /** What the list beside it shows; links to other events leave it so. */
  filter: EventFilterChoice;
  onClose: () => void;
}): ReactNode {
  const { seq, filter, onClose } = props;
  const { data: event, error } = useAnswer(
    'events.list',
    { beforeSeq: seq + 1, limit: 1 },
    { select: ([first]) => (first?.seq === seq ? first : null) },
  );
  return (
    <Panel
      title={text.event.label(seq)}
      className="event-pane"
      tools={
        <span className="button-row">
          {event !== null && event !== undefined && <CopyText text={JSON.stringify(event, null, 2)} />}
          <button type="button" className="quiet-button" onClick={onClose}>
            {text.event.close}
          </button>
        </span>
      }
    >
      <CommandError error={error} />
      {event === undefined && error === null && <Empty>{text.loading}</Empty>}
      {event === null && <Empty>{text.event.gone}</Empty>}
      {event !== null && event !== undefined && <Details event={event} filter={filter} />}
    </Panel>
  );
}

function Details({ event, filter }: { event: StoredEvent; filter: EventFilterChoice }): ReactNode {
  const { connectionId, raw } = event;
  const parsed = useMemo(() => parse(raw), [raw]);
  return (
    <div className="scroll-box event-pane-body" role="region" aria-label={text.event.details} tabIndex={0}>
      <Facts event={event} filter={filter} />
      {event.kind === 'frame' && <EventVerdict event={event} filter={filter} />}
      {connectionId !== null && <EventAround event={event} connectionId={connectionId} filter={filter} />}
      <EventDiff event={event} />
      <h3>{text.event.fields}</h3>
      <JsonTree value={event.fields} />
      {parsed !== undefined && (
        <>
          <h3>{text.event.parsed}</h3>
          <JsonTree value={parsed} />
        </>
      )}
      <h3>{text.event.raw}</h3>
      {raw === null ? (
        <p>{text.events.noRaw}</p>
      ) : (
        <>
          <CopyText text={raw} />
          <pre>{raw}</pre>
        </>
      )}
    </div>
  );
}

function Facts({ event, filter }: { event: StoredEvent; filter: EventFilterChoice }): ReactNode {
  const { kind, type, direction, sessionId, target, connectionId, generation, wallMs, monoMs } = event;
  const only = (change: Partial<EventFilterChoice>, shown: string): ReactNode => (
    <a href={hrefOf({ page: 'events', event: event.seq, filter: { ...filter, ...change } })}>{shown}</a>
  );
  const facts: Record<string, ReactNode> = {
    [text.event.type]: (
      <>
        {only({ type }, type)} ({text.events.kinds[kind]})
      </>
    ),
    [text.event.direction]: text.events.directions[direction ?? 'none'],
    [text.event.time]: `${day(wallMs)}, ${timeOfDay(wallMs)}`,
    [text.event.monotonic]: exactLength(monoMs),
    [text.event.size]: event.bytes === null ? null : bytes(event.bytes),
    [text.event.reason]: event.reason,
    [text.event.session]:
      sessionId === null ? null : (
        <>
          {only({ sessionId }, sessionId)},{' '}
          <a href={hrefOf({ page: 'timeline', sessionId })}>{text.timeline.open}</a>
        </>
      ),
    [text.event.target]: target === null ? null : only({ target }, target),
    [text.event.connection]:
      connectionId === null ? null : (
        <>
          {only({ connectionId }, connectionId)}
          {generation !== null && ` (${generation})`}
        </>
      ),
  };
  return (
    <dl className="facts">
      {Object.entries(facts)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function parse(raw: string | null): unknown {
  if (raw === null) return undefined;
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return undefined;
  }
}
