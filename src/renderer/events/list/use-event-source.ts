import { useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { AppError } from '../../../shared/errors.ts';
import type { EventConditions } from '../../../shared/events/events.ts';
import { BridgeContext, useTopic } from '../../connection/bridge-hooks.ts';
import { text } from '../../text.ts';
import { createArrivals } from './arrivals.ts';
import { createEventSource, type EventSource } from './event-source.ts';

const notConnected = () => Promise.reject(new AppError('unreachable', text.connection.notNow));

/** The events that match, from the core that the page is, or was last, connected to. */
export function useEventSource(conditions: EventConditions): EventSource {
  const client = useContext(BridgeContext);
  const [lastClient, setLastClient] = useState(client);
  if (client !== null && client !== lastClient) setLastClient(client);
  const key = JSON.stringify(conditions);
  const source = useMemo(
    () =>
      createEventSource(
        (name, input) => (lastClient === null ? notConnected() : lastClient.call(name, input)),
        JSON.parse(key) as EventConditions,
      ),
    [lastClient, key],
  );
  const arrivals = useMemo(() => createArrivals((recorded) => source.add(recorded)), [source]);
  useEffect(() => {
    source.reload();
    return () => {
      arrivals.stop();
      source.stop();
    };
  }, [source, arrivals]);
  useTopic('events', (recorded) => arrivals.add(recorded));
  return source;
}

export function useEventListState(source: EventSource): ReturnType<EventSource['state']> {
  return useSyncExternalStore(source.subscribe, source.state);
}

/** A part of it; draws again only when that is another. */
export function useOfEventList<T extends string | number | boolean>(
  source: EventSource,
  select: (state: ReturnType<EventSource['state']>) => T,
): T {
  return useSyncExternalStore(source.subscribe, () => select(source.state()));
}
