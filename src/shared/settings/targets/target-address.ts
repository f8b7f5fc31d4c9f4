import {
  isThisMachine,
  meantAddress,
  nameOfThisMachine,
  socketPort,
  usualPath,
  wrongNameOfThisMachine,
} from './meant-address.ts';
import { sentence, sayIt, type Sentence } from '../../words/words.ts';

/** What is unusual about an address, and what to take instead; `null` where it is right as it is. */
export type AddressAdvice = { what: Sentence; proposal: string | null };

/** What stands in an address that people typed: where it leads, what is secret in it, and what is probably meant. */
export type JudgedAddress =
  | {
      ok: true;
      /** Without login, query and fragment: it may be shown. */
      url: string;
      /** `user:password`, as it was typed. */
      login: string | null;
      /** Without its question mark. It may hold a token. */
      query: string | null;
      advice: AddressAdvice[];
    }
  | { ok: false; problem: Sentence; proposal: string | null };

export const restPort = 5167;
const chatbotPort = 8001;

/** Reads an address before anything is recorded for it. What it says never repeats a login or a query. */
export function judgeAddress(typed: string): JudgedAddress {
  const text = typed.trim();
  const parts = takeApart(text);
  if (parts === null) return bad(sentence('address.not-socket'), meantAddress(text));
  const { scheme, login, host, port, path, query, fragment } = parts;
  const clean = `${scheme}://${host}${port === null ? '' : `:${port}`}${path}`;
  const instead = (change: Partial<Parts>): string => put({ ...parts, ...change });
  if (/[\s\p{Cc}\p{Cf}]/u.test(text)) {
    return bad(sentence('address.blank'), meantAddress(text.replace(/[\s\p{Cc}\p{Cf}]+/gu, '')));
  }
  // Readers of addresses do not agree on what it means.
  if (text.includes('\\')) return bad(sentence('address.backslash'), null);
  if (scheme === 'http' || scheme === 'https') {
    const isLocal = nameOfThisMachine(host) !== null;
    return bad(
      sentence('address.web'),
      instead({
        scheme: scheme === 'https' || !isLocal ? 'wss' : 'ws',
        host: nameOfThisMachine(host) ?? host,
        path: isOfRest(path) ? usualPath : path,
        port: isOfOthers(port) ? String(socketPort) : port,
      }),
    );
  }
  if (scheme !== 'ws' && scheme !== 'wss') return bad(sentence('address.not-socket'), meantAddress(text));
  const bare = port === null ? host : `${host}:${port}`;
  // Without brackets its last group would be the port.
  if (/^[\da-f.]*:[\da-f:.]*:[\da-f:.]*$/i.test(bare)) {
    return bad(sentence('address.ipv6'), instead(inBrackets(bare)));
  }
  if (host === '') return bad(sentence('address.not-socket'), meantAddress(text));
  if (!/^(\[[\da-f:.]+\]|[\p{L}\p{N}._-]+)$/iu.test(host))
    return bad(sentence('address.no-host'), meantAddress(text));
  const plainHost = host.replace(/\.{2,}/g, '.').replace(/^\.|\.$/g, '');
  if (/^\.|\.\./.test(host) || (host !== plainHost && isThisMachine(plainHost)))
    return bad(sentence('address.dot'), plainHost === '' ? null : instead({ host: plainHost }));
  const misnamed = wrongNameOfThisMachine(host, scheme === 'wss');
  if (misnamed !== null) return bad(misnamed.problem, instead({ host: misnamed.host }));
  if (port !== null && !/^\d+$/.test(port))
    return bad(sentence('address.port-not-number'), instead(meantPort(port, parts)));
  if (port !== null && (Number(port) < 1 || Number(port) > 65_535)) {
    return bad(
      sentence('address.port-range', { port: port.slice(0, 12) }),
      instead({ port: isThisMachine(host) ? String(socketPort) : null }),
    );
  }
  if (fragment !== null) return bad(sentence('address.fragment'), instead({}));
  return { ok: true, url: clean, login, query, advice: adviceOn(parts, instead) };
}

