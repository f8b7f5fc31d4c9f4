import type { BridgeClient } from '../../shared/contract/bridge.ts';
import type { EventConditions, EventCount, StoredEvent } from '../../shared/events/events.ts';
import { createListeners } from '../../shared/listeners.ts';
import { matchesConditions } from './event-filter.ts';
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
  /** These places are in sight. */
  show(range: { from: number; to: number }): void;
  /** Events were committed, oldest first. */
  add(recorded: readonly StoredEvent[]): void;
  /** Keeps the rows where they are while somebody reads them; new events are only counted. */
  hold(isHeld: boolean): void;
  stop(): void;
};

const nothing: EventCount = { total: 0, oldestSeq: null, newestSeq: null };
// Words are matched by the database, so new events of a search are asked for, this often at most.
const searchAgainMs = 500;

export function createEventSource(call: BridgeClient['call'], conditions: EventConditions): EventSource {
  const listeners = createListeners<undefined>();
  let state: EventListState = { window: null, waiting: 0, error: null };
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
      count = page.length < pageSize ? nothing : await call('events.count', conditions);
      state = { ...state, waiting: 0 };
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

  function searchAgain(): void {
    searchTimer ??= setTimeout(() => {
      searchTimer = undefined;
      if (!isHeld) reload();
    }, searchAgainMs);
  }

  return {
    subscribe: (listener) => listeners.add(listener),
    state: () => state,
    reload,
    show(next) {
      range = next;
      fill();
    },
    add(recorded) {
      const ours = recorded.filter((event) => matchesConditions(event, conditions));
      if (ours.length === 0) return;
      if (conditions.text !== undefined) searchAgain();
      else if (isHeld) set({ waiting: state.waiting + ours.length });
      // An answer on its way may have been read before these were written.
      else if (isLoading) reload();
      else if (state.window !== null) set({ window: withRecorded(state.window, ours) });
    },
    hold(next) {
      isHeld = next;
      if (!next && state.waiting > 0) reload();
    },
    stop() {
      isStopped = true;
      round += 1;
      clearTimeout(searchTimer);
    },
  };
}
