import type { ReactNode } from 'react';
import type { StoredEvent } from '../../../shared/events/events.ts';
import type { Finding } from '../../../shared/events/findings.ts';
import { hrefOf } from '../../app/route.ts';
import { useAnswer } from '../../connection/bridge-hooks.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { EventLink } from '../../parts/event-link.tsx';
import { text } from '../../text.ts';
import type { EventFilterChoice } from '../filters/event-filter.ts';
import { say } from '../../../shared/words/words.ts';

type OfEvent = { event: StoredEvent; filter: EventFilterChoice };

/** What the reference monitor says of a frame, and the findings that it is part of. */
export function EventVerdict({ event, filter }: OfEvent): ReactNode {
  const { data: marks, error } = useAnswer(
    'analysis.marks',
    { seqs: [event.seq] },
    { select: ([first]) => first ?? null, staleTime: 0 },
  );
  const verdicts = marks?.verdicts ?? [];
  return (
    <>
      <h3>{text.event.verdict}</h3>
      <CommandError error={error} />
      {marks === undefined ? (
        <p>{error === null && text.events.judging}</p>
      ) : (
        <p>
          {verdicts.length === 0
            ? text.event.inOrder
            : verdicts.map((verdict) => text.events.verdicts[verdict]).join(', ')}
        </p>
      )}
      {marks !== null && marks !== undefined && marks.causes.length > 0 && (
        <FindingsOf event={event} filter={filter} />
      )}
    </>
  );
}

function FindingsOf({ event, filter }: OfEvent): ReactNode {
  const { seq, sessionId } = event;
  const { data: findings = [], error } = useAnswer(
    'analysis.run',
    { range: sessionId === null ? {} : { sessionId } },
    { select: (report) => report.findings.filter(({ eventIds }) => eventIds.includes(seq)) },
  );
  return (
    <>
      <h3>
        <a href={hrefOf({ page: 'findings', sessionId })}>{text.event.findings}</a>
      </h3>
      <CommandError error={error} />
      <ul className="event-related">
        {findings.map((finding) => (
          <li key={`${finding.cause} ${finding.eventIds.join()}`}>
            <FindingLine finding={finding} seq={seq} filter={filter} />
          </li>
        ))}
      </ul>
    </>
  );
}

function FindingLine(props: { finding: Finding; seq: number; filter: EventFilterChoice }): ReactNode {
  const { finding, seq, filter } = props;
  return (
    <>
      {say(`cause.${finding.cause}`)}: {finding.evidence} {text.event.with}{' '}
      {finding.eventIds
        .filter((id) => id !== seq)
        .map((id) => (
          <span key={id}>
            <EventLink seq={id} filter={filter} />{' '}
          </span>
        ))}
    </>
  );
}
