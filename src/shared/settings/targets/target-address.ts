import {
  isThisMachine,
  meantAddress,
  nameOfThisMachine,
  socketPort,
  usualPath,
  wrongNameOfThisMachine,
} from './meant-address.ts';

/** What is unusual about an address, and what to take instead; `null` where it is right as it is. */
export type AddressAdvice = { sentence: string; proposal: string | null };

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
  | { ok: false; problem: string; proposal: string | null };

/** The path of the socket of every ScrumBot backend but those behind one layout of proxies, which has `/ws/ws`. */
export const restPort = 5167;
const chatbotPort = 8001;

/** Reads an address before anything is recorded for it. What it says never repeats a login or a query. */
export function judgeAddress(typed: string): JudgedAddress {
  const text = typed.trim();
  const parts = takeApart(text);
  if (parts === null)
    return bad('is not a WebSocket address. Give one that starts with ws:// or wss://.', meantAddress(text));
  const { scheme, login, host, port, path, query, fragment } = parts;
  const clean = `${scheme}://${host}${port === null ? '' : `:${port}`}${path}`;
  const instead = (change: Partial<Parts>): string => put({ ...parts, ...change });
  if (/[\s\p{Cc}\p{Cf}]/u.test(text)) {
    return bad(
      "has a blank or a character that can't be seen in it.",
      meantAddress(text.replace(/[\s\p{Cc}\p{Cf}]+/gu, '')),
    );
  }
  // Readers of addresses do not agree on what it means.
  if (text.includes('\\')) return bad('has a backslash in it.', null);
  if (scheme === 'http' || scheme === 'https') {
    const isLocal = nameOfThisMachine(host) !== null;
    return bad(
      'is not a WebSocket address, but one of a web page or of REST. Give one that starts with ws:// or wss://.',
      instead({
        scheme: scheme === 'https' || !isLocal ? 'wss' : 'ws',
        host: nameOfThisMachine(host) ?? host,
        path: isOfRest(path) ? usualPath : path,
        port: isOfOthers(port) ? String(socketPort) : port,
      }),
    );
  }
  if (scheme !== 'ws' && scheme !== 'wss')
    return bad('is not a WebSocket address. Give one that starts with ws:// or wss://.', meantAddress(text));
  const bare = port === null ? host : `${host}:${port}`;
  // Without brackets its last group would be the port.
  if (/^[\da-f.]*:[\da-f:.]*:[\da-f:.]*$/i.test(bare)) {
    return bad('has an IPv6 address without brackets.', instead(inBrackets(bare)));
  }
  if (host === '')
    return bad('is not a WebSocket address. Give one that starts with ws:// or wss://.', meantAddress(text));
  if (!/^(\[[\da-f:.]+\]|[\p{L}\p{N}._-]+)$/iu.test(host)) return bad('names no host.', meantAddress(text));
  const plainHost = host.replace(/\.{2,}/g, '.').replace(/^\.|\.$/g, '');
  if (/^\.|\.\./.test(host) || (host !== plainHost && isThisMachine(plainHost)))
    return bad('has a dot too many in its host.', plainHost === '' ? null : instead({ host: plainHost }));
  const misnamed = wrongNameOfThisMachine(host, scheme === 'wss');
  if (misnamed !== null) return bad(misnamed.problem, instead({ host: misnamed.host }));
  if (port !== null && !/^\d+$/.test(port))
    return bad('has a port that is no number.', instead(meantPort(port, parts)));
  if (port !== null && (Number(port) < 1 || Number(port) > 65_535)) {
    return bad(
      `has the port ${port.slice(0, 12)}; ports go from 1 to 65535.`,
      instead({ port: isThisMachine(host) ? String(socketPort) : null }),
    );
  }
  if (fragment !== null) return bad('has a fragment (#…), which no WebSocket address has.', instead({}));
  return { ok: true, url: clean, login, query, advice: adviceOn(parts, instead) };
}

function adviceOn(parts: Parts, instead: (change: Partial<Parts>) => string): AddressAdvice[] {
  const { host, port, path } = parts;
  const advice: AddressAdvice[] = [];
  if (path === '' || path === '/') {
    advice.push({
      sentence: 'The address has no path; a ScrumBot backend has its socket at /ws.',
      proposal: instead({ path: usualPath }),
    });
  }
  if (path !== usualPath && /^\/+ws[/.,;:!]*$/i.test(path)) {
    advice.push({
      sentence: `The path is ${path}; a ScrumBot backend has its socket at /ws.`,
      proposal: instead({ path: usualPath }),
    });
  }
  if (isOfRest(path) && path.length > 1) {
    advice.push({
      sentence: `${path} is asked by HTTP and is no socket; a ScrumBot backend has its socket at /ws.`,
      proposal: instead({ path: usualPath, port: isOfOthers(port) ? String(socketPort) : port }),
    });
  }
  if (/^\/ws\/ws\/?$/.test(path)) {
    advice.push({
      sentence: 'The path is /ws/ws; most layouts have the socket at /ws.',
      proposal: instead({ path: usualPath }),
    });
  }
  if (isOfOthers(port)) {
    const proposal = instead({ port: String(socketPort), path: isOfRest(path) ? usualPath : path });
    const whose = port === String(restPort) ? 'the REST backend' : 'the chatbot';
    advice.push({
      sentence: `Port ${port ?? ''} is that of ${whose}, which has no socket; the socket's is usually ${socketPort}.`,
      proposal,
    });
  }
  if (parts.login !== null) {
    advice.push({
      sentence: `The login in the address of ${host} is kept with the keys; from now on the address without it will do.`,
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

export function adviceText({ sentence, proposal }: AddressAdvice): string {
  return proposal === null ? sentence : `${sentence} Perhaps ${proposal} is meant.`;
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

export function bad(problem: string, proposal: string | null): JudgedAddress {
  return { ok: false, problem, proposal };
}
