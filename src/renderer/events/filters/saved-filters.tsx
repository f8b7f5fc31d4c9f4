import { useState, type ReactNode } from 'react';
import { CommandError } from '../../parts/command-error.tsx';
import { SelectField } from '../../parts/fields/select-field.tsx';
import { TextField } from '../../parts/fields/text-field.tsx';
import { useSettings } from '../../settings/use-changed.ts';
import { text } from '../../text.ts';
import { choiceOf, type EventFilterChoice } from './event-filter.ts';

/** Filters that somebody gave a name; they are kept with the settings. */
export function SavedFilters(props: {
  choice: EventFilterChoice;
  onChange: (choice: EventFilterChoice) => void;
}): ReactNode {
  const { choice, onChange } = props;
  const [name, setName] = useState('');
  const { now: settings, update } = useSettings();
  const saved = settings?.events.savedFilters ?? [];
  const chosen = saved.find(({ filter }) => isSame(choiceOf(filter), choice));
  const isEmpty = Object.values(choice).every((value) => value === '');

  function save(): void {
    const filter = Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== ''));
    const others = saved.filter((one) => one.name !== name.trim());
    update.mutate({ events: { savedFilters: [...others, { name: name.trim(), filter }] } });
    setName('');
  }

  return (
    <div className="events-saved">
      <SelectField
        label={text.events.saved}
        value={chosen?.name ?? ''}
        options={[
          { value: '', label: saved.length === 0 ? text.events.noneSaved : text.events.chooseSaved },
          ...saved.map((one) => ({ value: one.name, label: one.name })),
        ]}
        onChange={(value) => {
          const found = saved.find((one) => one.name === value);
          if (found !== undefined) onChange(choiceOf(found.filter));
        }}
      />
      {chosen === undefined && !isEmpty && (
        <>
          <TextField label={text.events.saveAs} maxLength={80} value={name} onChange={setName} />
          <button
            type="button"
            aria-disabled={name.trim() === ''}
            onClick={() => name.trim() === '' || save()}
          >
            {text.events.save}
          </button>
        </>
      )}
      {chosen !== undefined && (
        <button
          type="button"
          onClick={() =>
            update.mutate({ events: { savedFilters: saved.filter((one) => one.name !== chosen.name) } })
          }
        >
          {text.events.forget}
        </button>
      )}
      <CommandError error={update.error} />
    </div>
  );
}

function isSame(a: EventFilterChoice, b: EventFilterChoice): boolean {
  return (Object.keys(a) as (keyof EventFilterChoice)[]).every((name) => a[name] === b[name]);
}
