import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { UiServerOptions } from '../../../src/main/headless/ui-server.ts';
import { serveBridge } from '../../../src/shared/contract/bridge.ts';

import type { Wire } from '../../../src/shared/contract/wire.ts';
import { serveTinyPage } from '../../support/ui-server.ts';

type Core = UiServerOptions['core'];

/** Serves a core and opens a page's end of a wire to it. `onDefect` hears of what the host logs as a defect. */
export type OpenWire = (core: Core, onDefect: (error: unknown) => void) => Promise<Wire>;

export const openMessagePort: OpenWire = (core, onDefect) => {
  const { port1, port2 } = new MessageChannel();
  const stopServing = serveBridge(portWire(port1), { ...core, onDefect });
  onTestFinished(() => {
    stopServing();
    port1.close();
  });
  return Promise.resolve(portWire(port2));
};

function portWire(port: MessagePort): Wire {
  return {
    post: (message) => port.postMessage(message),
    listen(onMessage) {
      port.on('message', onMessage);
      return () => port.off('message', onMessage);
    },
  };
}

export const openWebSocket: OpenWire = async (core, onDefect) => {
  const server = await serveTinyPage(core, { onDefect });
  const { cookie, bridgePath } = await server.logIn();
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${bridgePath}`, {
    origin: server.origin,
    headers: { cookie },
  });
  onTestFinished(() => socket.terminate());
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return socketWire(socket);
};

function socketWire(socket: WebSocket): Wire {
  return {
    post: (message) => socket.send(JSON.stringify(message)),
    listen(onMessage) {
      const pass = (payload: Buffer): void => onMessage(JSON.parse(payload.toString('utf8')));
      socket.on('message', pass);
      return () => socket.off('message', pass);
    },
  };
}
