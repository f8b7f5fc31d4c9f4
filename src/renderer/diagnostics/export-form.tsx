import { useId, type ReactNode } from 'react';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { dateTime } from '../format.ts';
import { Disclosure } from '../parts/layout/disclosure.tsx';
import { SelectField } from '../parts/fields/select-field.tsx';
import { TextField } from '../parts/fields/text-field.tsx';
import { text } from '../text.ts';
import { isRecipientWrong, type BundleChoices } from './bundle-choices.ts';

const words = text.diagnostics;
const caps = ['5', '10', '25', '50', '100', '500'];

export function ExportForm(props: {
  choices: BundleChoices;
  /** The key that is typed, or set. */
  recipient: string;
  usualFolder: string;
  onChange: (change: Partial<BundleChoices>) => void;
}): ReactNode {
  const { choices, recipient, usualFolder, onChange } = props;
  const sessions = useAnswer('sessions.list', {}).data ?? [];
  const noteId = useId();
  const hintId = useId();
  return (
    <>
      <div className="diagnostics-choices">
        <SelectField
          label={words.window}
          value={choices.window}
          options={Object.entries(words.windows).map(([value, label]) => ({ value, label }))}
          onChange={(window) => onChange({ window, sessionId: '' })}
        />
        <SelectField
          label={words.session}
          value={choices.sessionId}
          options={[
            { value: '', label: words.anySession },
            ...sessions.map(({ sessionId, title, startedAt }) => ({
              value: sessionId,
              label: `${title} · ${dateTime(startedAt)}`,
            })),
          ]}
          onChange={(sessionId) => onChange({ sessionId })}
        />
        <SelectField
          label={words.cap}
          value={choices.megabytes}
          options={caps.map((value) => ({ value, label: words.megabytes(value) }))}
          onChange={(megabytes) => onChange({ megabytes })}
        />
      </div>
      <div className="field">
        <label htmlFor={noteId}>{words.note}</label>
        <textarea
          id={noteId}
          rows={3}
          maxLength={20_000}
          aria-describedby={hintId}
          value={choices.note}
          onChange={(event) => onChange({ note: event.target.value })}
        />
        <p id={hintId} className="diagnostics-hint">
          {words.noteHint}
        </p>
      </div>
      <fieldset>
        <legend className="diagnostics-hint">{words.spoken}</legend>
        {(['transcripts', 'audio'] as const).map((part) => (
          <label key={part} className="diagnostics-tick">
            <input
              type="checkbox"
              checked={choices[part]}
              onChange={(event) => onChange({ [part]: event.target.checked })}
            />
            <span>{words[part]}</span>
          </label>
        ))}
      </fieldset>
      {recipient.trim() !== '' && <p className="diagnostics-hint">{words.sealed}</p>}
      <Disclosure label={words.more}>
        <div className="diagnostics-more">
          <TextField
            label={words.recipient}
            placeholder={words.recipientHint}
            value={recipient}
            maxLength={2_000}
            problem={isRecipientWrong(recipient) ? words.wrongRecipient : null}
            onChange={(typed) => onChange({ recipient: typed })}
          />
          <TextField
            label={words.folder}
            placeholder={usualFolder}
            value={choices.folder}
            maxLength={4_000}
            onChange={(folder) => onChange({ folder })}
          />
        </div>
      </Disclosure>
    </>
  );
}
