import type { IpcRenderer, IpcRendererEvent } from 'electron';
import type { createMembrane } from './membrane.ts';
import type { FromPage, IsolatedWorldOptions, Question, ToPage } from './messages.ts';
import type { decodeValue, encodeValue } from './values.ts';

type Tools = {
  encodeValue: typeof encodeValue;
  decodeValue: typeof decodeValue;
  createMembrane: typeof createMembrane;
  /** The binding that only this world sees. */
  toHost: (text: string) => void;
};

/** What a preload gets from `require('electron')`; everything else of Electron throws. */
type PreloadElectron = {
  contextBridge: Pick<Electron.ContextBridge, 'exposeInMainWorld'>;
  ipcRenderer: Pick<
    IpcRenderer,
    | 'on'
    | 'once'
    | 'off'
    | 'addListener'
    | 'removeListener'
    | 'removeAllListeners'
    | 'send'
    | 'invoke'
    | 'postMessage'
  >;
};

/**
 * The isolated world of a window's page: what Electron's renderer side gives a sandboxed preload, and the way to the
 * stand-in for what the main world's script asks. Written into the page, hence self-contained.
 */
export function installIsolatedWorld(
  options: IsolatedWorldOptions,
  { encodeValue, decodeValue, createMembrane, toHost }: Tools,
): {
  require(name: string): unknown;
  process: unknown;
  receive(text: string): void;
  failed(error: unknown): void;
} {
  type Listener = (event: IpcRendererEvent, ...args: unknown[]) => void;
  const listeners = new Map<string, { listener: Listener; call: Listener }[]>();
  const answers = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  const ports = new Map<number, MessagePort>();
  const portNumbers = new Map<object, number>();
  let next = 0;

  /** Names what is missing instead of answering `undefined`. */
  function only<T extends object>(what: string, members: T): T {
    return new Proxy(members, {
      get(target, key) {
        if (typeof key === 'symbol' || key in target) return Reflect.get(target, key) as unknown;
        throw new Error(`electron-host: ${what}.${key} is not part of the stand-in`);
      },
    });
  }

  function tell(message: FromPage): void {
    toHost(encodeValue(message, (candidate) => portNumbers.get(candidate)));
  }

  /** The page's end of a channel stays here, and what comes out of it goes to the stand-in. */
  function adopt(port: MessagePort, number: number): void {
    ports.set(number, port);
    portNumbers.set(port, number);
    port.addEventListener('message', (event) => {
      for (const sent of event.ports) lend(sent);
      tell({ kind: 'port-message', port: number, data: event.data, ports: [...event.ports] });
    });
    port.addEventListener('close', () => {
      ports.delete(number);
      tell({ kind: 'port-closed', port: number });
    });
    port.start();
  }

  /** A port that leaves the page. Ours are odd, the stand-in's even. */
  function lend(port: MessagePort): void {
    next += 1;
    adopt(port, next * 2 + 1);
  }

  /** A port that comes into the page: a real one, whose other end is adopted. */
  function arrive(number: number): MessagePort {
    const channel = new MessageChannel();
    adopt(channel.port2, number);
    return channel.port1;
  }

  function ask(question: Question): Promise<unknown> {
    next += 1;
    const id = next;
    return new Promise((resolve, reject) => {
      answers.set(id, { resolve, reject });
      tell({ kind: 'ask', id, question });
    });
  }

  function receive(text: string): void {
    const message = decodeValue(text, arrive) as ToPage;
    switch (message.kind) {
      case 'message': {
        const event = { sender: ipcRenderer, ports: message.ports } as unknown as IpcRendererEvent;
        for (const { call } of [...(listeners.get(message.channel) ?? [])]) call(event, ...message.args);
        return;
      }
      case 'answer': {
        const waiting = answers.get(message.id);
        answers.delete(message.id);
        if (message.ok) waiting?.resolve(message.value);
        else waiting?.reject(message.value);
        return;
      }
      case 'port-message':
        ports.get(message.port)?.postMessage(message.data, message.ports as MessagePort[]);
        return;
      case 'close-port': {
        const port = ports.get(message.port);
        ports.delete(message.port);
        port?.close();
        return;
      }
      case 'visibility':
        showVisibility(message.isVisible);
        return;
    }
  }

  function add(channel: string, listener: Listener, call: Listener): void {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, call }]);
  }
  function remove(channel: string, listener: Listener): void {
    listeners.set(
      channel,
      (listeners.get(channel) ?? []).filter((known) => known.listener !== listener),
    );
  }

  const ipcRenderer: PreloadElectron['ipcRenderer'] = only('ipcRenderer', {
    on(channel: string, listener: Listener) {
      add(channel, listener, listener);
      return ipcRenderer as never;
    },
    once(channel: string, listener: Listener) {
      add(channel, listener, (event, ...args) => {
        remove(channel, listener);
        listener(event, ...args);
      });
      return ipcRenderer as never;
    },
    off(channel: string, listener: Listener) {
      remove(channel, listener);
      return ipcRenderer as never;
    },
    addListener: (channel: string, listener: Listener) => ipcRenderer.on(channel, listener),
    removeListener: (channel: string, listener: Listener) => ipcRenderer.off(channel, listener),
    removeAllListeners(channel?: string) {
      if (channel === undefined) listeners.clear();
      else listeners.delete(channel);
      return ipcRenderer as never;
    },
    send: (channel: string, ...args: unknown[]) => tell({ kind: 'send', channel, args }),
    invoke(channel: string, ...args: unknown[]) {
      next += 1;
      const id = next;
      return new Promise<unknown>((resolve, reject) => {
        answers.set(id, { resolve, reject });
        tell({ kind: 'invoke', id, channel, args });
      });
    },
    postMessage(channel: string, message: unknown, transfer: MessagePort[] = []) {
      for (const port of transfer) lend(port);
      tell({ kind: 'post-message', channel, message, ports: transfer });
    },
  });

  const membrane = createMembrane(options.secret, 'isolated', () => undefined);
  // The main world's script takes this before a page's own script runs.
  let showVisibility: (isVisible: boolean) => void = () => undefined;
  membrane.expose(options.secret, {
    ask,
    windowOpen: (url: string) => tell({ kind: 'window-open', url }),
    onVisibility(show: (isVisible: boolean) => void) {
      showVisibility = show;
    },
  });

  const electron = only('electron (in a preload)', {
    contextBridge: only('contextBridge', {
      exposeInMainWorld(name: string, api: unknown) {
        membrane.expose(name, api);
      },
    }),
    ipcRenderer,
  }) satisfies PreloadElectron;

  return {
    require(name) {
      if (name === 'electron') return electron;
      throw new Error(`module not found: ${name}`);
    },
    process: only('process (in a preload)', options.process),
    receive,
    failed: (error) =>
      tell({ kind: 'preload-error', error: error instanceof Error ? error : new Error(String(error)) }),
  };
}
