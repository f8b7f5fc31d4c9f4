import type { Tokens } from './tokens.ts';
import { hostIn, isIpv4, isIpv6, isLoopback, isMac } from './hosts.ts';
import { hasKeyPrefix, isRandom, isTime, isOwnId } from './secret-shapes.ts';
import { plainWords } from './words/words.ts';

/** What stands in the place of a run of characters without blanks or quotes, and by which rule; `null`: it stays. */
export type Replacement = { rule: string; text: string };

const longestLookedAt = 4_096;

/** Judges one run by its look alone. Takes time in proportion to its length, whatever it is. */
export function judgeRun(run: string, tokens: Tokens): Replacement | null {
  if (run.length > longestLookedAt) return { rule: 'long-data', text: '<data>' };
  if (run.includes('://')) return judgeUrl(run, tokens);
  if (isOwnId(run) || isTime(run)) return null;
  if (run.includes('@')) {
    const address = judgeAddress(run, tokens);
    if (address !== null) return address;
  }
  if (hasKeyPrefix(run)) return { rule: 'known-key', text: tokens.of('token', run) };
  if (/^\+?\d{8,}$/.test(run)) return judgeDigits(run, tokens);
  if (isIpv4(run) || isIpv6(run)) return judgeIp(run, tokens);
  if (isMac(run)) return { rule: 'hardware-address', text: tokens.of('id', run) };
  const inPath = judgePath(run, tokens);
  if (inPath !== null) return inPath;
  const found = hostIn(run);
  if (found !== null && !isLoopback(found.host))
    return { rule: 'host', text: tokens.of('host', found.host) + found.rest };
  if (isRandom(run))
    return run.length >= 180
      ? { rule: 'long-data', text: '<data>' }
      : { rule: 'random', text: tokens.of('token', run) };
  return null;
}

function judgeAddress(run: string, tokens: Tokens): Replacement | null {
  const at = run.lastIndexOf('@');
  const [before, after] = [run.slice(0, at), run.slice(at + 1)];
  // "ws@8.2.0" and "@age/lib" are packages.
  if (before === '' || after === '' || /^\d+(?:\.\d+){1,2}(?![\d.])/.test(after)) return null;
  return { rule: 'email', text: tokens.of('email', run) };
}

function judgeDigits(run: string, tokens: Tokens): Replacement | null {
  if (run.startsWith('+') && run.length <= 16) return { rule: 'phone', text: tokens.of('phone', run) };
  // Times in ms since 1970 have 13 digits until the year 2286; byte counts rarely have more.
  return run.length >= 14 ? { rule: 'number', text: '<number>' } : null;
}

function judgeIp(run: string, tokens: Tokens): Replacement | null {
  const port = isIpv4(run) ? (/[:/]\d{1,5}$/.exec(run)?.[0] ?? '') : '';
  const host = port === '' ? run : run.slice(0, -port.length);
  return isLoopback(host) ? null : { rule: 'ip-address', text: tokens.of('host', host) + port };
}

// The folder below these is named after a person.
const homeFolder = /(?:^|\/)(?:home|users)\/([^/]{1,64})/i;

function judgePath(run: string, tokens: Tokens): Replacement | null {
  const name = homeFolder.exec(run)?.[1];
  if (name === undefined || isSharedName(name)) return null;
  return { rule: 'user-name', text: run.replaceAll(`/${name}`, `/${tokens.of('user', name)}`) };
}

export function isSharedName(name: string): boolean {
  return ['shared', 'public', 'default', 'root', 'user', 'users', 'all'].includes(name.toLowerCase());
}

/** Keeps how a place is reached, and no name of it: scheme, port, the plain words of its path. */
function judgeUrl(run: string, tokens: Tokens): Replacement | null {
  const at = run.indexOf('://');
  const scheme = /[a-z][a-z0-9+.-]{0,30}$/i.exec(run.slice(Math.max(0, at - 31), at))?.[0] ?? '';
  const lead = run.slice(0, at - scheme.length);
  const rest = run.slice(at + 3);
  if (scheme.toLowerCase() === 'file') {
    const path = judgePath(rest, tokens);
    return path === null ? null : { rule: path.rule, text: `${lead}${scheme}://${path.text}` };
  }
  // Passwords hold "/", ":" and "@" as people type them, so all up to the last "@" may be one.
  const login = rest.lastIndexOf('@');
  const place = rest.slice(login + 1);
  const end = place.search(/[/?#]/);
  const authority = end === -1 ? place : place.slice(0, end);
  const port = /:\d{1,5}$/.exec(authority)?.[0] ?? '';
  const host = port === '' ? authority : authority.slice(0, -port.length);
  const shown = host === '' || isLoopback(host) || host.includes('<') ? host : tokens.of('host', host);
  const text = `${lead}${scheme}://${login === -1 ? '' : '<login>@'}${shown}${port}${plainPath(end === -1 ? '' : place.slice(end))}`;
  return text === run ? null : { rule: login === -1 ? 'address' : 'address-login', text };
}

function plainPath(path: string): string {
  const query = path.search(/[?#]/);
  const folders = (query === -1 ? path : path.slice(0, query)).split('/');
  const shown = folders.map((folder) => (isPlain(folder) ? folder : '<path>')).join('/');
  return query === -1 ? shown : `${shown}?<query>`;
}

function isPlain(folder: string): boolean {
  return folder === '' || /^v\d$/.test(folder) || plainWords.has(folder.toLowerCase());
}
