/**
 * Secrets that this process uses, taken out of whatever it says or keeps: reasons, events, log lines, sentences, errors.
 * Needs to see secrets as they come in: from the environment, the command line, calls, and the place that keeps them.
 * Owns what it has learned, in memory alone.
 */
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import { AppError } from '../../../shared/errors.ts';
import { sayIt, type Sentence } from '../../../shared/words/all-words.ts';
import { secretsOfEnvironment, secretsOfInput, secretsOfStored } from './find-secrets.ts';
import { createMask, type Mask } from './mask.ts';

export { secretsOfArguments, secretsOfEnvironment, secretsOfStored } from './find-secrets.ts';
export { createMask, type Mask } from './mask.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Notify<N> = (notice: N) => void;

/** What a host brings, with a mask that knows the environment, and notices that have gone through it. */
export function maskHost<N, H extends { environment: Environment; mask?: Mask; notify?: Notify<N> }>(
  host: H & { notify?: Notify<N> },
): H & { mask: Mask; notify: Notify<N> } {
  const { mask = createMask(), notify } = host;
  mask.learn(secretsOfEnvironment(host.environment));
  return { ...host, mask, notify: (notice) => notify?.(mask.hideIn(notice)) };
}

type KeepsSecrets = {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
};

/** The place of secrets, seen by a mask: whoever is to use one has to ask for it here first. */
export function watchSecrets<S extends KeepsSecrets>(secrets: S, mask: Mask): S {
  const learn = (name: string, value: string): void => mask.learn(secretsOfStored(name, value));
  return {
    ...secrets,
    async get(name) {
      const value = await secrets.get(name);
      if (value !== null) learn(name, value);
      return value;
    },
    async set(name, value) {
      learn(name, value);
      await secrets.set(name, value);
    },
  };
}

// Read from the database, where nothing secret is, or redacted by a bundle, and long.
const readsStored = /^(events|sessions|transcripts|analysis|bundle)\./;

/** Commands whose errors and answers hold no secret, also none that came with the call itself. */
export function maskHandlers<H extends Partial<Handlers>>(handlers: H, mask: Mask): H {
  const masked = Object.entries(handlers).map(([name, handle]) => {
    const call = handle as (input: unknown) => Promise<unknown>;
    return [
      name,
      async (input: unknown): Promise<unknown> => {
        mask.learn(secretsOfInput(input));
        try {
          const value = await call(input);
          return readsStored.test(name) ? value : mask.hideIn(value);
        } catch (error) {
          throw maskError(error, mask);
        }
      },
    ] as const;
  });
  return Object.fromEntries(masked) as H;
}

/** The same error, or one of the same kind without what is secret in its message. */
function maskError(error: unknown, mask: Mask): unknown {
  if (!(error instanceof Error)) return error;
  const message = mask.hide(error.message);
  if (message === error.message) return error;
  if (error instanceof AppError) {
    const { code, said, action, cause } = error;
    return new AppError(code, message, { said: maskSaid(said, mask), action: mask.hideIn(action), cause });
  }
  return Object.assign(new Error(message), { stack: mask.hide(error.stack ?? '') });
}

/** `null` where a secret lies across two of the parameters: then the text alone is told. */
function maskSaid(said: Sentence | null, mask: Mask): Sentence | null {
  if (said === null) return null;
  const hidden = mask.hideIn(said);
  const text = sayIt(hidden);
  return mask.hide(text) === text ? hidden : null;
}

/** What is published is masked, but for events: they are when they are recorded. */
export function maskTopics(topics: TopicHub, mask: Mask): TopicHub {
  return {
    ...topics,
    publish: (topic, value) => topics.publish(topic, topic === 'events' ? value : mask.hideIn(value)),
  };
}
