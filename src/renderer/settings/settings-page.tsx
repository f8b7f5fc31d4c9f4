import type { ReactNode } from 'react';
import { ChecksPanel } from './checks-panel.tsx';
import { EnginesPanel } from './engines-panel.tsx';
import { GeneralPanel } from './general-panel.tsx';
import { KeysPanel } from './keys-panel.tsx';
import { SettingsPart } from './settings-part.tsx';
import { SoundPanel } from './sound-panel.tsx';
import { AllSettingsPanel } from './fields/all-settings-panel.tsx';
import './settings.css';

/** What depends on the machine and the system around the app. `section` is a part, or a setting, that somebody asked for. */
export function SettingsPage({ section }: { section: string | null }): ReactNode {
  return (
    <div className="settings-page">
      <div className="settings-column">
        <GeneralPanel />
        <SettingsPart isAsked={section === 'sound'}>
          <SoundPanel />
        </SettingsPart>
      </div>
      <div className="settings-column">
        <SettingsPart isAsked={section === 'keys'}>
          <KeysPanel />
        </SettingsPart>
        <SettingsPart isAsked={section === 'engines'}>
          <EnginesPanel />
        </SettingsPart>
        <SettingsPart isAsked={section === 'checks'}>
          <ChecksPanel startsAtOnce={section === 'checks'} />
        </SettingsPart>
      </div>
      <AllSettingsPanel asked={section} />
    </div>
  );
}
