import { useId, type ReactNode } from 'react';
import { SelectField } from '../../parts/fields/select-field.tsx';
import { TextField } from '../../parts/fields/text-field.tsx';
import { text } from '../../text.ts';
import type { CredentialKind, Draft } from './draft.ts';

const words = text.targets.form;

/** What a target wants to see before it lets us in. It goes in and never comes out. */
export function CredentialFields(props: {
  draft: Draft;
  known: readonly string[];
  onChange: (change: Partial<Draft>) => void;
}): ReactNode {
  const { draft, known, onChange } = props;
  const id = useId();
  const kind = draft.credentials;
  const kinds: { value: CredentialKind; label: string }[] = [
    { value: 'keep', label: known.length === 0 ? words.noCredentials : words.keep(known.join(', ')) },
    ...(known.length === 0 ? [] : [{ value: 'none' as const, label: words.forget }]),
    { value: 'query', label: words.query },
    { value: 'login', label: words.login },
    { value: 'header', label: words.header },
  ];
  return (
    <>
      <SelectField
        label={words.credentials}
        value={kind}
        options={kinds}
        onChange={(value) => onChange({ credentials: value as CredentialKind, secret: '' })}
      />
      {kind === 'header' && (
        <TextField
          label={words.headerName}
          value={draft.header}
          maxLength={80}
          onChange={(header) => onChange({ header })}
        />
      )}
      {(kind === 'query' || kind === 'login' || kind === 'header') && (
        <div className="field">
          <label htmlFor={id}>{words.secrets[kind]}</label>
          <input
            id={id}
            type="password"
            autoComplete="off"
            spellCheck={false}
            maxLength={4_000}
            value={draft.secret}
            onChange={(event) => onChange({ secret: event.target.value })}
          />
        </div>
      )}
    </>
  );
}
