import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RecordChoice } from '../../shared/settings/parts/record-settings.ts';
import { answerKey, useAnswer, useCall } from '../connection/bridge-hooks.ts';
import { firstChoices, type Choices } from './choices.ts';

const settingsKey = answerKey('settings.get', {});
const storageKey = 'scrumbot.record';

/**
 * The form's choices. All but the title are there again the next time. Source and mode are those of the tray too,
 * whoever chose them last; only a file is a choice of this page alone.
 */
export function useChoices(): [Choices, (change: Partial<Choices>) => void] {
  const [own, setOwn] = useState<Choices>(readChoices);
  const shared = useAnswer('settings.get', {}, { select: (settings) => settings.record }).data;
  const call = useCall();
  const cache = useQueryClient();
  // Chosen here and not yet kept. What was read or told before that has no say meanwhile.
  const [pending, setPending] = useState<Partial<RecordChoice>>({});

  /** Shown at once; what is true comes with the answer. */
  function share(record: Partial<RecordChoice>): void {
    const mine = { ...pending, ...record };
    setPending(mine);
    void call('settings.update', { record })
      .catch(() => undefined)
      .then(() => cache.invalidateQueries({ queryKey: settingsKey }))
      .finally(() => setPending((now) => (now === mine ? {} : now)));
  }

  const choices: Choices = {
    ...own,
    source: own.source === 'file' ? 'file' : (pending.source ?? shared?.source ?? own.source),
    mode: pending.mode ?? shared?.mode ?? own.mode,
  };
  return [
    choices,
    (change) => {
      const next = { ...choices, ...change };
      setOwn(next);
      localStorage.setItem(storageKey, JSON.stringify({ ...next, title: '', target: undefined }));
      const { source, mode } = change;
      const chosen = {
        ...(source !== undefined && source !== 'file' && { source }),
        ...(mode !== undefined && { mode }),
      };
      if (Object.keys(chosen).length > 0) share(chosen);
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
