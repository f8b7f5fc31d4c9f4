import type { Handlers } from '../../../shared/contract/contract.ts';
import { AppError, messageOf } from '../../../shared/errors.ts';
import type { FollowedLog, LogComparison } from '../../../shared/settings/targets/processes.ts';
import { sentence } from '../../../shared/words/all-words.ts';
import type { Clock } from '../ports/ports.ts';
import type { LogLine } from './follow-log.ts';

/** What following a log tells of itself. */
export type FollowOptions = {
  signal: AbortSignal;
  onLine: (line: LogLine) => void;
  /** It has begun; `soFar` counts whenever it is asked. */
  onBegin?: (begun: { target: string; soFar: () => Promise<LogComparison> }) => void;
};

type Follow = (nameOrUrl: string | undefined, options: FollowOptions) => Promise<LogComparison>;

type Following = {
  state: FollowedLog;
  soFar: () => Promise<LogComparison>;
  end: () => Promise<void>;
};

/** The one log that pages follow: begun and ended by hand, and looked at meanwhile. */
export function createFollowedLog({ clock, follow }: { clock: Clock; follow: Follow }): {
  handlers: Pick<Handlers, 'targets.followLog' | 'targets.followedLog' | 'targets.unfollowLog'>;
  stop: () => Promise<void>;
} {
  let following: Following | null = null;
  let isBeginning = false;

  async function begin(nameOrUrl: string | undefined): Promise<FollowedLog> {
    if (isBeginning || following?.state.isFollowing === true)
      throw new AppError('busy', sentence('host.log-followed'));
    isBeginning = true;
    try {
      following = await startFollowing(nameOrUrl);
      return following.state;
    } finally {
      isBeginning = false;
    }
  }

  /** @throws what `follow` throws before it begins */
  async function startFollowing(nameOrUrl: string | undefined): Promise<Following> {
    const stop = new AbortController();
    const begun = Promise.withResolvers<Following>();
    let lastLine: string | null = null;
    const over = follow(nameOrUrl, {
      signal: stop.signal,
      onBegin({ target, soFar }) {
        const state: FollowedLog = {
          target,
          startedAt: new Date(clock.nowMs()).toISOString(),
          isFollowing: true,
          lines: 0,
          messages: [],
          lastLine: null,
          problem: null,
        };
        begun.resolve({
          state,
          soFar: async () => Object.assign(state, await soFar(), { lastLine }),
          async end() {
            stop.abort();
            await over;
          },
        });
      },
      onLine({ text }) {
        lastLine = text;
      },
    }).then(
      async (comparison) => {
        const { state } = await begun.promise;
        Object.assign(state, comparison, { lastLine, isFollowing: false });
      },
      async (error: unknown) => {
        // Says nothing once it has begun.
        begun.reject(error);
        const { state, soFar } = await begun.promise;
        await soFar().catch(() => undefined);
        Object.assign(state, { isFollowing: false, problem: messageOf(error) });
      },
    );
    // Who began it hears why it did not.
    over.catch(() => undefined);
    return begun.promise;
  }

  async function look(): Promise<{ log: FollowedLog | null }> {
    if (following?.state.isFollowing === true) await following.soFar();
    return { log: following === null ? null : { ...following.state } };
  }

  return {
    handlers: {
      'targets.followLog': ({ target }) => begin(target),
      'targets.followedLog': look,
      async 'targets.unfollowLog'() {
        await following?.end();
        return look();
      },
    },
    async stop() {
      await following?.end();
    },
  };
}
