/**
 * A way to pass JSON-like messages both ways: an Electron port, a WebSocket, a MessagePort.
 * Messages arrive whole and in order, or not at all once the wire is closed.
 */
export type Wire = {
  post(message: unknown): void;
  /** Returns a function that ends the listening. */
  listen(onMessage: (message: unknown) => void): () => void;
};

/** The one Electron channel that messages between a window and the core travel on, both ways. */
export const bridgeChannel = 'scrumbot';

/** The Electron channel on which the capture page is handed its end of a message port. */
export const captureChannel = 'scrumbot-capture';
