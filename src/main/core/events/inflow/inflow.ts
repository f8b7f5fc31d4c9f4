import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { EventDraft, StampedEvent, StoredEvent } from '../../../../shared/events/events.ts';
import type { Clock, RecordEvent } from '../../ports/ports.ts';
import { stamp } from '../backlog.ts';
import { createFrameBudget, type FrameBudget } from './frame-budget.ts';
import { createLeftOutCounts, type LeftOutCounts } from './left-out-counts.ts';

/** What comes in on sockets, held to a rate and a size for each connection, so that no peer fills the disk. */
export type Inflow = {
  /**
   * Whether an event is to be stored: always, unless a peer caused it by what it sent (frames, pongs, binary ones). One
   * that is not is counted, and judged with those that are.
   */
  admits(draft: EventDraft): boolean;
  /**
   * Judges stored events, and in the order of their arrival the frames that were left out between them, so that a
   * frame is a duplicate also of one that was not stored. Answers the stored ones alone.
   */
  judge(stored: readonly StoredEvent[]): StoredEvent[];
  /** Tells what was not told yet. */
  stop(): void;
};

const tellEveryMs = 10_000;
const lookAtDiskEveryMs = 5_000;
// What audio of hours needs; on a small disk a twentieth of it.
const roomForAudioBytes = 512 * 1024 * 1024;
const smallestShare = 20;
// They wait for the next commit; a database that stands still must not make them pile up.
const mostWaitingBytes = 16 * 1024 * 1024;
const mostConnections = 1_000;

type Place = Pick<EventDraft, 'sessionId' | 'target' | 'connectionId' | 'generation'>;
type Watched = { budget: FrameBudget; counts: LeftOutCounts; place: Place };

export function createInflow(options: {
  clock: Clock;
  databasePath: string;
  record: RecordEvent;
  judge: (events: readonly StoredEvent[]) => StoredEvent[];
  /** What the disk holds and has left; tests have small ones. */
  lookAtRoom?: (folder: string) => Promise<{ freeBytes: number; allBytes: number }>;
}): Inflow {
  const { clock, lookAtRoom = roomOf } = options;
  const watched = new Map<string, Watched>();
  let waiting: StoredEvent[] = [];
  let waitingBytes = 0;
  let cancelTelling: (() => void) | undefined;
  let hasRoom = true;
  let lookAtMs = Number.NEGATIVE_INFINITY;

  function watchOf(draft: EventDraft): Watched {
    const key = draft.connectionId ?? '';
    const known = watched.get(key);
    if (known !== undefined) return known;
    // The oldest has most likely ended; what it left out is told first.
    const [oldest] = watched.keys();
    if (watched.size >= mostConnections && oldest !== undefined) {
      tellOf(watched.get(oldest));
      watched.delete(oldest);
    }
    const { sessionId = null, target = null, connectionId = null, generation = null } = draft;
    const place = { sessionId, target, connectionId, generation };
    const made = { budget: createFrameBudget(clock), counts: createLeftOutCounts(), place };
    watched.set(key, made);
    return made;
  }

  function lookAtDisk(): void {
    if (clock.monotonicMs() < lookAtMs) return;
    lookAtMs = clock.monotonicMs() + lookAtDiskEveryMs;
    lookAtRoom(dirname(options.databasePath)).then(
      ({ freeBytes, allBytes }) => {
        hasRoom = freeBytes >= Math.min(roomForAudioBytes, allBytes / smallestShare);
      },
      () => undefined,
    );
  }

  function leaveOut(draft: EventDraft, { counts }: Watched, isForRoom: boolean): void {
    counts.add(draft, isForRoom);
    const event: StampedEvent = stamp(draft, clock);
    waiting.push({ seq: leftOutSeq, ...event });
    waitingBytes += 2 * (event.raw?.length ?? 0);
    if (waitingBytes > mostWaitingBytes) judge([]);
    cancelTelling ??= clock.after(tellEveryMs, tell);
  }

  function judge(stored: readonly StoredEvent[]): StoredEvent[] {
    if (waiting.length === 0) return options.judge(stored);
    const untilMs = stored.at(-1)?.monoMs ?? Number.POSITIVE_INFINITY;
    const due = waiting.filter(({ monoMs }) => monoMs <= untilMs);
    waiting = waiting.filter(({ monoMs }) => monoMs > untilMs);
    waitingBytes = waiting.reduce((sum, { raw }) => sum + 2 * (raw?.length ?? 0), 0);
    const judged = options.judge([...stored, ...due].toSorted((a, b) => a.monoMs - b.monoMs));
    for (const event of judged) {
      if (event.seq === leftOutSeq) watched.get(event.connectionId ?? '')?.counts.judged(event);
    }
    return judged.filter(({ seq }) => seq !== leftOutSeq);
  }

  function tellOf(one: Watched | undefined): void {
    const said = one?.counts.take();
    if (one === undefined || said === null || said === undefined) return;
    options.record({ kind: 'connection', type: 'frames.left-out', ...one.place, ...said });
  }

  function tell(): void {
    cancelTelling = undefined;
    if (waiting.length > 0) judge([]);
    for (const one of watched.values()) tellOf(one);
  }

  return {
    admits(draft) {
      if (draft.direction !== 'in') return true;
      lookAtDisk();
      const one = watchOf(draft);
      const isInBudget = one.budget.takes(draft.type, (draft.raw ?? '').length);
      if (isInBudget && hasRoom) return true;
      leaveOut(draft, one, isInBudget);
      return false;
    },
    judge,
    stop() {
      cancelTelling?.();
      tell();
    },
  };
}

async function roomOf(folder: string): Promise<{ freeBytes: number; allBytes: number }> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, allBytes: blocks * bsize };
}

// No stored event has it.
const leftOutSeq = 0;
