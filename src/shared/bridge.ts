import { createBirpc } from 'birpc';
import { z } from 'zod';
import {
  commands,
  isCommandName,
  isTopicName,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type Handlers,
  type TopicName,
  type TopicValue,
} from './contract.ts';
import { AppError, messageOf, toAppError, type ErrorCode } from './errors.ts';
import type { TopicHub } from './topic-hub.ts';
import type { Wire } from './wire.ts';

/** What travels back for a command. Exceptions never cross a wire. */
export type Answer = { ok: true; value: unknown } | { ok: false; code: ErrorCode; message: string };

type CoreSide = {
  call(name: string, input: unknown): Promise<Answer>;
  subscribe(topic: string): Answer;
  unsubscribe(topic: string): void;
};
type UiSide = { published(topic: TopicName, value: unknown): void };

// A stop waits for the target's last words, so a command may take as long as the end exchange may.
const callTimeoutMs = 15 * 60_000;

/**
 * Answers a UI's commands and feeds its subscriptions until the returned function is called.
 * `onDefect` hears of failures that are not AppErrors: they are ours to mend, and reach the UI as `internal`.
 */
export function serveBridge(
  wire: Wire,
  core: { handlers: Handlers; topics: TopicHub; onDefect: (error: unknown) => void },
): () => void {
  const subscriptions = new Map<TopicName, () => void>();
  let stopListening: (() => void) | undefined;

  const rpc = createBirpc<UiSide, CoreSide>(
    {
      call: (name, input) => answer(core, name, input),
      subscribe(topic) {
        if (!isTopicName(topic)) return refusal('not-found', `There is no topic called "${topic}"`);
        if (subscriptions.has(topic)) return { ok: true, value: null };
        subscriptions.set(topic, () => undefined);
        subscriptions.set(
          topic,
          core.topics.subscribe(topic, (value) => void rpc.published.asEvent(topic, value)),
        );
        return { ok: true, value: null };
      },
      unsubscribe(topic) {
        if (!isTopicName(topic)) return;
        subscriptions.get(topic)?.();
        subscriptions.delete(topic);
      },
    },
    {
      post: (message) => wire.post(message),
      on: (onMessage) => {
        stopListening = wire.listen(onMessage);
      },
      // Anything may arrive from a page; what is not a call of ours is dropped here.
      onGeneralError: () => true,
    },
  );

  return () => {
    for (const end of subscriptions.values()) end();
    subscriptions.clear();
    stopListening?.();
    rpc.$close();
  };
}

async function answer(
  core: { handlers: Handlers; onDefect: (error: unknown) => void },
  name: string,
  input: unknown,
): Promise<Answer> {
  if (!isCommandName(name)) return refusal('not-found', `There is no command called "${name}"`);
  const parsed = commands[name].input.safeParse(input);
  if (!parsed.success) return refusal('bad-input', `${name}: ${z.prettifyError(parsed.error)}`);
  try {
    return { ok: true, value: await core.handlers[name](parsed.data as never) };
  } catch (error) {
    if (!(error instanceof AppError)) core.onDefect(error);
    const failure = toAppError(error);
    return refusal(failure.code, failure.message);
  }
}

function refusal(code: ErrorCode, message: string): Answer {
  return { ok: false, code, message };
}

/** A UI's side: typed commands and subscriptions. */
export type BridgeClient = {
  /** @throws AppError with the core's code and message. */
  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>>;
  subscribe<N extends TopicName>(topic: N, listener: (value: TopicValue<N>) => void): () => void;
  /** Rejects the calls that are still waiting. */
  close(): void;
};

export function connectBridge(wire: Wire): BridgeClient {
  const listeners = new Map<TopicName, Set<(value: never) => void>>();
  let stopListening: (() => void) | undefined;

  const rpc = createBirpc<CoreSide, UiSide>(
    {
      published(topic, value) {
        for (const listener of listeners.get(topic) ?? []) listener(value as never);
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
        throw new AppError('unreachable', `The app did not answer "${name}": ${messageOf(error)}`, {
          cause: error,
        });
      });
      if (!reply.ok) throw new AppError(reply.code, reply.message);
      return reply.value as never;
    },
    subscribe(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set);
      set.add(listener);
      if (set.size === 1) void rpc.subscribe.asEvent(topic);
      return () => {
        set.delete(listener);
        if (set.size === 0) void rpc.unsubscribe.asEvent(topic);
      };
    },
    close() {
      stopListening?.();
      rpc.$close();
    },
  };
}
