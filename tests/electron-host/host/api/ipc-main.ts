import type { IpcMain as ElectronIpcMain, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { LoudEmitter } from '../loud.ts';

type Invoked = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;

export class IpcMain extends LoudEmitter implements Pick<ElectronIpcMain, 'handle' | 'removeHandler'> {
  readonly #handlers = new Map<string, Invoked>();

  handle(channel: string, handler: Invoked): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    this.#handlers.set(channel, handler);
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** The stand-in's: a page's `send` or `postMessage`. */
  arrived(channel: string, event: IpcMainEvent, args: unknown[]): void {
    this.emit(channel, event, ...args);
  }

  /** The stand-in's: a page's `invoke`. */
  invoked(channel: string, event: IpcMainInvokeEvent, args: unknown[]): unknown {
    const handler = this.#handlers.get(channel);
    if (handler === undefined) {
      throw new Error(`Error invoking remote method '${channel}': No handler registered for '${channel}'`);
    }
    return handler(event, ...args);
  }
}
