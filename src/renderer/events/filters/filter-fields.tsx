import type { ReactNode } from 'react';
import { causes, verdicts } from '../../../shared/events/event-names.ts';
import { eventKinds } from '../../../shared/events/event-names.ts';
import { useAnswer } from '../../connection/bridge-hooks.ts';
import { SelectField } from '../../parts/fields/select-field.tsx';
import { TextField } from '../../parts/fields/text-field.tsx';
import { text } from '../../text.ts';
import type { EventFilterChoice } from './event-filter.ts';
import { localTime, wallMsOf } from './local-time.ts';
import { say } from '../../../shared/words/words.ts';

type Options = readonly { value: string; label: string }[];
type FieldsProps = {
  choice: EventFilterChoice;
  hasSession: boolean;
  set: (name: keyof EventFilterChoice) => (value: string) => void;
};

/** All that events can be chosen by, apart from their words. */
export function FilterFields({ choice, hasSession, set }: FieldsProps): ReactNode {
  const { types = [], sessions = [], targets = [] } = useAnswer('events.choices', {}).data ?? {};
  const { events } = text;
  const plain = (values: readonly string[]): Options => values.map((value) => ({ value, label: value }));
  const select = (name: 'type' | 'kind' | 'direction' | 'target' | 'verdict' | 'cause', options: Options) => (
    <SelectField
      label={events[name]}
      value={choice[name]}
      options={[{ value: '', label: events.any[name] }, ...options]}
      onChange={set(name)}
    />
  );
  const time = (name: 'since' | 'until') => (
    <TextField
      type="datetime-local"
      step={0.001}
      label={events[name]}
      value={localTime(choice[name])}
      onChange={(value) => set(name)(wallMsOf(value))}
    />
  );
  const size = (name: 'minBytes' | 'maxBytes') => (
    <TextField type="number" min={0} label={events[name]} value={choice[name]} onChange={set(name)} />
  );
  return (
    <div className="events-filters">
      {select('type', plain(types))}
      {select(
        'kind',
        eventKinds.map((kind) => ({ value: kind, label: events.kinds[kind] })),
      )}
      {select('direction', [
        { value: 'in', label: events.directions.in },
        { value: 'out', label: events.directions.out },
      ])}
      {!hasSession && (
        <SelectField
          label={events.session}
          value={choice.sessionId}
          options={[{ value: '', label: events.anySession }, ...sessionOptions(sessions, choice.sessionId)]}
          onChange={set('sessionId')}
        />
      )}
      {select('target', plain(targets))}
      <TextField label={events.connection} value={choice.connectionId} onChange={set('connectionId')} />
      {select(
        'verdict',
        verdicts.map((verdict) => ({ value: verdict, label: events.verdicts[verdict] })),
      )}
      {select(
        'cause',
        causes.map((cause) => ({ value: cause, label: say(`cause.${cause}`) })),
      )}
      {size('minBytes')}
      {size('maxBytes')}
      {time('since')}
      {time('until')}
    </div>
  );
}

/** One that a link named, and of which nothing is stored any more, is still what is chosen. */
function sessionOptions(
  sessions: readonly { sessionId: string; title: string | null }[],
  chosen: string,
): Options {
  const known = sessions.map(({ sessionId, title }) => ({
    value: sessionId,
    label: title === null ? sessionId : `${title} (${sessionId})`,
  }));
  const isKnown = chosen === '' || known.some(({ value }) => value === chosen);
  return isKnown ? known : [...known, { value: chosen, label: chosen }];
}
