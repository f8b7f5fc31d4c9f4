import type { Handlers } from '../../../src/shared/contract/contract.ts';
import type { TopicHub } from '../../../src/shared/contract/topic-hub.ts';

/** Faults that are switched and told, without a backend that has them. */
export function backendAnswers(topics: TopicHub): Pick<Handlers, 'backend.faults' | 'backend.setFaults'> {
  let faults = '';
  return {
    'backend.faults': () => Promise.resolve({ faults }),
    'backend.setFaults': (asked) => {
      ({ faults } = asked);
      topics.publish('backend', { faults });
      return Promise.resolve({ faults });
    },
  };
}
