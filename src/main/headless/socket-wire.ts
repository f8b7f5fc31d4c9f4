import { WebSocket } from 'ws';
import type { Clock } from '../core/ports/ports.ts';
import type { Wire } from '../../shared/contract/wire.ts';

const heartbeatMs = 30_000;
// More than the longest answer (10,000 events): a page that lets so much wait is stuck, not slow.
const maxWaitingBytes = 32 * 1024 * 1024;

/**
 * A page's WebSocket as a wire: one JSON text frame a message. Frames that are not are answered by closing with
 * 1003 (binary) or 1007 (not JSON). `onClose` is called once.
 */
export function createSocketWire(socket: WebSocket, clock: Clock, onClose: () => void): Wire {
  let answered = true;
  const endHeartbeat = clock.every(heartbeatMs, () => {
    if (!answered) {
      socket.terminate();
      return;
    }
    answered = false;
    socket.ping();
  });
  socket.on('pong', () => {
    answered = true;
  });
  // ws closes a socket that failed by itself, with the code that tells the page why (1009 for a message too big).
  socket.on('error', () => undefined);
  socket.once('close', () => {
    endHeartbeat();
    onClose();
  });

  return {
    post(message) {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (socket.bufferedAmount > maxWaitingBytes) socket.terminate();
      else socket.send(JSON.stringify(message));
    },
    listen(onMessage) {
      const onFrame = (payload: Buffer, isBinary: boolean): void => {
        if (isBinary) {
          socket.close(1003, 'Text frames only');
          return;
        }
        let message: unknown;
        try {
          message = JSON.parse(payload.toString('utf8'));
        } catch {
          socket.close(1007, 'Not JSON');
          return;
        }
        onMessage(message);
      };
      socket.on('message', onFrame);
      return () => socket.off('message', onFrame);
    },
  };
}
