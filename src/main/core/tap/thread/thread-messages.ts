import type { EventDraft } from '../../../../shared/events/events.ts';
import type { TapStatus } from '../../../../shared/tap/tap.ts';
import { AppError, toAppError, type ErrorCode } from '../../../../shared/errors.ts';
import type { Sentence } from '../../../../shared/words/all-words.ts';
import type { PlainRoute } from '../../network/network.ts';
import type { Faults } from '../faults.ts';
import type { Place, TapSetup } from '../running-tap.ts';

/** When something was, for another thread: both clocks, the steady one counted from 1970 as well. */
export type Moment = { wallMs: number; steadyMs: number };

/** What a tap tells of, in order. A frame's bytes are a part of the batch's. */
export type Told =
  | {
      kind: 'frame';
      at: Moment;
      place: Place;
      direction: 'in' | 'out';
      from: number;
      length: number;
      isBinary: boolean;
      note: string | null;
    }
  | { kind: 'event'; at: Moment; draft: EventDraft }
  | { kind: 'gone'; connectionId: string }
  | { kind: 'warning'; problem: string };

/** Goes to the main thread, its bytes with it. */
export type Batch = { told: Told[]; bytes: ArrayBuffer; status: TapStatus };

/** A tap, as it is opened in a thread. */
export type ThreadTap = TapSetup & {
  /** Of the target; credentials may be in both. */
  url: string;
  headers: Readonly<Record<string, string>>;
};

/** An error that is thrown across threads would lose its class and code. */
export type Refused = { ok: false; code: ErrorCode; message: string; said: Sentence | null };

export type ThreadAnswer = { ok: true; status: TapStatus } | Refused;

/** What the thread is asked. */
export type ThreadCalls = {
  open(tap: ThreadTap): Promise<ThreadAnswer>;
  allow(origin: string): ThreadAnswer;
  setFaults(faults: Faults, written: string): ThreadAnswer;
  /** So much of what was told is dealt with. */
  taken(bytes: number): void;
  /** Resolves when all connections have ended and everything is told. */
  stop(): Promise<ThreadAnswer>;
};

/** What the thread asks. */
export type MainCalls = {
  route(): Promise<{ ok: true; route: PlainRoute } | Refused>;
};

export const isBatch = (message: unknown): message is Batch =>
  typeof message === 'object' && message !== null && 'told' in message;

export function refusedBy(error: unknown): Refused {
  const { code, message, said } = toAppError(error);
  return { ok: false, code, message, said };
}

export function errorOf({ code, message, said }: Refused): AppError {
  return new AppError(code, message, { said });
}
