import type { Wire } from '../../shared/contract/wire.ts';

/** A wire that may break: `lost` resolves once, when no more messages can pass. */
export type BreakableWire = Wire & { lost: Promise<void>; close(): void };

// One that neither opens nor closes must not be waited for.
const usualMs = 10_000;

/**
 * Opens a socket that carries one JSON message a text frame.
 * Rejects when it closes before it was open, or is not open in time; a browser does not say why.
 */
export function openWebSocketWire(url: string, withinMs = usualMs): Promise<BreakableWire> {
  const socket = new WebSocket(url);
  const lost = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve());
  });
  const wire: BreakableWire = {
    post(message) {
      // A socket drops what is sent while it closes; the bridge then rejects the call when the wire is given up.
      socket.send(JSON.stringify(message));
    },
    listen(onMessage) {
      const pass = (event: MessageEvent<unknown>): void => {
        if (typeof event.data === 'string') onMessage(JSON.parse(event.data));
      };
      socket.addEventListener('message', pass);
      return () => socket.removeEventListener('message', pass);
    },
    lost,
    close: () => socket.close(),
  };
  return new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => socket.close(), withinMs);
    socket.addEventListener('open', () => {
      clearTimeout(tooLate);
      resolve(wire);
    });
    void lost.then(() => reject(new Error(`No socket at ${url}`)));
  });
}
