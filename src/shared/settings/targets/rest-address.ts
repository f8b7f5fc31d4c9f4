import {
  bad,
  put,
  restPort,
  takeApart,
  type AddressAdvice,
  type JudgedAddress,
  type Parts,
} from './target-address.ts';
import { isThisMachine, meantAddress, socketPort, wrongNameOfThisMachine } from './meant-address.ts';

const notRest =
  'is not the address of a REST backend. Give one that starts with https://, or http:// on this machine.';

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
    return bad(
      "has a blank or a character that can't be seen in it.",
      without === null ? null : put(asRest(without)),
    );
  }
  if (text.includes('\\')) return bad('has a backslash in it.', null);
  const { scheme, host, port, path, login, query, fragment } = parts;
  if (scheme === 'ws' || scheme === 'wss')
    return bad(`is the address of a WebSocket. ${restNeeds}`, put(asRest(parts)));
  if (scheme !== 'http' && scheme !== 'https') return bad(notRest, null);
  if (!/^(\[[\da-f:.]+\]|[\p{L}\p{N}._-]+)$/iu.test(host)) return bad('names no host.', null);
  if (port !== null && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) {
    return bad('has a port that is none: ports go from 1 to 65535.', put({ ...parts, port: null }));
  }
  if (login !== null || query !== null || fragment !== null)
    return bad('holds more than scheme, host, port and path.', put(parts));
  const misnamed = wrongNameOfThisMachine(host, scheme === 'https');
  if (misnamed !== null) return bad(misnamed.problem, put(asRest({ ...parts, host: misnamed.host })));
  if (scheme === 'http' && !isThisMachine(host)) {
    return bad(
      'is not encrypted. Use https:// for other machines; http:// is for this one only.',
      put({ ...parts, scheme: 'https' }),
    );
  }
  const meant = put(asRest(parts));
  return { ok: true, url: put(parts), login: null, query: null, advice: adviceOn({ port, path }, meant) };
}

const restNeeds = 'REST has one that starts with https://, or http:// on this machine.';

function adviceOn({ port, path }: Pick<Parts, 'port' | 'path'>, proposal: string): AddressAdvice[] {
  if (port === String(socketPort)) {
    const sentence = `Port ${socketPort} is usually that of the socket; the REST backend has its own, usually ${restPort}.`;
    return [{ sentence, proposal }];
  }
  if (/^\/health\/?$/.test(path))
    return [{ sentence: 'The path /health is asked below this address; REST is at the root.', proposal }];
  if (!/^\/ws(\/ws)?\/?$/.test(path)) return [];
  return [{ sentence: `The path ${path} is that of the socket; REST is at the root.`, proposal }];
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
