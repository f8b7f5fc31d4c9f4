import { useId, useState, type ReactNode } from 'react';
import type { SpeechModelStatus } from '../../shared/settings/speech-models.ts';
import { CommandError } from '../parts/command-error.tsx';
import { TextField } from '../parts/fields/text-field.tsx';
import { useSettings } from '../settings/use-changed.ts';
import { text } from '../text.ts';

const words = text.models;

/** Which model is used, where that is not the best one here, and where models come from. */
export function OwnModel({ models }: { models: readonly SpeechModelStatus[] }): ReactNode {
  const { now: settings, update } = useSettings();
  const id = useId();
  const [wantsFile, setWantsFile] = useState(false);
  if (settings === undefined) return null;
  const { whisperModel, modelMirror } = settings.direct;
  const isKnown = whisperModel === null || models.some(({ name }) => name === whisperModel);
  const usesFile = wantsFile || !isKnown;

  function choose(value: string): void {
    setWantsFile(value === ownFile);
    if (value !== ownFile) update.mutate({ direct: { whisperModel: value === '' ? null : value } });
  }

  return (
    <div className="engine-choice">
      <div className="field">
        <label htmlFor={id}>{words.used}</label>
        <select
          id={id}
          value={usesFile ? ownFile : (whisperModel ?? '')}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">{words.best}</option>
          {models
            .filter(({ name, state }) => state === 'ready' || name === whisperModel)
            .map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          <option value={ownFile}>{words.file}</option>
        </select>
      </div>
      {usesFile && (
        <Saved
          label={words.filePath}
          placeholder={words.fileExample}
          known={isKnown ? '' : whisperModel}
          save={(path) => update.mutate({ direct: { whisperModel: path } })}
        />
      )}
      <Saved
        label={words.mirror}
        placeholder={words.mirrorExample}
        known={modelMirror ?? ''}
        save={(address) => update.mutate({ direct: { modelMirror: address } })}
      />
      <CommandError error={update.error} />
    </div>
  );
}

const ownFile = 'file';

/** A text that counts once it is saved; nothing where it is empty. */
function Saved(props: {
  label: string;
  placeholder: string;
  known: string;
  save: (value: string | null) => void;
}): ReactNode {
  const { label, placeholder, known, save } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const value = typed ?? known;
  return (
    <form
      className="engine-key"
      onSubmit={(event) => {
        event.preventDefault();
        save(value.trim() === '' ? null : value.trim());
      }}
    >
      <TextField label={label} placeholder={placeholder} value={value} onChange={setTyped} />
      <button type="submit" aria-label={words.saveOf(label)}>
        {words.save}
      </button>
    </form>
  );
}
