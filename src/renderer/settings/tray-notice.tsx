import { useState, type ReactNode } from 'react';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { text } from '../text.ts';
import './settings.css';

const storageKey = 'scrumbot.no-tray-understood';

/** Says once that closing the window ends the app, where people are used to the opposite. */
export function TrayNotice(): ReactNode {
  const hasTray = useAnswer('desktop.get', {}, { select: (facts) => facts.hasTray }).data;
  const [isUnderstood, setIsUnderstood] = useState(() => localStorage.getItem(storageKey) !== null);
  if (hasTray !== false || isUnderstood) return null;
  return (
    <p className="tray-notice" role="status">
      {text.settings.general.noTray}
      <button
        type="button"
        onClick={() => {
          localStorage.setItem(storageKey, 'yes');
          setIsUnderstood(true);
        }}
      >
        {text.settings.general.dismiss}
      </button>
    </p>
  );
}
