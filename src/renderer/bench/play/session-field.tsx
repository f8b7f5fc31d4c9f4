import type { ReactNode } from 'react';
import type { CommandOutput } from '../../../shared/contract/contract.ts';
import { useAnswer } from '../../connection/bridge-hooks.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { SelectField } from '../../parts/fields/select-field.tsx';
import { text } from '../../text.ts';

const words = text.bench.play;

export type SessionChoice = CommandOutput<'events.choices'>['sessions'][number];

/** A choice of whatever has events: recordings, imports and taps, the newest first. */
export function SessionField(props: { value: string; onChange: (sessionId: string) => void }): ReactNode {
  const { data, error } = useAnswer('events.choices', {}, { staleTime: 0 });
  return (
    <>
      <SessionSelect label={words.session} sessions={data?.sessions ?? []} {...props} />
      <CommandError error={error} />
    </>
  );
}

/** A choice of these sessions, the newest first. */
export function SessionSelect(props: {
  label: string;
  sessions: readonly SessionChoice[];
  value: string;
  onChange: (sessionId: string) => void;
}): ReactNode {
  const sessions = props.sessions.toSorted((a, b) => b.newestSeq - a.newestSeq);
  return (
    <SelectField
      label={props.label}
      value={props.value}
      options={[
        { value: '', label: sessions.length === 0 ? words.noneYet : words.noSession },
        ...sessions.map(({ sessionId, title }) => ({
          value: sessionId,
          label: title === null ? sessionId : `${title} (${sessionId})`,
        })),
      ]}
      onChange={props.onChange}
    />
  );
}
