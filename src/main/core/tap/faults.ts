import { AppError } from '../../../shared/errors.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/** What goes wrong on the way, both ways, on purpose. */
export type Faults = {
  /** Share of messages, 0 to 1. */
  drop: number;
  duplicate: number;
  delayMs: number;
  /** Each message changes places with the next. */
  reorder: boolean;
  /** After so many seconds of a connection nothing passes any more, and nobody is told. */
  halfOpenSec: number | null;
  /** Both sides are closed with this code after so many seconds of a connection. */
  close: { code: number; afterSec: number } | null;
};

export const noFaults: Faults = {
  drop: 0,
  duplicate: 0,
  delayMs: 0,
  reorder: false,
  halfOpenSec: null,
  close: null,
};

/** As they are written, for messages and help. */
export const faultWords = [
  'drop[=P]',
  'duplicate[=P]',
  'delay=MS',
  'reorder',
  'half-open[@SEC]',
  'close=CODE[@SEC]',
] as const;

const usualDrop = 0.1;
const usualSec = 10;

/**
 * Reads a list such as `drop=0.1,delay=200,close=1011@5`.
 * @throws AppError `bad-input`
 */
export function parseFaults(list: string): Faults {
  const faults = { ...noFaults };
  for (const word of list.split(',').map((part) => part.trim())) if (word !== '') addFault(faults, word);
  return faults;
}

function addFault(faults: Faults, word: string): void {
  const [, name = '', value, sec] = /^([a-z-]+)(?:=([\d.]+))?(?:@([\d.]+))?$/.exec(word) ?? [];
  const afterSec = sec === undefined ? usualSec : Number(sec);
  const share = value === undefined ? null : Number(value);
  if (name === 'drop' && isShare(share)) faults.drop = share ?? usualDrop;
  else if (name === 'duplicate' && isShare(share)) faults.duplicate = share ?? 1;
  else if (name === 'delay' && share !== null && share <= 600_000) faults.delayMs = share;
  else if (name === 'reorder' && share === null) faults.reorder = true;
  else if (name === 'half-open' && share === null) faults.halfOpenSec = afterSec;
  else if (name === 'close' && share !== null && isCloseCode(share)) faults.close = { code: share, afterSec };
  else
    throw new AppError(
      'bad-input',
      sentence('tester.no-fault', { word: word.slice(0, 60), known: faultWords.join(', ') }),
    );
}

function isShare(share: number | null): boolean {
  return share === null || (share >= 0 && share <= 1);
}

/** What a peer can be given: a code of RFC 6455, none (1005), or no close at all (1006). */
function isCloseCode(code: number): boolean {
  return (
    Number.isInteger(code) &&
    ((code >= 1000 && code <= 1014 && code !== 1004) || (code >= 3000 && code <= 4999))
  );
}
