import { ipcMain, type IpcMainEvent, type WebContents, type WebFrameMain } from 'electron';
import { bridgeChannel, type Wire } from '../../shared/wire.ts';
import type { Logger } from '../core/log/logger.ts';

// A page asks in a few hundred characters; the longest setting is a thousand.
const mostChars = 1024 * 1024;

/** A message of a page as it arrived, and who sent it. */
export type Arrival = {
  frame: Pick<WebFrameMain, 'url' | 'parent'> | null;
  message: unknown;
};

/**
 * The parsed message, or why it is turned away. Only the main frame of our own page may speak, in JSON texts of at
 * most 1 MiB.
 */
export function readArrival(
  { frame, message }: Arrival,
  origin: string,
): { ok: true; message: unknown } | { ok: false; reason: string } {
  if (frame?.parent !== null) return { ok: false, reason: 'not a main frame' };
  if (!frame.url.startsWith(`${origin}/`)) return { ok: false, reason: 'not our page' };
  if (typeof message !== 'string') return { ok: false, reason: 'not a text' };
  if (message.length > mostChars) return { ok: false, reason: 'too big' };
  try {
    return { ok: true, message: JSON.parse(message) };
  } catch {
    return { ok: false, reason: 'not JSON' };
  }
}

/** A window's page as a wire: one JSON text a message, as on the socket of a browser. */
export function createWindowWire(contents: WebContents, options: { origin: string; log: Logger }): Wire {
  const { origin, log } = options;
  return {
    post(message) {
      if (!contents.isDestroyed()) contents.send(bridgeChannel, JSON.stringify(message));
    },
    listen(onMessage) {
      const hear = (event: IpcMainEvent, message: unknown): void => {
        if (event.sender !== contents) return;
        const read = readArrival({ frame: event.senderFrame, message }, origin);
        if (read.ok) onMessage(read.message);
        else log.warn({ reason: read.reason }, 'a message to the core was refused');
      };
      ipcMain.on(bridgeChannel, hear);
      return () => ipcMain.off(bridgeChannel, hear);
    },
  };
}

/** Notes messages of pages that have no wire: the capture page, or what should not be there at all. */
export function noteStrangers(isServed: (contents: WebContents) => boolean, log: Logger): void {
  ipcMain.on(bridgeChannel, (event) => {
    if (isServed(event.sender)) return;
    log.warn({ reason: 'another window' }, 'a message to the core was refused');
  });
}
