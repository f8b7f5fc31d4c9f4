import type { Status } from '../../../shared/session/status.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';

/**
 * Topics for a window that may be hidden: nobody sees meters there, so the status waits until it is shown again.
 * Everything else passes, because a page adds it up.
 */
export function createVisibleTopics(
  topics: TopicHub,
  isVisible: () => boolean,
): { topics: TopicHub; visibilityChanged(): void } {
  const waiting = new Map<object, () => void>();
  return {
    topics: {
      publish: (topic, value) => topics.publish(topic, value),
      subscribe(topic, listener) {
        if (topic !== 'status') return topics.subscribe(topic, listener);
        const hear = listener as (status: Status) => void;
        const subscription = {};
        let isFirst = true;
        const stop = topics.subscribe('status', (status) => {
          // A page that asks is owed an answer, hidden or not.
          if (isFirst || isVisible()) {
            waiting.delete(subscription);
            hear(status);
          } else waiting.set(subscription, () => hear(status));
          isFirst = false;
        });
        return () => {
          waiting.delete(subscription);
          stop();
        };
      },
    },
    visibilityChanged() {
      if (!isVisible()) return;
      for (const tell of waiting.values()) tell();
      waiting.clear();
    },
  };
}
