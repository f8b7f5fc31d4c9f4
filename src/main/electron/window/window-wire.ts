import { ipcMain, type IpcMainEvent, type WebContents } from 'electron';
import { bridgeChannel, type Wire } from '../../../shared/contract/wire.ts';
import type { Logger } from '../../core/log/log.ts';
import { readArrival } from './arrival.ts';

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
export function logUnknownSenders(isServed: (contents: WebContents) => boolean, log: Logger): void {
  ipcMain.on(bridgeChannel, (event) => {
    if (isServed(event.sender)) return;
    log.warn({ reason: 'another window' }, 'a message to the core was refused');
  });
}
