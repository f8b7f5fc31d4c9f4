import type { Handlers } from '../../../src/shared/contract/contract.ts';
import type { TopicHub } from '../../../src/shared/contract/topic-hub.ts';
import { AppError } from '../../../src/shared/errors.ts';
import type { TapStatus } from '../../../src/shared/tap/tap.ts';
import { sampleTap, sampleTapReport } from '../../support/fake-core.ts';

const refusedOrigin = `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`;
/** As when the tester's own extension has tried. */
const refusal = {
  refused: 1,
  refusedOrigin,
  lastRefusal: `The extension ${refusedOrigin} may not use the tap until somebody lets it in.`,
};

/** Taps that listen on no port: the page starts and stops them. */
export function tapAnswers(topics: TopicHub): Pick<Handlers, Extract<keyof Handlers, `tap.${string}`>> {
  let taps: TapStatus[] = [];
  const change = (next: TapStatus[]): void => {
    taps = next;
    topics.publish('taps', taps);
  };
  function changeOne(port: number, to: (tap: TapStatus) => TapStatus): Promise<TapStatus> {
    const tap = taps.find((one) => one.port === port);
    if (tap === undefined)
      return Promise.reject(new AppError('not-found', `No tap listens on port ${port}.`));
    const changed = to(tap);
    change(taps.map((one) => (one === tap ? changed : one)));
    return Promise.resolve(changed);
  }

  return {
    'tap.start': ({ port, target }) => {
      if (taps.some((tap) => tap.port === port)) throw new AppError('busy', `Port ${port} can't be used.`);
      const tap = {
        ...sampleTap,
        port,
        target: target ?? sampleTap.target,
        addresses: [`ws://127.0.0.1:${port}/ws`, `ws://[::1]:${port}/ws`],
        ...refusal,
      };
      change([...taps, tap]);
      return Promise.resolve(tap);
    },
    'tap.stop': ({ port }) => {
      change(taps.filter((tap) => tap.port !== port));
      return Promise.resolve(sampleTapReport);
    },
    'tap.allow': ({ port, origin }) =>
      changeOne(port, (tap) => ({
        ...tap,
        allowedOrigins: [...tap.allowedOrigins, origin],
        refusedOrigin: null,
        lastRefusal: null,
      })),
    'tap.faults': ({ port, faults }) => changeOne(port, (tap) => ({ ...tap, faults })),
    'tap.list': () => Promise.resolve(taps),
  };
}
