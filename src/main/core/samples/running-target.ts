import type { Status } from '../../../shared/session/health.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import { isLoopbackUrl } from '../../../shared/settings/targets/resolve-target.ts';

/** Where the target of the session is, or the chosen one when there is no session. */
export function createRunningTarget(options: {
  readSettings: () => Promise<Pick<Settings, 'target' | 'targets'>>;
  status: () => Status;
}): {
  /** Its port when it is another process on this machine. */
  portHere(): Promise<number | null>;
  /** Whether it needs no network: it is on this machine, or inside the app. */
  isHere(): Promise<boolean>;
} {
  async function url(): Promise<string | null> {
    const settings = await options.readSettings();
    const name = options.status().session?.target ?? settings.target;
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
  };
}
