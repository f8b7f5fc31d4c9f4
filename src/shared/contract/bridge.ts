import { createBirpc } from 'birpc';
import { z } from 'zod';
import { commands, isCommandName, isTopicName, type Handlers, type TopicName } from './contract.ts';
import { AppError, messageOf, type ErrorCode } from '../errors.ts';
import type { Action } from '../words/actions.ts';
import type { Sentence } from '../words/words.ts';
import type { TopicHub } from './topic-hub.ts';
import type { Wire } from './wire.ts';

/** What travels back for a command. Exceptions never cross a wire. */
export type Answer =
  | { ok: true; value: unknown }
  | {
      ok: false;
      code: ErrorCode;
      message: string;
      /** The message as a code, and what can be done about it, where the core knows. */
      said?: Sentence;
      action?: Action;
    };

export type CoreSide = {
  call(name: string, input: unknown): Promise<Answer>;
  subscribe(topic: string): Answer;
  unsubscribe(topic: string): void;
};
export type UiSide = { published(topic: TopicName, value: unknown): void };

// birpc trusts its wire, pages are not trusted: what is not exactly a request for the core's side is dropped.
const request = { t: z.literal('q'), i: z.string().optional() };
const requestSchema = z.discriminatedUnion('m', [
  z.object({ ...request, m: z.literal('call'), a: z.tuple([z.string(), z.unknown()]) }),
  z.object({ ...request, m: z.enum(['subscribe', 'unsubscribe']), a: z.tuple([z.string()]) }),
]);

/**
 * Answers a UI's commands and feeds its subscriptions until the returned function is called.
 * `onDefect` hears of failures that are not AppErrors: they are ours to fix, and reach the UI as `internal`.
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
        const pass = (value: unknown): void => {
          rpc.published.asEvent(topic, value).catch(core.onDefect);
        };
        subscriptions.set(topic, core.topics.subscribe(topic, pass));
        return { ok: true, value: null };
      },
      unsubscribe(topic) {
        if (!isTopicName(topic)) return;
        subscriptions.get(topic)?.();
        subscriptions.delete(topic);
      },
    },
    {
      post: (message: object) => wire.post(withoutException(message)),
      on: (onMessage) => {
        stopListening = wire.listen((message) => {
          const parsed = requestSchema.safeParse(message);
          if (parsed.success) onMessage(parsed.data);
        });
      },
      // An answer that the wire cannot carry; birpc then posts the exception in its place.
      onGeneralError(error) {
        core.onDefect(error);
        return true;
      },
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
    if (error instanceof AppError) return refusalOf(error);
    core.onDefect(error);
    return refusal(
      'internal',
      `"${name}" failed unexpectedly: ${messageOf(error)}. The log has the details.`,
    );
  }
}

function withoutException(message: object): object {
  if (!('e' in message)) return message;
  return { ...message, e: undefined, r: refusal('internal', "The answer can't be sent. The log says why.") };
}

function refusalOf({ code, message, said, action }: AppError): Answer {
  return {
    ok: false,
    code,
    message,
    ...(said !== null && { said }),
    ...(action !== null && { action }),
  };
}

function refusal(code: ErrorCode, message: string): Answer {
  return { ok: false, code, message };
}
