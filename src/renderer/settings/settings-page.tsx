import { useEffect, useRef, type ReactNode } from 'react';
import { ChecksPanel } from './checks-panel.tsx';
import { GeneralPanel } from './general-panel.tsx';
import { KeysPanel } from './keys-panel.tsx';
import { SoundPanel } from './sound-panel.tsx';
import { AllSettingsPanel } from './fields/all-settings-panel.tsx';
import './settings.css';

/** What depends on the machine and the system around the app. `section` is a part that somebody asked for. */
export function SettingsPage({ section }: { section: string | null }): ReactNode {
  const checks = useRef<HTMLDivElement>(null);
  const wantsChecks = section === 'checks';
  useEffect(() => {
    if (wantsChecks) checks.current?.scrollIntoView({ block: 'nearest' });
  }, [wantsChecks]);
  return (
    <div className="settings-page">
      <div className="settings-column">
        <GeneralPanel />
        <SoundPanel />
      </div>
      <div className="settings-column">
        <KeysPanel />
        <div ref={checks}>
          <ChecksPanel startsAtOnce={wantsChecks} />
        </div>
      </div>
      <AllSettingsPanel />
    </div>
  );
}
