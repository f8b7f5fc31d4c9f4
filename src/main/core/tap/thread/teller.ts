import type { EventDraft } from '../../../../shared/events/events.ts';
import type { TapStatus } from '../../../../shared/tap/tap.ts';
import { say } from '../../../../shared/words/all-words.ts';
import type { Clock } from '../../ports/ports.ts';
import type { PassedFrame } from '../running-tap.ts';
import type { Batch, Moment, Told } from './thread-messages.ts';

/** Tells the main thread what a tap sees, in batches, so that what is made of it never holds up what goes through. */
export type Teller = {
  frame(frame: PassedFrame): void;
  event(draft: EventDraft): void;
  tell(told: Told): void;
  /** Numbers have changed. */
  changed(): void;
  /** So many bytes are dealt with. */
  taken(bytes: number): void;
  /** Posts what waits. */
  flush(): void;
  /** Frames that went by without a record. */
  unrecorded(): number;
};

// Shown and stored soon enough for people; few enough that posting costs nothing.
const batchMs = 20;
const batchBytes = 256 * 1024;
// What the main thread has not dealt with is bounded. A single frame may be larger.
const mostWaitingBytes = 32 * 1024 * 1024;
// What a frame takes beside its bytes.
const frameBytes = 400;

export function createTeller(options: {
  clock: Clock;
  /** Takes the bytes along. */
  post: (batch: Batch) => void;
  status: () => TapStatus;
  /** Whose frames these are, for what is said of those that are not recorded. */
  place: () => Pick<EventDraft, 'sessionId' | 'target'>;
}): Teller {
  const { clock } = options;
  let told: Told[] = [];
  // Used again and again: what is made for each message would have to be cleared away while messages pass.
  let gathered = Buffer.allocUnsafeSlow(batchBytes);
  let length = 0;
  let waitingBytes = 0;
  let lost = { count: 0, bytes: 0 };
  let lostInAll = 0;
  let cancel: (() => void) | undefined;

  const now = (): Moment => ({
    wallMs: clock.nowMs(),
    steadyMs: performance.timeOrigin + clock.monotonicMs(),
  });

  function add(one: Told): void {
    told.push(one);
    cancel ??= clock.after(batchMs, flush);
  }

  function flush(): void {
    cancel?.();
    cancel = undefined;
    const bytes = new ArrayBuffer(length);
    gathered.copy(Buffer.from(bytes), 0, 0, length);
    const batch = { told, bytes, status: options.status() };
    told = [];
    length = 0;
    if (gathered.length > batchBytes) gathered = Buffer.allocUnsafeSlow(batchBytes);
    options.post(batch);
  }

  function makeRoom(bytes: number): void {
    if (length + bytes <= gathered.length) return;
    if (length > 0) flush();
    if (bytes > batchBytes) gathered = Buffer.allocUnsafeSlow(bytes);
  }

  function event(draft: EventDraft): void {
    add({ kind: 'event', at: now(), draft });
  }

  function tellOfLost(): void {
    const { count, bytes } = lost;
    if (count === 0) return;
    lost = { count: 0, bytes: 0 };
    event({
      kind: 'connection',
      type: 'tap.not-recorded',
      ...options.place(),
      bytes,
      fields: { count },
      reason: say('tester.not-recorded', { messages: count }),
    });
  }

  return {
    frame({ place, direction, data, isBinary, note }) {
      if (waitingBytes > 0 && waitingBytes + data.length + frameBytes > mostWaitingBytes) {
        lost.count += 1;
        lost.bytes += data.length;
        lostInAll += 1;
        cancel ??= clock.after(batchMs, flush);
        return;
      }
      tellOfLost();
      makeRoom(data.length);
      add({
        kind: 'frame',
        at: now(),
        place,
        direction,
        from: length,
        length: data.length,
        isBinary,
        note,
      });
      // A copy: a part of what the socket read would keep the whole of it in memory.
      gathered.set(data, length);
      length += data.length;
      waitingBytes += data.length + frameBytes;
      if (length >= batchBytes) flush();
    },
    event,
    tell: add,
    changed() {
      cancel ??= clock.after(batchMs, flush);
    },
    taken(bytes) {
      waitingBytes -= bytes;
    },
    flush() {
      tellOfLost();
      flush();
    },
    unrecorded: () => lostInAll,
  };
}

/** What a frame of a batch counted for, so that both sides count alike. */
export const costOf = (told: readonly Told[]): number =>
  told.reduce((sum, one) => sum + (one.kind === 'frame' ? one.length + frameBytes : 0), 0);
