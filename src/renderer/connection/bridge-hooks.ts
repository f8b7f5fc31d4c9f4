import {
  keepPreviousData,
  useMutation,
  useQuery,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { createContext, useContext, useEffect, useEffectEvent } from 'react';
import type { BridgeClient } from '../../shared/contract/connect-bridge.ts';
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  TopicName,
  TopicValue,
} from '../../shared/contract/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { Status } from '../../shared/session/status.ts';
import { text } from '../text.ts';

/** The bridge while it is open. */
export const BridgeContext = createContext<BridgeClient | null>(null);

export function useIsConnected(): boolean {
  return useContext(BridgeContext) !== null;
}

/** A caller that fails in words while the page is disconnected. */
export function useCall(): BridgeClient['call'] {
  const client = useContext(BridgeContext);
  return (name, input) =>
    client === null
      ? Promise.reject(new AppError('unreachable', text.connection.notNow))
      : client.call(name, input);
}

/** Does something: `mutate(input)`. */
export function useCommand<N extends CommandName>(
  name: N,
): UseMutationResult<CommandOutput<N>, Error, CommandInput<N>> {
  const call = useCall();
  return useMutation({ mutationFn: (input: CommandInput<N>) => call(name, input) });
}

/** The cache's key for what a command answered. */
export function answerKey<N extends CommandName>(name: N, input: CommandInput<N>): readonly unknown[] {
  return [name, input];
}

/**
 * Asks something, and keeps the answer until it is invalidated, or asks again when it is looked at after `staleTime` ms, or
 * while it is looked at in `everyMs`, which may depend on the last answer (`null`: no more).
 * Renders when what is selected changes.
 */
export function useAnswer<N extends CommandName, T = CommandOutput<N>>(
  name: N,
  input: CommandInput<N>,
  options: {
    select?: (answer: CommandOutput<N>) => T;
    enabled?: boolean;
    staleTime?: number;
    keepsPrevious?: boolean;
    everyMs?: (answer: CommandOutput<N>) => number | null;
  } = {},
): UseQueryResult<T> {
  const { everyMs } = options;
  const call = useCall();
  const isConnected = useIsConnected();
  return useQuery({
    queryKey: answerKey(name, input),
    queryFn: () => call(name, input),
    enabled: isConnected && (options.enabled ?? true),
    ...(options.select !== undefined && { select: options.select }),
    // While another answer is on its way, the one before stays.
    ...(options.keepsPrevious === true && { placeholderData: keepPreviousData }),
    ...(options.staleTime !== undefined && { staleTime: options.staleTime }),
    ...(everyMs !== undefined && {
      refetchInterval: ({ state: { data } }: { state: { data: CommandOutput<N> | undefined } }) =>
        (data === undefined ? null : everyMs(data)) ?? false,
    }),
  });
}

/** A part of the status; `undefined` until the first one arrived. */
export function useStatus<T>(select: (status: Status) => T): T | undefined {
  return useAnswer('status.get', {}, { select }).data;
}

/** Listens while it is mounted, and again after each reconnect. */
export function useTopic<N extends TopicName>(topic: N, listener: (value: TopicValue<N>) => void): void {
  const client = useContext(BridgeContext);
  const onValue = useEffectEvent(listener);
  useEffect(() => client?.subscribe(topic, (value) => onValue(value)), [client, topic]);
}
