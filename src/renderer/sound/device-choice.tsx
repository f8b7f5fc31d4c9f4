import { useId, type ReactNode } from 'react';
import type { SourceName } from '../../shared/sound/audio.ts';
import type { SoundDevices } from '../../shared/sound/devices.ts';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { useSettings } from '../settings/use-changed.ts';
import { text } from '../text.ts';
import './sound.css';

const words = text.devices;

/** Which device a source is recorded from: the system's default, or one by name, which may be away just now. */
export function DeviceChoice(props: {
  source: SourceName;
  /** Whether it says why there is nothing to choose; else `DeviceReason` says so where nothing moves for it. */
  saysWhy?: boolean;
}): ReactNode {
  const { source, saysWhy = true } = props;
  const id = useId();
  const listed = useAnswer('sound.devices', {});
  const { now: settings, update } = useSettings();
  const chosen = settings?.sound[source];
  const found = listed.data?.find((one) => one.source === source);
  if (listed.error !== null) return <CommandError error={listed.error} />;
  // Its place is kept until it is known what there is to choose, and where there is nothing.
  if (found === undefined || chosen === undefined || (!found.canChoose && chosen === null))
    return (
      <div className="field">
        <label htmlFor={id}>{words.labels[source]}</label>
        <select id={id} disabled aria-describedby={saysWhy ? `${id}-why` : undefined}>
          {found !== undefined && (
            <option>{found.problem === null ? words.follow(found.usual) : words.none}</option>
          )}
        </select>
        {saysWhy && <DeviceReason id={`${id}-why`} source={source} />}
      </div>
    );
  const isGone = chosen !== null && !found.devices.some(({ name }) => name === chosen);
  return (
    <div className="field">
      <label htmlFor={id}>{words.labels[source]}</label>
      <select
        id={id}
        value={chosen ?? ''}
        aria-describedby={isGone ? `${id}-gone` : undefined}
        // Plugged in since the page was opened: whoever comes here to choose sees it.
        onFocus={() => void listed.refetch()}
        onChange={({ target }) =>
          update.mutate({ sound: { [source]: target.value === '' ? null : target.value } })
        }
      >
        <option value="">{words.follow(found.usual)}</option>
        {titled(found.devices).map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
        {isGone && <option value={chosen}>{words.gone(chosen)}</option>}
      </select>
      {isGone && (
        <p id={`${id}-gone`} className="device-gone">
          {words.goneHint}
        </p>
      )}
      <CommandError error={update.error} />
    </div>
  );
}

/** Why there is nothing to choose from; nothing where there is. */
export function DeviceReason({ source, id }: { source: SourceName; id?: string }): ReactNode {
  const found = useAnswer('sound.devices', {}).data?.find((one) => one.source === source);
  const chosen = useAnswer('settings.get', {}, { select: ({ sound }) => sound[source] }).data;
  if (found === undefined || found.canChoose || chosen !== null) return null;
  return (
    <p id={id} className="device-hint">
      {found.problem ?? words.onlyDefault}
    </p>
  );
}

/** Two of the same make are told apart by the system's own names. */
function titled(devices: SoundDevices['devices']): SoundDevices['devices'] {
  return devices.map(({ name, title }) => {
    const isOnly = devices.filter((other) => other.title === title).length === 1;
    return { name, title: isOnly ? title : `${title} (${name})` };
  });
}
