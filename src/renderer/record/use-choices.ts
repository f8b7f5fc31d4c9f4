import { useState } from 'react';
import { firstChoices, type Choices } from './choices.ts';

const storageKey = 'scrumbot.record';

/** The form's choices. All but the title are there again the next time. */
export function useChoices(): [Choices, (change: Partial<Choices>) => void] {
  const [choices, setChoices] = useState<Choices>(readChoices);
  return [
    choices,
    (change) => {
      const next = { ...choices, ...change };
      setChoices(next);
      localStorage.setItem(storageKey, JSON.stringify({ ...next, title: '', target: undefined }));
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
  mode: ['stream', 'capture-only'],
};

function isChoice(name: string, value: unknown): boolean {
  const values = known[name];
  return values === undefined ? typeof value === 'string' : values.includes(value);
}
