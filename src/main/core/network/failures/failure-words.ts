import { say, sentence, type Code, type Sentence } from '../../../../shared/words/all-words.ts';

type Why = Extract<Code, `end.why-${string}`>;

// What Node, ws, undici and OpenSSL call failures, by code or by text, in words that tell people what to look at.
const byCode: readonly (readonly [RegExp, Why])[] = [
  [/^HPE_/, 'end.why-http'],
  [/^CERT_HAS_EXPIRED$/, 'end.why-cert-expired'],
  [/^CERT_NOT_YET_VALID$/, 'end.why-cert-early'],
  [/SELF_SIGNED_CERT|^UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)/, 'end.why-cert-unknown'],
  [/CERT_ALTNAME_INVALID$/, 'end.why-cert-name'],
  [/^ERR_SSL_(WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG)|^EPROTO$/, 'end.why-no-tls'],
  [
    /^ERR_SSL_.*ALERT_HANDSHAKE_FAILURE|UNSUPPORTED_PROTOCOL|NO_SHARED_CIPHER|PROTOCOL_VERSION/,
    'end.why-no-cipher',
  ],
  [/^ERR_SSL_.*(ALERT|CERTIFICATE)/, 'end.why-tls-refused'],
  [/^ERR_(SSL|TLS|OSSL)/, 'end.why-tls'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET|ERR_STREAM_PREMATURE_CLOSE)$/, 'end.why-dropped'],
  [/^(ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'end.why-no-answer'],
  [/^ECONNREFUSED$/, 'end.why-refused'],
  [/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_FAIL)$/, 'end.why-no-name'],
  [/^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|EADDRNOTAVAIL)$/, 'end.why-no-route'],
  [/^(EMFILE|ENFILE)$/, 'end.why-too-many'],
  [/^(EACCES|EPERM)$/, 'end.why-firewall'],
  [/^WS_ERR_UNSUPPORTED/, 'end.why-too-long'],
  [/^WS_ERR_INVALID_UTF8$/, 'end.why-no-utf8'],
  [/^WS_ERR_UNEXPECTED_RSV|^Z_/, 'end.why-compression'],
  [/^WS_ERR_/, 'end.why-no-frames'],
  [/^UND_ERR_|^ERR_HTTP|^ERR_INVALID_HTTP/, 'end.why-bad-http'],
];
const byText: readonly (readonly [RegExp, Why])[] = [
  [/Sec-WebSocket-Extensions/i, 'end.why-extension'],
  [/Sec-WebSocket-Accept|Upgrade header|Sec-WebSocket-Version|subprotocol/i, 'end.why-no-websocket'],
  [/handshake has timed out|timed? ?out/i, 'end.why-no-answer'],
  [/socket hang up|socket disconnected|premature close|other side closed|aborted/i, 'end.why-dropped'],
  [/^Parse Error/i, 'end.why-http'],
  [/wrong version number|packet length too long|http request/i, 'end.why-no-tls'],
  [/SSL|TLS|certificate/i, 'end.why-tls'],
];

/** Why a connection failed, as the end of a sentence; `null` for what is not known here. */
export function whyOfFailure(code: string, message: string): Sentence | null {
  const why = find(code, message);
  return why === null ? null : sentence(why);
}

/** The same in words. */
export function wordsOfFailure(code: string, message: string): string | null {
  const why = find(code, message);
  return why === null ? null : say(why);
}

function find(code: string, message: string): Why | null {
  const found =
    byCode.find(([pattern]) => pattern.test(code)) ?? byText.find(([pattern]) => pattern.test(message));
  return found?.[1] ?? null;
}
