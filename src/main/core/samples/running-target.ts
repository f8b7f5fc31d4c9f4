import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import type { Status } from '../../../shared/session/status.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import { isLoopbackUrl } from '../../../shared/settings/targets/resolve-target.ts';
import type { Clock } from '../ports/ports.ts';

type Targets = Pick<Settings, 'target' | 'targets'>;

// It is asked with each measurement; another process may change the file, which nobody tells us.
const keptMs = 10_000;

/** Where the target of the session is, or the chosen one when there is no session. */
export function createRunningTarget(options: {
  clock: Pick<Clock, 'monotonicMs'>;
  topics: Pick<TopicHub, 'subscribe'>;
  readSettings: () => Promise<Targets>;
  facts: () => Pick<Status, 'session'>;
}): {
  /** Its port when it is another process on this machine. */
  portHere(): Promise<number | null>;
  /** Whether it needs no network: it is on this machine, or inside the app. */
  isHere(): Promise<boolean>;
  stop(): void;
} {
  let kept: { atMs: number; settings: Targets } | null = null;
  let changes = 0;
  let unsubscribe: (() => void) | null = null;
  const subscribe = (): (() => void) =>
    options.topics.subscribe('settings', () => {
      kept = null;
      changes += 1;
    });

  async function settingsNow(): Promise<Targets> {
    unsubscribe ??= subscribe();
    const atMs = options.clock.monotonicMs();
    if (kept !== null && atMs - kept.atMs < keptMs) return kept.settings;
    const before = changes;
    const settings = await options.readSettings();
    // What was read while they changed may be the old ones.
    if (changes === before) kept = { atMs, settings };
    return settings;
  }

  async function url(): Promise<string | null> {
    const settings = await settingsNow();
    const name = options.facts().session?.target ?? settings.target;
    const known = settings.targets.find((target) => target.name === name);
    // A session's target may be an address that has no name.
    return known?.wsUrl ?? (name.includes('://') ? name : null);
  }
  return {
    async portHere() {
      const address = await url();
      if (address === null || !isLoopbackUrl(address)) return null;
      const { port, protocol } = new URL(address);
      return port === '' ? (protocol === 'wss:' ? 443 : 80) : Number(port);
    },
    async isHere() {
      const address = await url();
      return address === null || isLoopbackUrl(address);
    },
    stop: () => unsubscribe?.(),
  };
}
