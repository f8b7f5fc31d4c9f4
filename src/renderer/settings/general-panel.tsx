import type { ReactNode } from 'react';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { RadioGroup } from '../parts/fields/radio-group.tsx';
import { useDensity } from '../app/density.ts';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';
import { useDesktop } from './use-changed.ts';

const words = text.settings.general;

export function GeneralPanel(): ReactNode {
  const { now: facts, update } = useDesktop();
  const home = useAnswer('app.info', {}, { select: (info) => info.home }).data;
  return (
    <Panel title={words.region} className="settings-panel">
      {typeof facts?.hasTray === 'boolean' && <OpenAtLogin isOn={facts.openAtLogin} update={update} />}
      {facts?.hasTray === false && <p className="settings-hint">{words.noTray}</p>}
      <div className="settings-density">
        <DensityChoice />
      </div>
      <p className="settings-hint">
        {words.home} <span className="mono">{home}</span>
      </p>
    </Panel>
  );
}

function DensityChoice(): ReactNode {
  const [density, setDensity] = useDensity();
  return (
    <RadioGroup
      legend={words.density}
      value={density}
      options={[
        { value: 'comfortable', label: words.comfortable },
        { value: 'compact', label: words.compact },
      ]}
      onChange={setDensity}
    />
  );
}

function OpenAtLogin(props: {
  isOn: boolean | null;
  update: ReturnType<typeof useDesktop>['update'];
}): ReactNode {
  const { isOn, update } = props;
  if (isOn === null) return <p className="settings-hint">{words.cannotOpenAtLogin}</p>;
  return (
    <>
      <label className="settings-check">
        <input
          type="checkbox"
          checked={isOn}
          aria-busy={update.isPending}
          onChange={({ target }) => update.mutate({ openAtLogin: target.checked })}
        />
        <span>
          {words.openAtLogin}
          <span className="settings-hint">{words.openAtLoginHint}</span>
        </span>
      </label>
      <CommandError error={update.error} />
    </>
  );
}
