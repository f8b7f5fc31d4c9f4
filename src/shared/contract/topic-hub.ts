import type { TopicName, TopicValue } from './contract.ts';

/** Where features publish and UIs listen. Keeps the newest status, so that a new page is not blank. */
export type TopicHub = {
  publish<N extends TopicName>(topic: N, value: TopicValue<N>): void;
  /** Returns a function that ends the subscription. */
  subscribe<N extends TopicName>(topic: N, listener: (value: TopicValue<N>) => void): () => void;
};

// An object for each subscription, so that one function can be subscribed twice.
type Subscription = { hear: (value: never) => void };

export function createTopicHub(): TopicHub {
  const subscriptions = new Map<TopicName, Set<Subscription>>();
  let newestStatus: TopicValue<'status'> | undefined;

  return {
    publish(topic, value) {
      if (topic === 'status') newestStatus = value as TopicValue<'status'>;
      for (const { hear } of subscriptions.get(topic) ?? []) hear(value as never);
    },
    subscribe(topic, listener) {
      const set = subscriptions.get(topic) ?? new Set();
      subscriptions.set(topic, set);
      const subscription = { hear: listener };
      set.add(subscription);
      if (topic === 'status' && newestStatus !== undefined) listener(newestStatus as never);
      return () => set.delete(subscription);
    },
  };
}
