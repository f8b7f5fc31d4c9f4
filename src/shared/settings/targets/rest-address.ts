import {
  bad,
  put,
  restPort,
  takeApart,
  type AddressAdvice,
  type JudgedAddress,
  type Parts,
} from './target-address.ts';
import { sentence } from '../../words/words.ts';
import { isThisMachine, meantAddress, socketPort, wrongNameOfThisMachine } from './meant-address.ts';

const notRest = sentence('address.not-rest');

/**
 * Reads the address of a REST backend as people type it. It is no place for a credential, and what people said is read
 * from there, so it is encrypted unless it is on this machine.
 */
export function judgeRestAddress(typed: string): JudgedAddress {
  const text = typed.trim();
  const parts = takeApart(text);
  if (parts === null) {
    const meant = meantAddress(text);
    const socket = meant === null ? null : takeApart(meant);
    return bad(notRest, socket === null ? null : put(asRest(socket)));
  }
  if (/[\s\p{Cc}\p{Cf}]/u.test(text)) {
    const without = takeApart(text.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ''));
    return bad(sentence('address.blank'), without === null ? null : put(asRest(without)));
  }
  if (text.includes('\\')) return bad(sentence('address.backslash'), null);
  const { scheme, host, port, path, login, query, fragment } = parts;
  if (scheme === 'ws' || scheme === 'wss')
    return bad(sentence('address.socket-not-rest'), put(asRest(parts)));
  if (scheme !== 'http' && scheme !== 'https') return bad(notRest, null);
  if (!/^(\[[\da-f:.]+\]|[\p{L}\p{N}._-]+)$/iu.test(host)) return bad(sentence('address.no-host'), null);
  if (port !== null && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) {
    return bad(sentence('address.bad-port'), put({ ...parts, port: null }));
  }
  if (login !== null || query !== null || fragment !== null)
    return bad(sentence('address.more-than-base'), put(parts));
  const misnamed = wrongNameOfThisMachine(host, scheme === 'https');
  if (misnamed !== null) return bad(misnamed.problem, put(asRest({ ...parts, host: misnamed.host })));
  if (scheme === 'http' && !isThisMachine(host)) {
    return bad(sentence('address.rest-not-encrypted'), put({ ...parts, scheme: 'https' }));
  }
  const meant = put(asRest(parts));
  return { ok: true, url: put(parts), login: null, query: null, advice: adviceOn({ port, path }, meant) };
}

function adviceOn({ port, path }: Pick<Parts, 'port' | 'path'>, proposal: string): AddressAdvice[] {
  if (port === String(socketPort)) {
    return [{ what: sentence('address.socket-port', { socketPort, restPort }), proposal }];
  }
  if (/^\/health\/?$/.test(path)) return [{ what: sentence('address.health-path'), proposal }];
  if (!/^\/ws(\/ws)?\/?$/.test(path)) return [];
  return [{ what: sentence('address.socket-path', { path }), proposal }];
}

/** Where REST is, as a rule, when this is where the socket is. */
function asRest(parts: Parts): Parts {
  const isPlain = parts.scheme === 'ws' || parts.scheme === 'http';
  return {
    ...parts,
    scheme: isPlain && isThisMachine(parts.host) ? 'http' : 'https',
    port: parts.port === String(socketPort) ? String(restPort) : parts.port,
    path: parts.path.replace(/^((\/ws){1,2}|\/health)\/?$/, ''),
  };
}
