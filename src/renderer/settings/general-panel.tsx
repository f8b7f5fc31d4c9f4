import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answerKey, useAnswer, useCommand } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { RadioGroup } from '../parts/fields/radio-group.tsx';
import { useDensity } from '../app/density.ts';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';

const words = text.settings.general;

export function GeneralPanel(): ReactNode {
  const facts = useAnswer('desktop.get', {}).data;
  const home = useAnswer('app.info', {}, { select: (info) => info.home }).data;
  return (
    <Panel title={words.region} className="settings-panel">
      {typeof facts?.hasTray === 'boolean' && <OpenAtLogin isOn={facts.openAtLogin} />}
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

function OpenAtLogin({ isOn }: { isOn: boolean | null }): ReactNode {
  const cache = useQueryClient();
  const update = useCommand('desktop.update');
  if (isOn === null) return <p className="settings-hint">{words.cannotOpenAtLogin}</p>;
  return (
    <>
      <label className="settings-check">
        <input
          type="checkbox"
          // What somebody chose is shown at once, and goes back when it is refused.
          checked={update.isPending ? (update.variables.openAtLogin ?? isOn) : isOn}
          aria-busy={update.isPending}
          onChange={(event) =>
            update.mutate(
              { openAtLogin: event.target.checked },
              { onSuccess: (facts) => cache.setQueryData(answerKey('desktop.get', {}), facts) },
            )
          }
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
