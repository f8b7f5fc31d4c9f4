// What Node, ws, undici and OpenSSL call failures, by code or by text, in words that tell people what to look at.
const byCode: readonly (readonly [RegExp, string])[] = [
  [/^HPE_/, 'what answers there does not speak HTTP: check the port'],
  [
    /^ERR_SSL_(WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG)|^EPROTO$/,
    'what answers there does not speak TLS: check the port, or the scheme of the address',
  ],
  [
    /^ERR_SSL_.*ALERT_HANDSHAKE_FAILURE|UNSUPPORTED_PROTOCOL|NO_SHARED_CIPHER|PROTOCOL_VERSION/,
    'the two sides know no version or cipher of TLS in common',
  ],
  [
    /^ERR_SSL_.*(ALERT|CERTIFICATE)/,
    'the other side refused our part of TLS; it may want a certificate of ours',
  ],
  [/^ERR_(SSL|TLS|OSSL)/, 'TLS could not be agreed on'],
  [
    /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET|ERR_STREAM_PREMATURE_CLOSE)$/,
    'the other side dropped it',
  ],
  [/^(ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'no answer came in time'],
  [/^ECONNREFUSED$/, 'nothing answers at this address'],
  [/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_FAIL)$/, 'the name cannot be looked up'],
  [/^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|EADDRNOTAVAIL)$/, 'this network does not reach it'],
  [/^(EMFILE|ENFILE)$/, 'this machine has too many files and connections open'],
  [/^(EACCES|EPERM)$/, 'this machine does not allow it: look at its firewall'],
  [/^WS_ERR_UNSUPPORTED/, 'a message came that is too long'],
  [/^WS_ERR_INVALID_UTF8$/, 'text came that is not UTF-8'],
  [
    /^WS_ERR_UNEXPECTED_RSV|^Z_/,
    'frames came that are no frames of a WebSocket, or whose compression cannot be read',
  ],
  [/^WS_ERR_/, 'frames came that are no frames of a WebSocket'],
  [/^UND_ERR_|^ERR_HTTP|^ERR_INVALID_HTTP/, 'the answer is not proper HTTP'],
];
const byText: readonly (readonly [RegExp, string])[] = [
  [
    /Sec-WebSocket-Extensions/i,
    'the answer names an extension that was not offered (Sec-WebSocket-Extensions)',
  ],
  [
    /Sec-WebSocket-Accept|Upgrade header|Sec-WebSocket-Version|subprotocol/i,
    'the answer is not that of a WebSocket: check the address',
  ],
  [/handshake has timed out|timed? ?out/i, 'no answer came in time'],
  [
    /socket hang up|socket disconnected|premature close|other side closed|aborted/i,
    'the other side dropped it',
  ],
  [/^Parse Error/i, 'what answers there does not speak HTTP: check the port'],
  [
    /wrong version number|packet length too long|http request/i,
    'what answers there does not speak TLS: check the port, or the scheme of the address',
  ],
  [/SSL|TLS|certificate/i, 'TLS could not be agreed on'],
];

/** Why a connection failed, as the end of a sentence; `null` for what is not known here. */
export function wordsOfFailure(code: string, message: string): string | null {
  const found =
    byCode.find(([pattern]) => pattern.test(code)) ?? byText.find(([pattern]) => pattern.test(message));
  return found?.[1] ?? null;
}
