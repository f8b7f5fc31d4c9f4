import { useState, type ReactNode } from 'react';
import { eventKinds } from '../../shared/events/events.ts';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { SelectField } from '../parts/select-field.tsx';
import { TextField } from '../parts/text-field.tsx';
import { text } from '../text.ts';
import type { EventFilterChoice } from './event-filter.ts';

/** The search field, and the other filters on demand. */
export function EventFilters(props: {
  choice: EventFilterChoice;
  /** A list that is about one session offers no other. */
  hasSession: boolean;
  onChange: (choice: EventFilterChoice) => void;
  children: ReactNode;
}): ReactNode {
  const { choice, hasSession, onChange } = props;
  const [isOpen, setIsOpen] = useState(false);
  const chosen = [choice.type, choice.kind, choice.direction, choice.sessionId].filter(Boolean).length;
  const set = (name: keyof EventFilterChoice) => (value: string) => onChange({ ...choice, [name]: value });
  return (
    <>
      <div className="events-tools">
        <TextField
          type="search"
          label={text.events.search}
          placeholder={text.events.searchHint}
          maxLength={200}
          value={choice.text}
          onChange={set('text')}
        />
        <button
          type="button"
          className="events-filter-button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          {text.events.filters(chosen)}
        </button>
        {props.children}
      </div>
      {isOpen && <Selects choice={choice} hasSession={hasSession} set={set} />}
    </>
  );
}

function Selects(props: {
  choice: EventFilterChoice;
  hasSession: boolean;
  set: (name: keyof EventFilterChoice) => (value: string) => void;
}): ReactNode {
  const { choice, set } = props;
  const choices = useAnswer('events.choices', {}).data;
  const any = (label: string) => ({ value: '', label });
  const sessions = (choices?.sessions ?? []).map(({ sessionId, title }) => ({
    value: sessionId,
    label: title === null ? sessionId : `${title} (${sessionId})`,
  }));
  return (
    <div className="events-filters">
      <SelectField
        label={text.events.type}
        value={choice.type}
        options={[
          any(text.events.anyType),
          ...(choices?.types ?? []).map((type) => ({ value: type, label: type })),
        ]}
        onChange={set('type')}
      />
      <SelectField
        label={text.events.kind}
        value={choice.kind}
        options={[
          any(text.events.anyKind),
          ...eventKinds.map((kind) => ({ value: kind, label: text.events.kinds[kind] })),
        ]}
        onChange={set('kind')}
      />
      <SelectField
        label={text.events.direction}
        value={choice.direction}
        options={[
          any(text.events.anyDirection),
          { value: 'in', label: text.events.directions.in },
          { value: 'out', label: text.events.directions.out },
        ]}
        onChange={set('direction')}
      />
      {!props.hasSession && (
        <SelectField
          label={text.events.session}
          value={choice.sessionId}
          options={[any(text.events.anySession), ...sessions]}
          onChange={set('sessionId')}
        />
      )}
    </div>
  );
}
