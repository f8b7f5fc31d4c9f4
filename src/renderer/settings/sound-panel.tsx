import type { ReactNode } from 'react';
import { sourceNames, type SourceName } from '../../shared/sound/audio.ts';
import type { StatusLine } from '../../shared/session/status.ts';
import type { SoundCheck } from '../../shared/sound/sound-check.ts';
import { useAnswer, useCommand } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { DeviceChoice } from '../sound/device-choice.tsx';
import { LiveLevels } from '../sound/live-levels.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';

const words = text.settings.sound;

/** The permission doctor: it tries, because no interface tells all that a system may forbid. */
export function SoundPanel(): ReactNode {
  return (
    <Panel title={words.region} className="settings-panel">
      <p className="settings-hint">{words.hint}</p>
      <ul className="settings-list">
        {sourceNames.map((source) => (
          <SoundRow key={source} source={source} />
        ))}
        <li className="settings-row">
          <LiveLevels sources={sourceNames} />
        </li>
      </ul>
    </Panel>
  );
}

function SoundRow({ source }: { source: SourceName }): ReactNode {
  const check = useCommand('sound.check');
  const name = words.sources[source];
  return (
    <li className="settings-row">
      <div className="settings-row-head">
        <h3>{name}</h3>
        <button
          type="button"
          aria-label={words.checkOf(name)}
          aria-disabled={check.isPending}
          onClick={() => {
            if (!check.isPending) check.mutate({ source });
          }}
        >
          {words.check}
        </button>
      </div>
      <DeviceChoice source={source} />
      <div aria-live="polite">
        {check.isPending && <p className="settings-hint">{words.checking}</p>}
        {check.isIdle && <p className="settings-hint">{words.notChecked}</p>}
        {check.isSuccess && <Found found={check.data} />}
      </div>
      <CommandError error={check.error} />
    </li>
  );
}

const levels: Readonly<Record<SoundCheck['state'], StatusLine['level']>> = {
  working: 'good',
  zeros: 'warning',
  denied: 'bad',
  'needs-restart': 'warning',
  'no-sound': 'bad',
  'no-device': 'bad',
};

function Found({ found }: { found: SoundCheck }): ReactNode {
  return (
    <>
      <p className="settings-result">
        <StateIcon level={levels[found.state]} />
        <strong>{words.states[found.state]}</strong>
        {found.peakDb !== null && <span>{words.peak(found.peakDb.toFixed(1))}</span>}
      </p>
      <p>{found.sentence}</p>
      {found.next !== null && <p className="settings-next">{found.next}</p>}
      {found.next !== null && <OpenSettings source={found.source} />}
    </>
  );
}

function OpenSettings({ source }: { source: SourceName }): ReactNode {
  const canOpen = useAnswer('desktop.get', {}, { select: (facts) => facts.hasSoundSettings }).data;
  const open = useCommand('sound.openSettings');
  if (canOpen !== true) return null;
  return (
    <>
      <button type="button" onClick={() => open.mutate({ source })}>
        {words.openSettings}
      </button>
      <CommandError error={open.error} />
    </>
  );
}
