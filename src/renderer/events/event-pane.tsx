import { useMemo, type ReactNode } from 'react';
import type { StoredEvent } from '../../shared/events/events.ts';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { bytes, dateTime, timeOfDay } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { CopyText } from '../parts/copy-text.tsx';
import { Empty } from '../parts/empty.tsx';
import { EventLink } from '../parts/event-link.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text.ts';
import { JsonTree } from './json-tree.tsx';
import { relatedOf, type Related } from './related-events.ts';

const neighbours = 40;

/** One event in full, with what came before and after it on its connection. */
export function EventPane(props: {
  seq: number;
  onShow: (seq: number) => void;
  onClose: () => void;
}): ReactNode {
  const { seq, onShow, onClose } = props;
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
      {event !== null && event !== undefined && <Details event={event} onShow={onShow} />}
    </Panel>
  );
}

function Details({ event, onShow }: { event: StoredEvent; onShow: (seq: number) => void }): ReactNode {
  const { kind, type, direction, sessionId, target, connectionId, generation, wallMs, monoMs, reason } =
    event;
  const facts = {
    [text.event.type]: `${type} (${text.events.kinds[kind]})`,
    [text.event.direction]: text.events.directions[direction ?? 'none'],
    [text.event.time]: `${dateTime(new Date(wallMs).toISOString())}, ${timeOfDay(wallMs)}`,
    [text.event.monotonic]: `${monoMs.toFixed(1)} ms`,
    [text.event.size]: event.bytes === null ? null : bytes(event.bytes),
    [text.event.reason]: reason,
    [text.event.session]: sessionId,
    [text.event.target]: target,
    [text.event.connection]:
      connectionId === null ? null : `${connectionId}${generation === null ? '' : ` (${generation})`}`,
  };
  const parsed = useMemo(() => parse(event.raw), [event.raw]);
  return (
    <div className="scroll-box event-pane-body" role="region" aria-label={text.event.details} tabIndex={0}>
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
      {connectionId !== null && <Around event={event} connectionId={connectionId} onShow={onShow} />}
      <h3>{text.event.fields}</h3>
      <JsonTree value={event.fields} />
      {parsed !== undefined && (
        <>
          <h3>{text.event.parsed}</h3>
          <JsonTree value={parsed} />
        </>
      )}
      <h3>{text.event.raw}</h3>
      {event.raw === null ? <p>{text.events.noRaw}</p> : <pre>{event.raw}</pre>}
    </div>
  );
}

function Around(props: {
  event: StoredEvent;
  connectionId: string;
  onShow: (seq: number) => void;
}): ReactNode {
  const { event, connectionId } = props;
  const place = { connectionId, limit: neighbours };
  const before = useAnswer('events.list', { ...place, beforeSeq: event.seq }).data;
  const after = useAnswer('events.list', { ...place, afterSeq: event.seq }).data;
  if (before === undefined || after === undefined) return null;
  const related = relatedOf(event, before.toReversed(), after);
  return (
    <>
      <h3>{text.event.around}</h3>
      <ul className="event-related">
        {related.map((one) => (
          <li key={`${one.relation} ${one.event.seq}`}>
            <RelatedLine related={one} from={event} />
          </li>
        ))}
        {related.length === 0 && <li>{text.event.nothingAround}</li>}
      </ul>
    </>
  );
}

function RelatedLine({ related, from }: { related: Related; from: StoredEvent }): ReactNode {
  const { relation, event } = related;
  return (
    <>
      {text.event.relations[relation]} <EventLink seq={event.seq} /> {event.type},{' '}
      {text.event.apart(event.monoMs - from.monoMs)}
    </>
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
