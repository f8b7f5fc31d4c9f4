import { sentence, type Sentence } from '../../words/words.ts';

/** The path of the socket of every ScrumBot backend but those behind one layout of proxies, which has `/ws/ws`. */
export const usualPath = '/ws';
export const socketPort = 8080;

/** What somebody may have meant by text that is no address: quoted, from a sentence, or with a mistyped scheme. */
export function meantAddress(text: string): string | null {
  const tidy = tidied(text);
  const [, scheme = '', place = ''] = /^([a-z]{2,6})[:;]+[:;/\\]*(.*)$/is.exec(tidy) ?? [];
  return proposeAddress(isMistyped(scheme.toLowerCase()) ? place : tidy);
}

/** Without what stands around an address in a sentence or a shell, and in the signs of a Latin keyboard. */
function tidied(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll('。', '.')
    .replace(/^[\s"'`<({«»“”„‘’]{1,9}/u, '')
    .replace(/[\s"'`>)}«»“”„‘’.,;!]{1,9}$/u, '');
}

/** One letter more, fewer or another one than in a scheme that people write. */
function isMistyped(scheme: string): boolean {
  return ['ws', 'wss', 'http', 'https'].some((right) => {
    if (scheme.length === right.length)
      return Array.from(scheme).filter((sign, at) => sign !== right[at]).length <= 1;
    const [short, long] = scheme.length < right.length ? [scheme, right] : [right, scheme];
    return long.length - short.length === 1 && Array.from(long).some((_, at) => without(long, at) === short);
  });
}

const without = (text: string, at: number): string => text.slice(0, at) + text.slice(at + 1);

/** What somebody may have meant who forgot or mistyped the scheme. */
export function proposeAddress(text: string): string | null {
  const [, , rest] = /^(wss?|https?)?[:/\\]*(.*)$/is.exec(text) ?? [];
  const place = (rest ?? '').replace(/^.*@/s, '');
  if (/^\d{2,5}$/.test(place)) return proposeAddress(`localhost:${place}`);
  const [, named, port, path = ''] =
    /^(localhost|\[[\da-f:]+\]|[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+)(:\d{1,5})?(\/[\w./-]*)?(?:[?#].*)?$/iu.exec(
      place,
    ) ?? [];
  if (named === undefined) return null;
  const host = nameOfThisMachine(named) ?? named;
  const isLocal = isThisMachine(host);
  const scheme = isLocal ? 'ws' : 'wss';
  return `${scheme}://${host.toLowerCase()}${port ?? (isLocal ? `:${socketPort}` : '')}${path === '' || path === '/' ? usualPath : path}`;
}

/** The same of a host alone. */
export function isThisMachine(host: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])$/i.test(host);
}

/** Where a server listens that takes connections from everywhere, as it prints its address itself. */
const isEverywhere = (host: string): boolean => host === '0.0.0.0' || host === '[::]';

/** How this machine is called where audio may go unencrypted; `null` for another one. */
export function nameOfThisMachine(host: string): string | null {
  if (isThisMachine(host)) return host;
  const isOther =
    isEverywhere(host) ||
    /^(127(\.\d{1,3}){1,3}|localhost\.localdomain|ip6-localhost|\[::ffff:127(\.\d{1,3}){3}\])$/i.test(host);
  return isOther ? '127.0.0.1' : null;
}

/** What is wrong with a host that is this machine under another name, and how it is called; `null` where nothing is. */
export function wrongNameOfThisMachine(
  host: string,
  isEncrypted: boolean,
): { problem: Sentence; host: string } | null {
  const known = nameOfThisMachine(host);
  if (known === null || known === host) return null;
  if (isEverywhere(host)) return { problem: sentence('address.listens'), host: known };
  if (isEncrypted) return null;
  return { problem: sentence('address.misnamed'), host: known };
}
