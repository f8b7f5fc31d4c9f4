import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { StoredEvent } from '../../shared/events.ts';
import { useCall, useIsConnected, useTopic } from '../connection/bridge-hooks.ts';
import { addNewest, olderCursor, pageSize, type EventPages } from './event-pages.ts';

export type LoadedEvents = {
  /** Newest first. */
  events: readonly StoredEvent[];
  isLoading: boolean;
  error: Error | null;
  /** Absent when all are loaded. */
  loadOlder: (() => void) | null;
};

/** The events of one session, or all, as far as they are loaded; new ones come by themselves. */
export function useEvents(sessionId: string | null): LoadedEvents {
  const call = useCall();
  const cache = useQueryClient();
  const isConnected = useIsConnected();
  const queryKey = ['events.list', sessionId];

  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: null as number | null,
    queryFn: ({ pageParam }) =>
      call('events.list', {
        limit: pageSize,
        ...(sessionId !== null && { sessionId }),
        ...(pageParam !== null && { beforeSeq: pageParam }),
      }),
    getNextPageParam: olderCursor,
    enabled: isConnected,
  });

  useTopic('events', (recorded) => {
    const ours = sessionId === null ? recorded : recorded.filter((event) => event.sessionId === sessionId);
    if (ours.length === 0) return;
    // An answer on its way may have been read before these were written.
    if (query.isFetching) void cache.invalidateQueries({ queryKey });
    else cache.setQueryData<EventPages>(queryKey, (pages) => pages && addNewest(pages, ours));
  });

  const events = useMemo(() => query.data?.pages.flat() ?? [], [query.data]);
  return {
    events,
    isLoading: query.isPending,
    error: query.error,
    loadOlder: query.hasNextPage && events.length >= pageSize ? () => void query.fetchNextPage() : null,
  };
}
