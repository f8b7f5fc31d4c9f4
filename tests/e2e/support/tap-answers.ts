import type { Handlers } from '../../../src/shared/contract/contract.ts';
import type { TopicHub } from '../../../src/shared/contract/topic-hub.ts';
import { AppError } from '../../../src/shared/errors.ts';
import type { TapStatus } from '../../../src/shared/tap/tap.ts';
import { sampleTap, sampleTapReport } from '../../support/fake-core.ts';

/** Taps that listen on no port: the page starts and stops them. */
export function tapAnswers(topics: TopicHub): Pick<Handlers, Extract<keyof Handlers, `tap.${string}`>> {
  let taps: TapStatus[] = [];
  const change = (next: TapStatus[]): void => {
    taps = next;
    topics.publish('taps', taps);
  };
  return {
    'tap.start': ({ port, target }) => {
      if (taps.some((tap) => tap.port === port)) throw new AppError('busy', `Port ${port} cannot be used.`);
      const tap = { ...sampleTap, port, target: target ?? sampleTap.target };
      change([...taps, tap]);
      return Promise.resolve(tap);
    },
    'tap.stop': ({ port }) => {
      change(taps.filter((tap) => tap.port !== port));
      return Promise.resolve(sampleTapReport);
    },
    'tap.list': () => Promise.resolve(taps),
  };
}
