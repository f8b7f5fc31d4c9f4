import { z } from 'zod';
import { AppError } from '../errors.ts';

/** The name of the ScrumBot backend that runs inside the app. */
export const builtInTargetName = 'built-in';

const webSocketUrlSchema = z.url({ protocol: /^wss?$/, error: 'a target has a ws:// or wss:// URL' });

export const targetSchema = z.object({
  name: z.string().min(1).max(60),
  /** `null` for the built-in backend, whose port is known only while it runs. */
  wsUrl: webSocketUrlSchema.nullable(),
});
export type Target = z.infer<typeof targetSchema>;

// Anything but a port or a path after the host means another host: ws://localhost:1@example.org is not loopback.
const loopbackUrl = /^wss?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?([/?#]|$)/i;

export function isLoopbackUrl(url: string): boolean {
  return loopbackUrl.test(url);
}

/**
 * Finds a target by name, or makes one of a URL.
 * @throws AppError `not-found` for an unknown name, `bad-input` for a URL that may not be used.
 */
export function resolveTarget(nameOrUrl: string, known: readonly Target[]): Target {
  const named = [{ name: builtInTargetName, wsUrl: null }, ...known].find((t) => t.name === nameOrUrl);
  if (named !== undefined) return checkTarget(named);
  if (!nameOrUrl.includes('://')) {
    const names = [builtInTargetName, ...known.map((t) => t.name)].join(', ');
    throw new AppError(
      'not-found',
      `No target is called "${nameOrUrl}". Known: ${names}; or give a ws:// or wss:// URL.`,
    );
  }
  const url = webSocketUrlSchema.safeParse(nameOrUrl);
  if (!url.success) {
    throw new AppError(
      'bad-input',
      `"${nameOrUrl}" is not a WebSocket address. Give one that starts with ws:// or wss://.`,
    );
  }
  return checkTarget({ name: withoutSecrets(url.data), wsUrl: url.data });
}

/** An address as a name: names go into events, logs and pages, user names, passwords and queries must not. */
function withoutSecrets(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/?#]*@/, '$1').replace(/[?#].*$/, '');
}

/** Meeting audio leaves the machine encrypted or not at all. */
function checkTarget(target: Target): Target {
  if (target.wsUrl === null || /^wss:/i.test(target.wsUrl) || isLoopbackUrl(target.wsUrl)) return target;
  throw new AppError(
    'bad-input',
    `The target ${target.name} is not encrypted. Use wss:// for other machines; ws:// is for this machine only.`,
  );
}
