import type { BundleState } from '../../../src/shared/bundle/bundle.ts';
import type { Handlers } from '../../../src/shared/contract/contract.ts';
import type { TopicHub } from '../../../src/shared/contract/topic-hub.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { sampleBundle, sampleOpened, samplePlan, samplePreview } from '../../support/bundle-samples.ts';

const bundledSessions = ['20260301-0900', '20260301-1400'].map((sessionId, at) => ({
  sessionId,
  title: null,
  newestSeq: 100 + at,
}));

/** Bundles that no disk holds: the page chooses, looks, writes and cancels them. */
export function bundleAnswers(topics: TopicHub): Pick<Handlers, Extract<keyof Handlers, `bundle.${string}`>> {
  let state: BundleState = { phase: 'idle' };
  const change = (next: BundleState): Promise<Record<string, never>> => {
    state = next;
    topics.publish('bundle', next);
    return Promise.resolve({});
  };
  return {
    'bundle.plan': () => Promise.resolve(samplePlan),
    'bundle.preview': () => Promise.resolve(samplePreview),
    'bundle.search': ({ word }) =>
      Promise.resolve(
        samplePlan.parts.map(({ file }) => ({
          file,
          isFound: word === 'Jane' && file === 'logs.jsonl',
          isMore: false,
        })),
      ),
    'bundle.start': () =>
      change({ phase: 'writing', progress: { part: 'Events', done: 1, parts: 4, bytes: 1_000_000 } }),
    'bundle.cancel': () => change({ phase: 'cancelled' }),
    'bundle.state': () => Promise.resolve({ state, folder: '/home/me/.scrumbot/bundles', canShow: true }),
    'bundle.show': () => Promise.resolve({}),
    'bundle.read': () => Promise.resolve({ data: btoa(sampleBundle.path), isLast: true }),
    'bundle.upload': () => Promise.resolve({ id: 'u-1' }),
    'bundle.open': () => Promise.resolve({ id: 'b-1', bundle: sampleOpened }),
    'bundle.opened': () => Promise.resolve(sampleOpened),
    'bundle.ask': ({ name }) =>
      name === 'events.choices'
        ? Promise.resolve({ value: { types: [], targets: [], sessions: bundledSessions } })
        : Promise.reject(new AppError('not-found', `This bundle has no answer to ${name}.`)),
    'bundle.close': () => Promise.resolve({}),
  };
}
