import { useState } from 'react';
import { useSettings } from '../settings/use-changed.ts';
import { firstChoices, type Choices } from './choices.ts';

const storageKey = 'scrumbot.record';

/**
 * The form's choices. All but the title are there again the next time. Source and mode are those of the tray too,
 * whoever chose them last; only a file is a choice of this page alone.
 */
export function useChoices(): [Choices, (change: Partial<Choices>) => void] {
  const [own, setOwn] = useState<Choices>(readChoices);
  const { now: settings, update } = useSettings();
  const shared = settings?.record;

  const choices: Choices = {
    ...own,
    source: own.source === 'file' ? 'file' : (shared?.source ?? own.source),
    mode: shared?.mode ?? own.mode,
  };
  return [
    choices,
    (change) => {
      const next = { ...choices, ...change };
      setOwn(next);
      localStorage.setItem(storageKey, JSON.stringify({ ...next, title: '', target: undefined }));
      const { source, mode } = change;
      const record = {
        ...(source !== undefined && source !== 'file' && { source }),
        ...(mode !== undefined && { mode }),
      };
      if (Object.keys(record).length > 0) update.mutate({ record });
    },
  ];
}

/** What an older page stored may lack a choice or have one that is no more. */
function readChoices(): Choices {
  const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
  if (typeof stored !== 'object' || stored === null) return firstChoices;
  const kept = Object.entries(firstChoices).map(([name, first]) => {
    const value = (stored as Record<string, unknown>)[name];
    return [name, isChoice(name, value) ? value : first];
  });
  return Object.fromEntries(kept) as Choices;
}

const known: Readonly<Record<string, readonly unknown[]>> = {
  source: ['system', 'microphone', 'both', 'file'],
  speed: [1, 'max'],
  mode: ['stream', 'direct', 'capture-only'],
};

function isChoice(name: string, value: unknown): boolean {
  const values = known[name];
  return values === undefined ? typeof value === 'string' : values.includes(value);
}
