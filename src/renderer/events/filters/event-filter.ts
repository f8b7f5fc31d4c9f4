import { causes, verdicts } from '../../../shared/events/event-names.ts';
import type { EventConditions, StoredEvent } from '../../../shared/events/events.ts';
import { eventKinds } from '../../../shared/events/event-names.ts';

/** What a person has chosen, as it stands in the address; an empty text is no choice. */
export const noFilter = {
  text: '',
  type: '',
  kind: '',
  direction: '',
  sessionId: '',
  target: '',
  connectionId: '',
  verdict: '',
  cause: '',
  minBytes: '',
  maxBytes: '',
  /** Wall clock, ms since 1970. */
  since: '',
  until: '',
};
export type EventFilterChoice = typeof noFilter;

export function choiceOf(filter: Readonly<Record<string, string>>): EventFilterChoice {
  const known = Object.keys(noFilter) as (keyof EventFilterChoice)[];
  return { ...noFilter, ...Object.fromEntries(known.map((name) => [name, filter[name] ?? ''])) };
}

/** The choice as the core is asked for it, in the session that the list is about if there is one. */
export function conditionsOf(choice: EventFilterChoice, sessionId: string | null): EventConditions {
  const given: EventConditions = {
    sessionId: sessionId ?? textOf(choice.sessionId),
    type: textOf(choice.type),
    kind: oneOf(eventKinds, choice.kind),
    direction: oneOf(['in', 'out'] as const, choice.direction),
    target: textOf(choice.target),
    connectionId: textOf(choice.connectionId),
    verdict: oneOf(verdicts, choice.verdict),
    cause: oneOf(causes, choice.cause),
    minBytes: numberOf(choice.minBytes),
    maxBytes: numberOf(choice.maxBytes),
    sinceMs: numberOf(choice.since),
    untilMs: numberOf(choice.until),
    text: textOf(choice.text),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const textOf = (given: string): string | undefined => (given.trim() === '' ? undefined : given.trim());

function oneOf<T extends string>(known: readonly T[], given: string): T | undefined {
  return known.find((one) => one === given);
}

/** What somebody is still typing, or typed into an address, is no number: it asks for nothing. */
function numberOf(given: string): number | undefined {
  const value = Number(given);
  return given.trim() === '' || !Number.isFinite(value) || value < 0 ? undefined : value;
}

/** Only the database knows an event's words, and only the analysis its causes. */
export function needsDatabase({ text, verdict, cause }: EventConditions): boolean {
  return text !== undefined || verdict !== undefined || cause !== undefined;
}

/** Whether an event is what the conditions ask for, apart from what {@link needsDatabase}. */
export function matchesConditions(event: StoredEvent, conditions: EventConditions): boolean {
  const { minBytes, maxBytes, sinceMs, untilMs } = conditions;
  const isEqual = (['sessionId', 'type', 'kind', 'direction', 'target', 'connectionId'] as const).every(
    (name) => conditions[name] === undefined || event[name] === conditions[name],
  );
  return (
    isEqual &&
    (minBytes === undefined || (event.bytes !== null && event.bytes >= minBytes)) &&
    (maxBytes === undefined || (event.bytes !== null && event.bytes <= maxBytes)) &&
    (sinceMs === undefined || event.wallMs >= sinceMs) &&
    (untilMs === undefined || event.wallMs < untilMs)
  );
}