function adviceOn(parts: Parts, instead: (change: Partial<Parts>) => string): AddressAdvice[] {
  const { host, port, path } = parts;
  const advice: AddressAdvice[] = [];
  if (path === '' || path === '/') {
    advice.push({
      what: sentence('address.no-path'),
      proposal: instead({ path: usualPath }),
    });
  }
  if (path !== usualPath && /^\/+ws[/.,;:!]*$/i.test(path)) {
    advice.push({
      what: sentence('address.other-path', { path }),
      proposal: instead({ path: usualPath }),
    });
  }
  if (isOfRest(path) && path.length > 1) {
    advice.push({
      what: sentence('address.http-path', { path }),
      proposal: instead({ path: usualPath, port: isOfOthers(port) ? String(socketPort) : port }),
    });
  }
  if (/^\/ws\/ws\/?$/.test(path)) {
    advice.push({
      what: sentence('address.double-path'),
      proposal: instead({ path: usualPath }),
    });
  }
  if (isOfOthers(port)) {
    const proposal = instead({ port: String(socketPort), path: isOfRest(path) ? usualPath : path });
    advice.push({
      what: sentence(port === String(restPort) ? 'address.rest-port' : 'address.chatbot-port', {
        port: port ?? '',
        socketPort,
      }),
      proposal,
    });
  }
  if (parts.login !== null) {
    advice.push({
      what: sentence('address.login', { host }),
      proposal: null,
    });
  }
  return advice;
}

/** What a browser or a script asks for at a backend; or nothing at all. */
const isOfRest = (path: string): boolean => /^\/?(health|docs|redoc|openapi\.json)?\/*$/i.test(path);
const isOfOthers = (port: string | null): boolean =>
  port === String(restPort) || port === String(chatbotPort);

/** A last group of four or five decimal digits is far more often a port than a part of the address. */
function inBrackets(bare: string): Pick<Parts, 'host' | 'port'> {
  const end = bare.lastIndexOf(':');
  const [address, port] = [bare.slice(0, end), bare.slice(end + 1)];
  const isWhole = address.includes('::') || address.split(':').length === 8;
  const isPort = isWhole && !address.endsWith(':') && /^\d{4,5}$/.test(port) && Number(port) <= 65_535;
  return isPort ? { host: `[${address}]`, port } : { host: `[${bare}]`, port: null };
}

/** `8O80`, `8080ws` and `8080.`; nothing of it where there is no number in front. */
function meantPort(port: string, { host, path }: Parts): Pick<Parts, 'port' | 'path'> {
  const [, digits, rest = ''] = /^(\d{1,5})(.*)$/s.exec(port.replace(/(?<=\d)o|o(?=\d)/gi, '0')) ?? [];
  const isPort = Number(digits) >= 1 && Number(digits) <= 65_535;
  if (digits === undefined || !isPort) return { port: isThisMachine(host) ? String(socketPort) : null, path };
  return { port: digits, path: path === '' && rest === 'ws' ? usualPath : path };
}

export function adviceOf({ what, proposal }: AddressAdvice): Sentence {
  return proposal === null ? what : sentence('address.perhaps', { what, proposal });
}

export function adviceText(advice: AddressAdvice): string {
  return sayIt(adviceOf(advice));
}

/** An address as it was typed, in parts. */
export type Parts = {
  scheme: string;
  login: string | null;
  host: string;
  port: string | null;
  path: string;
  query: string | null;
  fragment: string | null;
};

/** By hand: the web's own parser fixes some of what people should hear of, and refuses the rest without a word. */
export function takeApart(text: string): Parts | null {
  const [, scheme, rest] = /^([a-z][a-z\d+.-]*):\/\/(.*)$/is.exec(text) ?? [];
  if (scheme === undefined || rest === undefined) return null;
  const { login, place } = splitLogin(rest);
  const [, authority = '', path = '', query, fragment] =
    /^([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(place) ?? [];
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(authority) ?? [];
  return {
    scheme: scheme.toLowerCase(),
    login,
    host: host.toLowerCase(),
    port: port === undefined || port === '' ? null : port,
    path,
    query: query === undefined || query === '' ? null : query,
    fragment: fragment ?? null,
  };
}

/**
 * A password that was not encoded may hold `/`, `?`, `#` and `@`. An `@` in a path or query, where there is no login,
 * stands behind a host that is one.
 */
function splitLogin(rest: string): { login: string | null; place: string } {
  const authorityEnd = /[/?#]/.exec(rest)?.index ?? rest.length;
  const inAuthority = rest.lastIndexOf('@', authorityEnd);
  if (inAuthority >= 0) return { login: rest.slice(0, inAuthority), place: rest.slice(inAuthority + 1) };
  const last = rest.lastIndexOf('@');
  const hasBrokenPort = /^[^/?#:[\]]+:(?!\d{1,5}(?:[/?#]|$))/.test(rest);
  if (last < 0 || !hasBrokenPort) return { login: null, place: rest };
  return { login: rest.slice(0, last), place: rest.slice(last + 1) };
}

/** Without login, query and fragment, which a proposal does not repeat. */
export function put({ scheme, host, port, path }: Parts): string {
  return `${scheme}://${host}${port === null ? '' : `:${port}`}${path}`;
}

export function bad(problem: Sentence, proposal: string | null): JudgedAddress {
  return { ok: false, problem, proposal };
}
