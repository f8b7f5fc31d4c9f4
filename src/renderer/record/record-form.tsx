import { useId, type ReactNode } from 'react';
import { sourceNames, type SourceName } from '../../shared/sound/audio.ts';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { EngineChoice } from '../engines/engine-choice.tsx';
import { DeviceChoice, DeviceReason } from '../sound/device-choice.tsx';
import { LiveLevels } from '../sound/live-levels.tsx';
import { RadioGroup } from '../parts/fields/radio-group.tsx';
import { TextField } from '../parts/fields/text-field.tsx';
import { text } from '../text.ts';
import type { Choices } from './choices.ts';
import { TargetChoice, TargetWords } from './target-choice.tsx';

const words = text.record;

export function RecordForm(props: {
  choices: Choices;
  onChange: (change: Partial<Choices>) => void;
}): ReactNode {
  const { choices, onChange } = props;
  const speedId = useId();
  const [firstSource] = choices.source === 'file' ? [] : sourcesOf(choices.source);
  return (
    <>
      <RadioGroup
        legend={words.source}
        value={choices.source}
        options={[
          { value: 'system', label: words.sources.system },
          { value: 'microphone', label: words.sources.microphone },
          { value: 'both', label: words.sources.both },
          { value: 'file', label: words.sources.file },
        ]}
        onChange={(source) => onChange({ source })}
      />
      {choices.source !== 'file' && <Devices sources={sourcesOf(choices.source)} />}
      {choices.source === 'file' && (
        <div className="record-file">
          <TextField
            label={words.filePath}
            placeholder={words.filePathHint}
            value={choices.filePath}
            onChange={(filePath) => onChange({ filePath })}
          />
          <div className="field">
            <label htmlFor={speedId}>{words.speed}</label>
            <select
              id={speedId}
              value={choices.speed}
              onChange={(event) => onChange({ speed: event.target.value === 'max' ? 'max' : 1 })}
            >
              <option value={1}>{words.speeds.realTime}</option>
              <option value="max">{words.speeds.fastest}</option>
            </select>
          </div>
        </div>
      )}
      <RadioGroup
        legend={words.mode}
        value={choices.mode}
        options={[
          { value: 'stream', label: words.modes.stream },
          { value: 'direct', label: words.modes.direct },
          { value: 'capture-only', label: words.modes['capture-only'] },
        ]}
        onChange={(mode) => onChange({ mode })}
      />
      {choices.mode === 'stream' && <TargetChoice choices={choices} onChange={onChange} />}
      {choices.mode === 'direct' && <EngineChoice />}
      <TextField
        label={words.title}
        placeholder={words.titleHint}
        maxLength={200}
        value={choices.title}
        onChange={(title) => onChange({ title })}
      />
      <FormHints choices={choices} source={firstSource} />
    </>
  );
}

/** What the words and the sound will lack. The second waits for the first, which would push it down. */
function FormHints(props: { choices: Choices; source: SourceName | undefined }): ReactNode {
  const { choices, source } = props;
  const isStream = choices.mode === 'stream';
  const engines = useAnswer('engines.list', {}, { enabled: isStream });
  const models = useAnswer('engines.models', {}, { enabled: isStream, staleTime: 0 });
  const isAsked = engines.isPending || models.isPending;
  return (
    <>
      {isStream && <TargetWords choices={choices} />}
      {source !== undefined && !(isStream && isAsked) && <DeviceReason source={source} />}
    </>
  );
}

function sourcesOf(source: 'system' | 'microphone' | 'both'): readonly SourceName[] {
  return source === 'both' ? sourceNames : [source];
}

function Devices({ sources }: { sources: readonly SourceName[] }): ReactNode {
  return (
    <div className="record-devices">
      {sources.map((source) => (
        <DeviceChoice key={source} source={source} saysWhy={false} />
      ))}
      <LiveLevels sources={sources} />
    </div>
  );
}
