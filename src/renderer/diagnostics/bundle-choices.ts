import { isAgeRecipient } from '../../shared/bundle/age-recipient.ts';
import type { BundlePartId, BundleRequest } from '../../shared/bundle/bundle.ts';

/** What somebody chose for a bundle. */
export type BundleChoices = {
  /** ms back from now, or `recent`. */
  window: string;
  /** Empty: of all that time. */
  sessionId: string;
  megabytes: string;
  transcripts: boolean;
  audio: boolean;
  without: readonly BundlePartId[];
  note: string;
  /** `null`: the one of the settings. */
  recipient: string | null;
  folder: string;
};

export const firstChoices: BundleChoices = {
  window: 'recent',
  sessionId: '',
  megabytes: '25',
  transcripts: false,
  audio: false,
  without: [],
  note: '',
  recipient: null,
  folder: '',
};

export function requestOf(choices: BundleChoices): BundleRequest {
  const { window, sessionId, megabytes, without, note } = choices;
  return {
    windowMs: window === 'recent' || sessionId !== '' ? null : Number(window),
    sessionId: sessionId === '' ? null : sessionId,
    maxBytes: Number(megabytes) * 1024 ** 2,
    without: [...without],
    include: (['transcripts', 'audio'] as const).filter((part) => choices[part]),
    note,
  };
}

/** Check does not depend on the note: typing it makes no answer old. */
export function lookRequestOf(choices: BundleChoices): BundleRequest {
  return requestOf({ ...choices, note: '' });
}

/** Something is there, and it is no age key. */
export function isRecipientWrong(typed: string): boolean {
  return typed.trim() !== '' && !isAgeRecipient(typed.trim());
}
