import { eventKinds, type EventConditions, type StoredEvent } from '../../shared/events/events.ts';

/** What a person has chosen; an empty text is no choice. */
export type EventFilterChoice = {
  text: string;
  type: string;
  kind: string;
  direction: string;
  sessionId: string;
};

export const noFilter: EventFilterChoice = { text: '', type: '', kind: '', direction: '', sessionId: '' };

/** The choice as the core is asked for it, in the session that the list is about if there is one. */
export function conditionsOf(choice: EventFilterChoice, sessionId: string | null): EventConditions {
  const session = sessionId ?? choice.sessionId;
  const kind = eventKinds.find((known) => known === choice.kind);
  const text = choice.text.trim();
  return {
    ...(session !== '' && { sessionId: session }),
    ...(choice.type !== '' && { type: choice.type }),
    ...(kind !== undefined && { kind }),
    ...((choice.direction === 'in' || choice.direction === 'out') && { direction: choice.direction }),
    ...(text !== '' && { text }),
  };
}

/** Whether an event is what the conditions ask for, apart from its words, which the database knows. */
export function matchesConditions(event: StoredEvent, conditions: EventConditions): boolean {
  const { sessionId, type, kind, direction } = conditions;
  return (
    (sessionId === undefined || event.sessionId === sessionId) &&
    (type === undefined || event.type === type) &&
    (kind === undefined || event.kind === kind) &&
    (direction === undefined || event.direction === direction)
  );
}
