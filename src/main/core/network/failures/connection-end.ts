import { wordsOfFailure } from './failure-words.ts';
import { outsideText } from './outside-text.ts';

/** Why a connection ended or did not come about, and whether another try can help. */
export type ConnectionEnd = {
  code: string;
  sentence: string;
  retry: boolean;
  /** Another credential would let it go on. */
  wantsCredential?: boolean;
  /** The target asked to be left alone for so long. */
  retryAfterMs?: number;
  /** What broke were compressed frames: without compression it may go well. */
  brokeCompression?: boolean;
};

const closeSentences: Readonly<Record<number, string>> = {
  1000: 'The target closed the connection unexpectedly',
  1001: 'The target is going away (it is being stopped or restarted)',
  1002: 'The target reported a protocol error',
  1003: 'The target does not accept this kind of message',
  1006: 'The connection was lost',
  1007: 'The target could not read a message',
  1008: 'The target refused our messages (policy)',
  1009: 'The target says a message is too big',
  1011: 'The target had an internal error',
  1012: 'The target is restarting',
  1013: 'The target is overloaded',
};

/** IANA's 3000 and 3003, and the numbers that servers make of HTTP's 401 and 403. */
const credentialCodes = new Set([3000, 3003, 4001, 4003, 4401, 4403]);

/** What a WebSocket close code means while we are recording. `reason` is the target's own text, as it came. */
export function endOfClose(code: number, reason = ''): ConnectionEnd {
  const said = outsideText(reason);
  const place = `code ${code}${said === '' ? '' : `: ${said}`}`;
  if (credentialCodes.has(code)) {
    const sentence = `The target wants another credential (${place}). Nothing more is sent until it has one.`;
    return { code: String(code), sentence, retry: false, wantsCredential: true };
  }
  const sentence = closeSentences[code] ?? 'The target closed the connection';
  return { code: String(code), sentence: `${sentence} (${place}).`, retry: code !== 1008 };
}

const unknownAuthority =
  'Nothing was sent. If the target or the network has an authority of its own, give its certificate as CA file.';

const noTls =
  'What answers at this address does not speak TLS. Check the port, or use ws:// on this machine.';

const networkSentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing answers at this address: the target is not running, or the port is wrong.',
  ECONNRESET: 'The target dropped the connection.',
  EPIPE: 'The target dropped the connection.',
  EAI_AGAIN: "Host names can't be looked up right now. Check the network.",
  ETIMEDOUT: 'The target does not answer in time.',
  EHOSTUNREACH: 'The target cannot be reached from this network.',
  ENETUNREACH: 'This machine has no network.',
  CERT_HAS_EXPIRED: "The target's certificate has expired. Nothing was sent.",
  CERT_NOT_YET_VALID:
    "The target's certificate is not valid yet. Nothing was sent. Check this machine's clock.",
  DEPTH_ZERO_SELF_SIGNED_CERT: `The target's certificate is self-signed. ${unknownAuthority}`,
  SELF_SIGNED_CERT_IN_CHAIN: `The target's certificate comes from an unknown authority. ${unknownAuthority}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `The target's certificate comes from an unknown authority. ${unknownAuthority}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `The target's certificate cannot be verified. ${unknownAuthority}`,
  ERR_TLS_CERT_ALTNAME_INVALID: "The target's certificate is for another name. Nothing was sent.",
  EPROTO: noTls,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH:
    'The target sent a message of more than 16 MiB, which was not taken; the connection was closed.',
  WS_ERR_INVALID_UTF8: 'The target sent text that is not UTF-8; the connection was closed.',
};

/** Where an error may come from: the proxy, as long as it has opened no way. */
export type ErrorPlace = { proxy: string | null; hasTunnel: boolean };

/** What a failure of the network or of TLS means. */
export function endOfError(error: Error, place?: ErrorPlace): ConnectionEnd {
  const code = firstCode(error);
  if (isAtProxy(code, place)) return endAtProxy(code, place.proxy);
  if (code === 'ENOTFOUND') {
    const sentence = `Can't find ${hostIn(error)}. Check the address and the network.`;
    return { code, sentence, retry: true };
  }
  return {
    code,
    sentence: networkSentences[code] ?? sentenceOf(code, error.message),
    retry: true,
  };
}

/** Node tells the name that it looked up. */
function hostIn(error: Error): string {
  const { hostname } = error as Error & { hostname?: unknown };
  return typeof hostname === 'string'
    ? `host ${outsideText(hostname).replace(/\.$/, '')}`
    : "the target's host";
}

function sentenceOf(code: string, message: string): string {
  const words = wordsOfFailure(code, message);
  if (words !== null) return `The connection failed: ${words}${code === 'error' ? '' : ` (${code})`}.`;
  // Ours, or one that nobody has met yet.
  return `The connection failed: ${outsideText(message) || code}.`;
}

/** A certificate is the target's, and so seen through the proxy, unless the proxy itself speaks TLS. */
function isAtProxy(code: string, place: ErrorPlace | undefined): place is ErrorPlace & { proxy: string } {
  if (place === undefined || place.proxy === null || place.hasTunnel) return false;
  return place.proxy.startsWith('https:') || !/CERT|ALTNAME|UNABLE_TO/.test(code);
}

const proxySentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'is not running, or its port is wrong',
  ENOTFOUND: "can't be found",
  EAI_AGAIN: "can't be looked up right now",
  ETIMEDOUT: 'does not answer in time',
};

function endAtProxy(code: string, proxy: string): ConnectionEnd {
  const why = proxySentences[code] ?? `did not connect to the target (${code})`;
  return {
    code: `proxy-${code}`,
    sentence: `The proxy ${proxy} ${why}. Check HTTPS_PROXY, the system's settings, or those of the target.`,
    retry: true,
  };
}

/** Whether an end like this one comes of frames that are compressed: reserved bits, or bytes that do not inflate. */
export function isOfCompression(code: string, sentence: string): boolean {
  return (
    code === '1002' ||
    code === '1007' ||
    /^(WS_ERR_UNEXPECTED_RSV|Z_)/.test(code) ||
    sentence.includes('Sec-WebSocket-Extensions')
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
