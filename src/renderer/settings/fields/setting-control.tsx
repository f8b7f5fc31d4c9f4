import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Settings } from '../../../shared/settings/settings.ts';
import { text } from '../../text.ts';
import { patchFor, refusalOf, valueOf, type SettingField } from '../../../shared/settings/setting-fields.ts';
import { useSettings } from '../use-changed.ts';
import { settingLabels } from './labels.ts';

const words = text.settings.all;

/** One setting: its control, what it is unless somebody chose, and beside it why a value is refused. */
export function SettingControl({ field }: { field: SettingField }): ReactNode {
  const { now: settings, update } = useSettings();
  return settings && <Control field={field} settings={settings} update={update} />;
}

function Control(props: {
  field: SettingField;
  settings: Settings;
  update: ReturnType<typeof useSettings>['update'];
}): ReactNode {
  const { field, settings, update } = props;
  const { path, kind, usual } = field;
  const { label, hint } = settingLabels[path] ?? { label: path };
  const id = useId();
  const [refusal, setRefusal] = useState<string | null>(null);
  const value = valueOf(settings, path);
  const isUsual = JSON.stringify(value) === JSON.stringify(usual);
  const problem = refusal ?? update.error?.message ?? null;

  /** It was said of another value. */
  function forgetProblem(): void {
    setRefusal(null);
    if (update.isError) update.reset();
  }

  function save(next: unknown): void {
    const patch = patchFor(settings, path, next);
    const refused = refusalOf(patch, settingLabels[path]?.factor);
    setRefusal(refused);
    update.reset();
    if (refused === null) update.mutate(patch);
  }

  const shared = {
    id,
    'aria-invalid': problem !== null,
    'aria-busy': update.isPending,
    'aria-describedby': `${id}-more`,
  };
  return (
    <div className="setting" data-kind={kind}>
      <label htmlFor={id}>{label}</label>
      {kind === 'switch' && (
        <input
          {...shared}
          type="checkbox"
          checked={value === true}
          onChange={({ target }) => save(target.checked)}
        />
      )}
      {kind === 'choice' && (
        <select {...shared} value={String(value)} onChange={({ target }) => save(target.value)}>
          {field.options.map((option) => (
            <option key={option} value={option}>
              {words.options[option] ?? option}
            </option>
          ))}
        </select>
      )}
      {(kind === 'number' || kind === 'text' || kind === 'list') && (
        // Another value from elsewhere takes the place of what stands there.
        <TypedValue
          key={JSON.stringify(value)}
          field={field}
          value={value}
          shared={shared}
          onSave={save}
          onRefuse={setRefusal}
          onType={forgetProblem}
        />
      )}
      <div id={`${id}-more`} className="setting-more">
        {problem !== null && (
          <p className="setting-problem" role="alert">
            {problem}
          </p>
        )}
        {hint !== undefined && <span>{hint} </span>}
        <span>{words.usual(shown(field, usual))}</span>
        {!isUsual && (
          <button
            type="button"
            className="quiet-button"
            aria-label={words.resetNamed(label)}
            onClick={() => save(usual)}
          >
            {words.reset}
          </button>
        )}
      </div>
    </div>
  );
}

/** What is typed, taken over when somebody leaves it or presses Enter. */
function TypedValue(props: {
  field: SettingField;
  value: unknown;
  shared: { id: string; 'aria-invalid': boolean; 'aria-busy': boolean; 'aria-describedby': string };
  onSave: (value: unknown) => void;
  onRefuse: (why: string) => void;
  onType: () => void;
}): ReactNode {
  const { field, value, shared, onSave, onRefuse, onType } = props;
  const { factor = 1, unit } = settingLabels[field.path] ?? {};
  const before = typedOf(value, factor);
  const [typed, setTyped] = useState(before);

  function take(): void {
    if (typed === before) return;
    const read = readTyped(field, typed, factor);
    if (read === undefined) onRefuse(field.kind === 'number' ? words.noNumber : words.notEmpty);
    else onSave(read);
  }

  const input = {
    ...shared,
    value: typed,
    onBlur: take,
    onChange: ({ target }: { target: { value: string } }) => {
      setTyped(target.value);
      onType();
    },
  };
  if (field.kind === 'list') return <textarea {...input} rows={3} />;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') take();
  };
  return (
    <span className="setting-typed">
      <input
        {...input}
        onKeyDown={onKeyDown}
        inputMode={field.kind === 'number' ? 'decimal' : 'text'}
        autoComplete="off"
        spellCheck={false}
      />
      {unit !== undefined && <span>{unit}</span>}
    </span>
  );
}

function typedOf(value: unknown, factor: number): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.join('\n');
  if (typeof value === 'number') return String(value / factor);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `undefined` for what is no value. */
function readTyped(field: SettingField, typed: string, factor: number): unknown {
  const plain = typed.trim();
  if (field.kind === 'list') return plain === '' ? [] : plain.split(/\s*\n\s*/);
  if (plain === '') return field.isOptional ? null : undefined;
  if (field.kind === 'text') return plain;
  const number = Number(plain.replace(',', '.'));
  return Number.isFinite(number) ? Math.round(number * factor * 1e6) / 1e6 : undefined;
}

/** A usual value in words. */
function shown({ path, kind }: SettingField, value: unknown): string {
  const { unit, factor = 1, empty } = settingLabels[path] ?? {};
  if (kind === 'switch') return value === true ? words.on : words.off;
  if (value === null || (Array.isArray(value) && value.length === 0)) return empty ?? words.nothing;
  const plain = typedOf(value, factor);
  const option = words.options[plain];
  return option ?? (unit === undefined ? plain : `${plain} ${unit}`);
}
