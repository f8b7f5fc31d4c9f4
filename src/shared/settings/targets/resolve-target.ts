import { AppError } from '../../errors.ts';
import { meantAddress } from './meant-address.ts';
import { judgeAddress } from './target-address.ts';
import type { Target } from './targets.ts';
import { sentence, type Sentence } from '../../words/words.ts';

// Node and browsers have it, though neither's types are known here.
declare const URL: { canParse(text: string): boolean };

/** The name of the ScrumBot backend that runs inside the app. */
export const builtInTargetName = 'built-in';

// Anything but a port or a path after the host means another host: ws://localhost:1@example.org is not loopback.
const loopbackUrl = /^wss?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?([/?#]|$)/i;

/** Whether a WebSocket address is one of this machine, by what is typed: no name is looked up. */
export function isLoopbackUrl(url: string): boolean {
  return loopbackUrl.test(url);
}

/** The same of a REST address. */
export function isLoopbackHttpUrl(url: string): boolean {
  return isLoopbackUrl(url.replace(/^http/i, 'ws'));
}

/**
 * Finds a target by name, or makes one of a URL, whose name is the address without what is secret in it.
 * @throws AppError `not-found` for an unknown name, `bad-input` for a URL that may not be used, with a proposal
 */
export function resolveTarget(nameOrUrl: string, known: readonly Target[]): Target {
  const builtIn: Target = { name: builtInTargetName, wsUrl: null };
  const named = [builtIn, ...known].find((t) => t.name === nameOrUrl);
  if (named !== undefined) return checkTarget(named);
  if (!nameOrUrl.includes('://')) {
    const names = [builtInTargetName, ...known.map((t) => t.name)].join(', ');
    const meant = meantAddress(nameOrUrl);
    throw new AppError(
      'not-found',
      sentence('error.no-target', { name: nameOrUrl, known: names, meant: meant ?? '' }),
    );
  }
  const name = withoutSecrets(nameOrUrl.trim());
  const judged = judgeAddress(nameOrUrl);
  if (!judged.ok) throw notUsable(name, judged.problem, judged.proposal);
  if (!URL.canParse(nameOrUrl.trim())) throw notUsable(name, sentence('address.not-socket'), null);
  return checkTarget({ name, wsUrl: nameOrUrl.trim() }, judged.url);
}

/**
 * An address that somebody typed where only an address may stand; it may not be one.
 * @throws AppError `bad-input`, with a proposal
 */
export function checkAddress(typed: string): void {
  const judged = judgeAddress(typed);
  if (!judged.ok) throw notUsable(withoutSecrets(typed.trim()), judged.problem, judged.proposal);
  resolveTarget(typed, []);
}

function notUsable(name: string, problem: Sentence, proposal: string | null): AppError {
  return new AppError(
    'bad-input',
    sentence('error.target-not-usable', { name, problem, meant: proposal ?? '' }),
  );
}

/** An address as a name: names go into events, logs and pages, user names, passwords and queries must not. */
function withoutSecrets(url: string): string {
  return url.replace(/^(\w+:\/\/)?.*@/s, '$1').replace(/[?#].*$/s, '');
}

/**
 * Meeting audio leaves the machine encrypted or not at all.
 * @throws AppError `bad-input`
 */
function checkTarget(target: Target, address = target.wsUrl): Target {
  if (address === null || /^wss:/i.test(address) || isLoopbackUrl(address)) return target;
  throw new AppError('bad-input', sentence('error.target-not-encrypted', { name: target.name }));
}
