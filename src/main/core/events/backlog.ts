import { wholeOf, type EventDraft, type StampedEvent } from '../../../shared/events/events.ts';
import type { Clock } from '../ports/ports.ts';

/** Events that wait for the database, oldest first. */
export type Backlog = {
  /** Stamps an event with both clocks and keeps it, or counts it as dropped when there is no room. */
  add(draft: EventDraft): void;
  /** The oldest events, at most `count`. They stay until `remove`. */
  oldest(count: number): StampedEvent[];
  remove(count: number): void;
  /** Puts another event in the place of the oldest, at the same time. */
  replaceOldest(draft: EventDraft): void;
  length(): number;
};

// What an event takes beside its text: the object, its clocks and its share of the list.
const eventOverheadBytes = 600;

/**
 * When `maxBytes` are waiting, new events are dropped and counted, and an event `storage.events-dropped` takes
 * their place: what is missing is then as much on record as what is there.
 */
export function createBacklog(clock: Clock, maxBytes: number): Backlog {
  const events: StampedEvent[] = [];
  let bytes = 0;
  let dropped: StampedEvent | null = null;

  function keep(event: StampedEvent): void {
    events.push(event);
    bytes += sizeOf(event);
  }

  function countDropped(): void {
    if (dropped === null) {
      dropped = stamp({ kind: 'storage', type: 'storage.events-dropped', reason: whyDropped }, clock);
      keep(dropped);
    }
    const count = Number(dropped.fields.count ?? 0) + 1;
    dropped.fields = { count, untilWallMs: clock.nowMs() };
  }

  return {
    add(draft) {
      if (bytes >= maxBytes) {
        countDropped();
        return;
      }
      dropped = null;
      keep(stamp(draft, clock));
    },
    oldest(count) {
      const batch = events.slice(0, count);
      // A note that is on its way to the database counts no further.
      if (dropped !== null && batch.includes(dropped)) dropped = null;
      return batch;
    },
    remove(count) {
      for (const event of events.splice(0, count)) bytes -= sizeOf(event);
    },
    replaceOldest(draft) {
      const [old] = events;
      if (old === undefined) return;
      const event = { ...stamp(draft, clock), wallMs: old.wallMs, monoMs: old.monoMs };
      bytes += sizeOf(event) - sizeOf(old);
      events[0] = event;
    },
    length: () => events.length,
  };
}

const whyDropped =
  "The database couldn't be written for so long that the memory for waiting events was used up.";

/** An event with both clocks, and nothing left open. */
export function stamp(draft: EventDraft, clock: Clock): StampedEvent {
  return {
    wallMs: draft.at?.wallMs ?? clock.nowMs(),
    monoMs: draft.at?.monoMs ?? clock.monotonicMs(),
    ...wholeOf(draft),
  };
}

// A JavaScript string takes up to two bytes a character.
function sizeOf(event: StampedEvent): number {
  return eventOverheadBytes + 2 * (event.raw?.length ?? 0);
}
