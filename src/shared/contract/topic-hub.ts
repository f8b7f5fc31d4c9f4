import { createListeners, type Listeners } from '../listeners.ts';
import type { TopicName, TopicValue } from './contract.ts';

/** Where features publish and UIs listen. Keeps the newest status, so that a new page is not blank. */
export type TopicHub = {
  publish<N extends TopicName>(topic: N, value: TopicValue<N>): void;
  /** Returns a function that ends the subscription. */
  subscribe<N extends TopicName>(topic: N, listener: (value: TopicValue<N>) => void): () => void;
};

/** `onSubscribers` hears how many listen to a topic whenever that changes: what nobody wants need not be made. */
export type TopicHubOptions = { onSubscribers?: (topic: TopicName, count: number) => void };

export function createTopicHub({ onSubscribers }: TopicHubOptions = {}): TopicHub {
  const subscriptions = new Map<TopicName, Listeners<never>>();
  let newestStatus: TopicValue<'status'> | undefined;

  return {
    publish(topic, value) {
      if (topic === 'status') newestStatus = value as TopicValue<'status'>;
      subscriptions.get(topic)?.tell(value as never);
    },
    subscribe(topic, listener) {
      const listeners = subscriptions.get(topic) ?? createListeners<never>();
      subscriptions.set(topic, listeners);
      const end = listeners.add(listener);
      onSubscribers?.(topic, listeners.count());
      if (topic === 'status' && newestStatus !== undefined) listener(newestStatus as never);
      return () => {
        end();
        onSubscribers?.(topic, listeners.count());
      };
    },
  };
}
