import { expect, it } from 'vitest';
import { endOfError } from '../../../../../src/main/core/network/network.ts';

const failure = (message: string, code?: string): Error =>
  Object.assign(new Error(message), code !== undefined && { code });

it.each([
  [failure('Parse Error: Expected HTTP/, RTSP/ or ICE/', 'HPE_INVALID_CONSTANT'), /does not speak HTTP/],
  [failure('Parse Error: Missing expected CR after header value'), /does not speak HTTP/],
  [failure('Invalid Sec-WebSocket-Accept header'), /not a WebSocket handshake/],
  [
    failure(
      'write EPROTO 80AB:error:0A00010B:SSL routines:ssl3_get_record:wrong version number',
      'ERR_SSL_WRONG_VERSION_NUMBER',
    ),
    /does not speak TLS/,
  ],
  [
    failure(
      'error:0A000410:SSL routines::ssl/tls alert handshake failure',
      'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    ),
    /no TLS version or cipher/,
  ],
  [
    failure(
      'error:0A00045C:SSL routines::tlsv13 alert certificate required',
      'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    ),
    /want a client certificate/,
  ],
  [failure('Invalid WebSocket frame: invalid opcode 7', 'WS_ERR_INVALID_OPCODE'), /not WebSocket frames/],
  [failure('Client network socket disconnected before secure TLS connection was established'), /dropped it/],
  [failure('other side closed', 'UND_ERR_SOCKET'), /dropped it/],
])('says %s in words of its own', (error, words) => {
  const { sentence } = endOfError(error);
  expect(sentence).toMatch(words);
  expect(sentence).not.toContain(error.message);
});
