import type { ReactNode } from 'react';
import { useAnswer } from '../../connection/bridge-hooks.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { SelectField } from '../../parts/fields/select-field.tsx';
import { text } from '../../text.ts';

const words = text.bench.play;

/** A choice of whatever has events: recordings, imports and taps, the newest first. */
export function SessionField(props: { value: string; onChange: (sessionId: string) => void }): ReactNode {
  const { data, error } = useAnswer('events.choices', {}, { staleTime: 0 });
  const sessions = (data?.sessions ?? []).toSorted((a, b) => b.newestSeq - a.newestSeq);
  return (
    <>
      <SelectField
        label={words.session}
        value={props.value}
        options={[
          { value: '', label: words.noSession },
          ...sessions.map(({ sessionId, title }) => ({
            value: sessionId,
            label: title === null ? sessionId : `${title} (${sessionId})`,
          })),
        ]}
        onChange={props.onChange}
      />
      <CommandError error={error} />
    </>
  );
}
