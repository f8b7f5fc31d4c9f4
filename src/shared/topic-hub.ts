import type { TopicName, TopicValue } from './contract.ts';

/** Where features publish and UIs listen. Keeps the newest status, so that a new page is not blank. */
export type TopicHub = {
  publish<N extends TopicName>(topic: N, value: TopicValue<N>): void;
  /** Returns a function that ends the subscription. */
  subscribe<N extends TopicName>(topic: N, listener: (value: TopicValue<N>) => void): () => void;
};

type AnyListener = (value: never) => void;

export function createTopicHub(): TopicHub {
  const listeners = new Map<TopicName, Set<AnyListener>>();
  let newestStatus: TopicValue<'status'> | undefined;

  return {
    publish(topic, value) {
      if (topic === 'status') newestStatus = value as TopicValue<'status'>;
      for (const listener of listeners.get(topic) ?? []) listener(value as never);
    },
    subscribe(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set);
      set.add(listener);
      if (topic === 'status' && newestStatus !== undefined) listener(newestStatus as never);
      return () => set.delete(listener);
    },
  };
}
