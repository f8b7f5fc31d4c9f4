import { createBirpc } from 'birpc';
import { AppError } from '../errors.ts';
import type { CoreSide, UiSide } from './bridge.ts';
import type { CommandInput, CommandName, CommandOutput, TopicName, TopicValue } from './contract.ts';
import type { Wire } from './wire.ts';
import { sentence } from '../words/words.ts';

// A stop waits for the target's last words, so a command may take as long as the end exchange may.
const callTimeoutMs = 15 * 60_000;

/** A UI's side: typed commands and subscriptions. */
export type BridgeClient = {
  /** @throws AppError with the core's code and message. */
  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>>;
  subscribe<N extends TopicName>(topic: N, listener: (value: TopicValue<N>) => void): () => void;
  /** Rejects the calls that are still waiting. */
  close(): void;
};

export function connectBridge(wire: Wire): BridgeClient {
  const listeners = new Map<TopicName, Set<{ hear: (value: never) => void }>>();
  let newestStatus: TopicValue<'status'> | undefined;
  let stopListening: (() => void) | undefined;

  const rpc = createBirpc<CoreSide, UiSide>(
    {
      published(topic, value) {
        const hearers = listeners.get(topic);
        // On its way when the last listener left.
        if (hearers === undefined || hearers.size === 0) return;
        if (topic === 'status') newestStatus = value as TopicValue<'status'>;
        for (const { hear } of hearers) hear(value as never);
      },
    },
    {
      post: (message) => wire.post(message),
      on: (onMessage) => {
        stopListening = wire.listen(onMessage);
      },
      timeout: callTimeoutMs,
    },
  );

  return {
    async call(name, input) {
      const reply = await rpc.call(name, input).catch((error: unknown) => {
        throw new AppError('unreachable', sentence('error.no-reply', { command: name }), { cause: error });
      });
      if (!reply.ok) {
        const { code, message, said = null, action = null } = reply;
        throw new AppError(code, message, { said, action });
      }
      return reply.value as never;
    },
    subscribe(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      const subscription = { hear: listener };
      listeners.set(topic, set);
      set.add(subscription);
      if (set.size === 1) {
        if (!rpc.$closed) void rpc.subscribe.asEvent(topic);
      } else if (topic === 'status' && newestStatus !== undefined) {
        listener(newestStatus as never);
      }
      return () => {
        if (!set.delete(subscription) || set.size > 0) return;
        // What is new by the next subscription, the core says then.
        if (topic === 'status') newestStatus = undefined;
        if (!rpc.$closed) void rpc.unsubscribe.asEvent(topic);
      };
    },
    close() {
      stopListening?.();
      rpc.$close();
    },
  };
}
