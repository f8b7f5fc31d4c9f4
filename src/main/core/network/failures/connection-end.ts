import { tell, type Sentence } from '../../../../shared/words/all-words.ts';
import { whyOfFailure } from './failure-words.ts';
import { outsideText } from './outside-text.ts';

/** Why a connection ended or did not come about, and whether another try can help. */
export type ConnectionEnd = {
  code: string;
  sentence: string;
  /** The same as a code. */
  said: Sentence;
  retry: boolean;
  /** Another credential would let it go on. */
  wantsCredential?: boolean;
  /** The target asked to be left alone for so long. */
  retryAfterMs?: number;
  /** What broke were compressed frames: without compression it may go well. */
  brokeCompression?: boolean;
};

// The rest is no more than a close.
const closeCodes = [1000, 1001, 1002, 1003, 1006, 1007, 1008, 1009, 1011, 1012, 1013] as const;

/** IANA's 3000 and 3003, and the numbers that servers make of HTTP's 401 and 403. */
const credentialCodes = new Set([3000, 3003, 4001, 4003, 4401, 4403]);

/** What a WebSocket close code means while we are recording. `reason` is the target's own text, as it came. */
export function endOfClose(code: number, reason = ''): ConnectionEnd {
  const said = outsideText(reason);
  const place = `code ${code}${said === '' ? '' : `: ${said}`}`;
  if (credentialCodes.has(code)) {
    const told = tell('end.wants-credential', { place });
    return { code: String(code), ...told, retry: false, wantsCredential: true };
  }
  const known = closeCodes.find((one) => one === code);
  const told = tell(known === undefined ? 'end.close' : `end.close-${known}`, { place });
  return { code: String(code), ...told, retry: code !== 1008 };
}

const networkCodes = {
  ECONNREFUSED: 'end.refused',
  ECONNRESET: 'end.dropped',
  EPIPE: 'end.dropped',
  EAI_AGAIN: 'end.no-lookup',
  ETIMEDOUT: 'end.no-answer',
  EHOSTUNREACH: 'end.no-route',
  ENETUNREACH: 'end.no-network',
  CERT_HAS_EXPIRED: 'end.cert-expired',
  CERT_NOT_YET_VALID: 'end.cert-early',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'end.cert-self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'end.cert-unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'end.cert-unknown',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'end.cert-unverified',
  ERR_TLS_CERT_ALTNAME_INVALID: 'end.cert-other-name',
  EPROTO: 'end.no-tls',
  ERR_SSL_WRONG_VERSION_NUMBER: 'end.no-tls',
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 'end.too-long',
  WS_ERR_INVALID_UTF8: 'end.no-utf8',
} as const;

/** Where an error may come from: the proxy, as long as it has opened no way. */
export type ErrorPlace = { proxy: string | null; hasTunnel: boolean };

/** What a failure of the network or of TLS means. */
export function endOfError(error: Error, place?: ErrorPlace): ConnectionEnd {
  const code = firstCode(error);
  if (isAtProxy(code, place)) return endAtProxy(code, place.proxy);
  if (code === 'ENOTFOUND') {
    return { code, ...tell('end.no-host', { host: hostIn(error) }), retry: true };
  }
  const told = isNetworkCode(code) ? tell(networkCodes[code]) : tellFailure(code, error.message);
  return { code, ...told, retry: true };
}

const isNetworkCode = (code: string): code is keyof typeof networkCodes => Object.hasOwn(networkCodes, code);

/** Node tells the name that it looked up; empty where it does not. */
function hostIn(error: Error): string {
  const { hostname } = error as Error & { hostname?: unknown };
  return typeof hostname === 'string' ? outsideText(hostname).replace(/\.$/, '') : '';
}

function tellFailure(code: string, message: string): Pick<ConnectionEnd, 'sentence' | 'said'> {
  const why = whyOfFailure(code, message);
  return why === null
    ? // Ours, or one that nobody has met yet.
      tell('end.failed', { why: outsideText(message) || code, code: '' })
    : tell('end.failed', { why, code: code === 'error' ? '' : code });
}

/** A certificate is the target's, and so seen through the proxy, unless the proxy itself speaks TLS. */
function isAtProxy(code: string, place: ErrorPlace | undefined): place is ErrorPlace & { proxy: string } {
  if (place === undefined || place.proxy === null || place.hasTunnel) return false;
  return place.proxy.startsWith('https:') || !/CERT|ALTNAME|UNABLE_TO/.test(code);
}

const proxyCodes = {
  ECONNREFUSED: 'end.proxy-refused',
  ENOTFOUND: 'end.proxy-not-found',
  EAI_AGAIN: 'end.proxy-no-lookup',
  ETIMEDOUT: 'end.proxy-no-answer',
} as const;

function endAtProxy(code: string, proxy: string): ConnectionEnd {
  const told = isProxyCode(code)
    ? tell(proxyCodes[code], { proxy })
    : tell('end.proxy-failed', { proxy, code });
  return { code: `proxy-${code}`, ...told, retry: true };
}

const isProxyCode = (code: string): code is keyof typeof proxyCodes => Object.hasOwn(proxyCodes, code);

/** Whether an end like this one comes of frames that are compressed: reserved bits, or bytes that do not inflate. */
export function isOfCompression({ code, said }: Pick<ConnectionEnd, 'code' | 'said'>): boolean {
  const { why } = said.params;
  return (
    code === '1002' ||
    code === '1007' ||
    /^(WS_ERR_UNEXPECTED_RSV|Z_)/.test(code) ||
    (typeof why === 'object' && 'code' in why && why.code === 'end.why-extension')
  );
}

/** Node wraps the failures of several addresses of one name; the first one tells the story. */
function firstCode(error: Error): string {
  if ('code' in error && typeof error.code === 'string') {
    return error.code === 'EPROTO' ? codeOfTls(error.message) : error.code;
  }
  if (error instanceof AggregateError) {
    for (const inner of error.errors) if (inner instanceof Error) return firstCode(inner);
  }
  return 'error';
}

/** A socket that fails in TLS says so in its text alone: `…:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version:…`. */
function codeOfTls(message: string): string {
  const reason = /SSL routines:[^:]*:([a-z\d ]+)/i.exec(message)?.[1];
  return reason === undefined ? 'EPROTO' : `ERR_SSL_${reason.trim().toUpperCase().replaceAll(' ', '_')}`;
}
