import type { Clock } from '../../ports/ports.ts';
import { ConnectionFailed } from './connection/connection.ts';
import type { ConnectionEnd } from '../../network/network.ts';

// Only what somebody waits for is kept: a target may send any number of types.
const awaitedTypes = ['HANDSHAKE_ACK', 'SESSION_REGISTERED', 'PROCESSING_COMPLETE'] as const;
type AwaitedType = (typeof awaitedTypes)[number];

/** Types of messages that have arrived on one connection, for the one who waits for one of them. */
export type Mailbox = {
  put(type: string): void;
  /** An answer that says that something is wrong, in the target's words. */
  putError(text: string): void;
  /** The first of those. */
  error(): string | null;
  /** What came so far of that type answered something else. */
  forget(type: AwaitedType): void;
  /**
   * True when a message of the type has come that nobody took; false when `deadlineMs` has passed, or
   * `silenceMs` without any message, or `afterErrorMs` since an error came. Rejects with the signal's reason, as ConnectionFailed, when it fires.
   */
  take(type: AwaitedType, patience: Patience, ended: AbortSignal): Promise<boolean>;
};

export type Patience = { deadlineMs: number; silenceMs?: number; afterErrorMs?: number };

export function createMailbox(clock: Clock): Mailbox {
  const arrived = new Map<string, number>(awaitedTypes.map((type) => [type, 0]));
  let onArrival: (() => void) | null = null;
  let firstError: string | null = null;

  function takeOne(type: string): boolean {
    const count = arrived.get(type) ?? 0;
    if (count > 0) arrived.set(type, count - 1);
    return count > 0;
  }

  return {
    error: () => firstError,
    putError(text) {
      firstError ??= text;
      onArrival?.();
    },
    forget: (type) => void arrived.set(type, 0),
    put(type) {
      const count = arrived.get(type);
      if (count !== undefined) arrived.set(type, count + 1);
      onArrival?.();
    },
    take: (type, patience, ended) =>
      new Promise((resolve, reject) => {
        if (takeOne(type)) {
          resolve(true);
          return;
        }
        const settle = (how: () => void): void => {
          cancelDeadline();
          cancelSilence();
          cancelAfterError();
          onArrival = null;
          ended.removeEventListener('abort', fail);
          how();
        };
        const giveUp = (): void => settle(() => resolve(false));
        const fail = (): void => settle(() => reject(new ConnectionFailed(ended.reason as ConnectionEnd)));
        const listenForSilence = (): (() => void) =>
          patience.silenceMs === undefined ? () => undefined : clock.after(patience.silenceMs, giveUp);
        const cancelDeadline = clock.after(patience.deadlineMs, giveUp);
        let cancelSilence = listenForSilence();
        let cancelAfterError = (): void => undefined;
        const noticeError = (): void => {
          if (firstError === null || patience.afterErrorMs === undefined) return;
          cancelAfterError();
          cancelAfterError = clock.after(patience.afterErrorMs, giveUp);
        };
        noticeError();
        if (ended.aborted) {
          fail();
          return;
        }
        ended.addEventListener('abort', fail, { once: true });
        onArrival = () => {
          if (takeOne(type)) {
            settle(() => resolve(true));
            return;
          }
          cancelSilence();
          cancelSilence = listenForSilence();
          noticeError();
        };
      }),
  };
}
