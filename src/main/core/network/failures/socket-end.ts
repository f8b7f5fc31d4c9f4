import type { WebSocket } from 'ws';
import { tell } from '../../../../shared/words/all-words.ts';
import { endOfClose, endOfError, type ConnectionEnd } from './connection-end.ts';
import { endOfUpgradeAnswer } from './upgrade-answer.ts';

/**
 * Tells each time what ends a socket, or kept it from opening: the answer to its upgrade, an error, its close. The first is
 * the reason. `way` is read then: a proxy that has made the tunnel is no longer who answers.
 */
export function onSocketEnd(
  socket: WebSocket,
  at: { url: string; way: { proxy: string | null; hasTunnel: boolean }; nowMs: () => number },
  onEnd: (end: ConnectionEnd) => void,
): void {
  const { url, way, nowMs } = at;
  socket.on('unexpected-response', (_request, response) => {
    response.resume();
    const { statusCode: status = 0, headers } = response;
    const proxy = way.hasTunnel ? null : way.proxy;
    onEnd(endOfUpgradeAnswer({ status, headers, url, proxy, nowMs: nowMs() }));
  });
  let hasOpened = false;
  socket.on('open', () => {
    hasOpened = true;
  });
  socket.on('error', (error) => {
    const end = endOfError(error, way);
    const mayWantTls = !hasOpened && end.code === 'ECONNRESET' && url.startsWith('ws:');
    // A server of TLS hangs up on a request in the clear without a word.
    onEnd(mayWantTls ? { ...end, ...tell('end.dropped-perhaps-tls') } : end);
  });
  socket.on('close', (code, reason) => onEnd(endOfClose(code, reason.toString('utf8'))));
}
