import type { BridgeClient } from '../../../shared/contract/connect-bridge.ts';
import type { EventConditions, EventCount, StoredEvent } from '../../../shared/events/events.ts';
import { createListeners } from '../../../shared/listeners.ts';
import { matchesConditions, needsDatabase } from '../filters/event-filter.ts';
import {
  firstWindow,
  jumpedTo,
  nextLoad,
  pageSize,
  withNewer,
  withOlder,
  withRecorded,
  type EventWindow,
} from './event-window.ts';

/** What a list of events shows now. */
export type EventListState = {
  /** `null` until the first rows came. */
  window: EventWindow | null;
  /** Whether the total is counted; until then it is what is loaded. */
  isCounted: boolean;
  /** Somebody asked the list to stand still. */
  isPaused: boolean;
  /** Events that were recorded since the list is held still. */
  waiting: number;
  error: unknown;
};

/** The events that match some conditions, loaded as they come into sight. */
export type EventSource = {
  subscribe: (listener: () => void) => () => void;
  state: () => EventListState;
  /** Loads the newest anew. */
  reload(): void;
  /** More may match than did: loads the newest anew where nobody holds the list. */
  refresh(): void;
  /** These places are in sight. */
  show(range: { from: number; to: number }): void;
  /** Events were committed, oldest first. */
  add(recorded: readonly StoredEvent[]): void;
  /** Keeps the rows where they are while somebody reads them; new events are only counted. */
  hold(isHeld: boolean): void;
  /** Holds the rows until it is called again, wherever somebody scrolls. */
  pause(isPaused: boolean): void;
  stop(): void;
};

const nothing: EventCount = { total: 0, oldestSeq: null, newestSeq: null };
// Words are matched by the database, so new events of a search are asked for, this often at most.
const searchAgainMs = 500;

export function createEventSource(call: BridgeClient['call'], conditions: EventConditions): EventSource {
  const listeners = createListeners<undefined>();
  let state: EventListState = {
    window: null,
    isCounted: false,
    isPaused: false,
    waiting: 0,
    error: null,
  };
  let count = nothing;
  let range = { from: 0, to: 0 };
  let isHeld = false;
  let isStopped = false;
  // Answers to what was asked before a reload no longer count.
  let round = 0;
  let isLoading = false;
  let searchTimer: ReturnType<typeof setTimeout> | undefined;

  function set(change: Partial<EventListState>): void {
    if (isStopped) return;
    state = { ...state, ...change };
    listeners.tell(undefined);
  }

  async function load(run: () => Promise<EventWindow | null>): Promise<void> {
    const mine = round;
    isLoading = true;
    try {
      const window = await run();
      if (mine !== round) return;
      set({ error: null, ...(window !== null && { window }) });
    } catch (error) {
      if (mine === round) set({ error });
    } finally {
      if (mine === round) isLoading = false;
    }
    if (mine === round && state.error === null) fill();
  }

  function reload(): void {
    round += 1;
    void load(async () => {
      const page = await call('events.list', { ...conditions, limit: pageSize });
      count = nothing;
      const isWhole = page.length < pageSize;
      set({ window: firstWindow(page, pageSize, count), isCounted: isWhole, waiting: 0 });
      if (isWhole) return null;
      // Rows are there to be read while a million are counted.
      const mine = round;
      const counted = await call('events.count', conditions);
      if (mine !== round) return null;
      count = counted;
      state = { ...state, isCounted: true };
      return firstWindow(page, pageSize, count);
    });
  }

  function fill(): void {
    if (isLoading || isStopped || state.window === null) return;
    const wanted = nextLoad(state.window, range, count);
    if (wanted === null) return;
    void load(async () => {
      const limit = wanted.kind === 'jump' ? pageSize : wanted.limit;
      const cursor =
        wanted.kind === 'newer' ? { afterSeq: wanted.afterSeq } : { beforeSeq: wanted.beforeSeq };
      const page = await call('events.list', { ...conditions, ...cursor, limit });
      if (state.window === null) return null;
      switch (wanted.kind) {
        case 'older':
          return withOlder(state.window, page, limit);
        case 'newer':
          return withNewer(state.window, page, limit);
        case 'jump':
          return jumpedTo(state.window, page, { first: wanted.first, limit });
      }
    });
  }

  function refresh(): void {
    if (!isHeld && !state.isPaused) reload();
  }

  function searchAgain(): void {
    searchTimer ??= setTimeout(() => {
      searchTimer = undefined;
      refresh();
    }, searchAgainMs);
  }

  return {
    subscribe: (listener) => listeners.add(listener),
    state: () => state,
    reload,
    refresh,
    show(next) {
      range = next;
      fill();
    },
    add(recorded) {
      const ours = recorded.filter((event) => matchesConditions(event, conditions));
      if (ours.length === 0) return;
      if (needsDatabase(conditions)) searchAgain();
      else if (isHeld || state.isPaused) set({ waiting: state.waiting + ours.length });
      // An answer on its way may have been read before these were written.
      else if (isLoading) reload();
      else if (state.window !== null) set({ window: withRecorded(state.window, ours) });
    },
    hold(next) {
      isHeld = next;
      if (!next && !state.isPaused && state.waiting > 0) reload();
    },
    pause(next) {
      set({ isPaused: next });
      if (!next && !isHeld) reload();
    },
    stop() {
      isStopped = true;
      round += 1;
      clearTimeout(searchTimer);
    },
  };
}
