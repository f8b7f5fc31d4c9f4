import type { Wire } from '../../shared/contract/wire.ts';
import { isServerUp, logIn, storedKey, takeToken } from './access.ts';
import type { WaysIn } from './app-connection.ts';
import { openWebSocketWire } from './web-socket-wire.ts';

/** The window's own wire in the desktop app, a socket to the page's server in a browser. */
export function waysIn(page: Window): WaysIn {
  const wire = (page as { scrumbot?: Wire }).scrumbot;
  return wire === undefined ? waysToServer(page) : waysToWindow(wire);
}

function waysToServer(page: Window): WaysIn {
  const { protocol, host } = page.location;
  const url = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/bridge`;
  const store = page.localStorage;
  const token = takeToken(page);
  // A new address pasted over the old one changes the fragment only, which loads nothing by itself.
  page.addEventListener('hashchange', () => {
    if (page.location.hash.startsWith('#token=')) page.location.reload();
  });
  return {
    enter: () => (token === null ? Promise.resolve('granted') : logIn(token, store)),
    isUp: () => isServerUp(),
    openWire: () => openWebSocketWire(`${url}?key=${encodeURIComponent(storedKey(store) ?? '')}`),
  };
}

/** The core lives in the window's own app: this wire ends only with the window. */
function waysToWindow(wire: Wire): WaysIn {
  return {
    enter: () => Promise.resolve('granted'),
    isUp: () => Promise.resolve(true),
    openWire: () =>
      Promise.resolve({
        post: (message) => wire.post(message),
        listen: (onMessage) => wire.listen(onMessage),
        lost: new Promise<void>(() => undefined),
        close: () => undefined,
      }),
  };
}
