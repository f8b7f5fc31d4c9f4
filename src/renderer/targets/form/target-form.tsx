import { useState, type ReactNode, type SubmitEvent } from 'react';
import { judgeRestAddress } from '../../../shared/settings/targets/rest-address.ts';
import { judgeAddress } from '../../../shared/settings/targets/target-address.ts';
import { targetColours } from '../../../shared/settings/targets/targets.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { SelectField } from '../../parts/fields/select-field.tsx';
import { TextField } from '../../parts/fields/text-field.tsx';
import { text } from '../../text.ts';
import { CredentialFields } from './credential-fields.tsx';
import { missingIn, type Draft, type ProxyKind } from './draft.ts';
import { Proposals } from './proposals.tsx';

const words = text.targets.form;

/** Every field of a target. Its addresses are judged while they are typed. */
export function TargetForm(props: {
  label: string;
  draft: Draft;
  /** Which credentials there are. */
  known: readonly string[];
  error: Error | null;
  advice: readonly string[];
  onChange: (draft: Draft) => void;
  onSave: () => void;
  onCancel?: () => void;
}): ReactNode {
  const { draft, onChange } = props;
  const [wasTried, setWasTried] = useState(false);
  const set = (change: Partial<Draft>): void => onChange({ ...draft, ...change });
  const missing = missingIn(draft);

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    setWasTried(missing !== null);
    if (missing === null) props.onSave();
  }

  return (
    <form className="targets-form" aria-label={props.label} onSubmit={submit}>
      <TextField label={words.name} value={draft.name} maxLength={60} onChange={(name) => set({ name })} />
      <div className="targets-form-address">
        <TextField
          label={words.address}
          placeholder={words.addressHint}
          value={draft.wsUrl}
          maxLength={4_000}
          onChange={(wsUrl) => set({ wsUrl })}
        />
        <Proposals address={draft.wsUrl} judge={judgeAddress} onTake={(wsUrl) => set({ wsUrl })} />
      </div>
      <div className="targets-form-address">
        <TextField
          label={words.rest}
          placeholder={words.restHint}
          value={draft.httpUrl}
          maxLength={4_000}
          onChange={(httpUrl) => set({ httpUrl })}
        />
        <Proposals address={draft.httpUrl} judge={judgeRestAddress} onTake={(httpUrl) => set({ httpUrl })} />
      </div>
      <SelectField
        label={words.colour}
        value={draft.colour}
        options={colours}
        onChange={(colour) => set({ colour: colour as Draft['colour'] })}
      />
      <SelectField
        label={words.production}
        value={draft.production}
        options={optionsOf(words.productions)}
        onChange={(production) => set({ production: production as Draft['production'] })}
      />
      <TextField
        label={words.notes}
        value={draft.notes}
        maxLength={2_000}
        onChange={(notes) => set({ notes })}
      />
      <CredentialFields draft={draft} known={props.known} onChange={set} />
      <TextField
        label={words.clientType}
        placeholder={words.asUsual}
        value={draft.clientType}
        maxLength={60}
        onChange={(clientType) => set({ clientType })}
      />
      <TextField
        label={words.platform}
        placeholder={words.asUsual}
        value={draft.platform}
        maxLength={60}
        onChange={(platform) => set({ platform })}
      />
      <TextField
        label={words.ca}
        placeholder={words.caHint}
        value={draft.caFile}
        onChange={(caFile) => set({ caFile })}
      />
      <SelectField
        label={words.proxy}
        value={draft.proxy}
        options={optionsOf(words.proxies)}
        onChange={(proxy) => set({ proxy: proxy as ProxyKind })}
      />
      {draft.proxy === 'own' && (
        <TextField
          label={words.proxyUrl}
          placeholder={words.proxyHint}
          value={draft.proxyUrl}
          onChange={(proxyUrl) => set({ proxyUrl })}
        />
      )}
      <SelectField
        label={words.compress}
        value={draft.compress}
        options={optionsOf(words.compressions)}
        onChange={(compress) => set({ compress: compress as Draft['compress'] })}
      />
      <div className="targets-form-end">
        {wasTried && missing !== null && <p role="alert">{words.missing[missing]}</p>}
        <CommandError error={props.error} />
        {props.advice.map((sentence) => (
          <p key={sentence} className="targets-notes" role="status">
            {sentence}
          </p>
        ))}
        <div className="button-row">
          <button type="submit">{props.label}</button>
          {props.onCancel !== undefined && (
            <button type="button" onClick={props.onCancel}>
              {text.targets.cancel}
            </button>
          )}
        </div>
      </div>
    </form>
  );
}

const colours = [
  { value: 'auto', label: words.colourAuto },
  ...targetColours.map((colour) => ({ value: colour, label: colour })),
];

function optionsOf(labels: Readonly<Record<string, string>>): { value: string; label: string }[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}
