import { useState, type ReactNode } from 'react';
import { TextField } from '../../parts/fields/text-field.tsx';
import { text } from '../../text.ts';
import { noFilter, type EventFilterChoice } from './event-filter.ts';
import { FilterFields } from './filter-fields.tsx';
import { SavedFilters } from './saved-filters.tsx';

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
  const chosen = Object.entries(choice).filter(([name, value]) => name !== 'text' && value !== '').length;
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
        {(chosen > 0 || choice.text !== '') && (
          <button
            type="button"
            className="quiet-button events-filter-button"
            onClick={() => onChange(noFilter)}
          >
            {text.events.clear}
          </button>
        )}
        {props.children}
      </div>
      {isOpen && (
        <>
          <FilterFields choice={choice} hasSession={hasSession} set={set} />
          {!hasSession && <SavedFilters choice={choice} onChange={onChange} />}
        </>
      )}
    </>
  );
}
