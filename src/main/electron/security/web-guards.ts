import { app, shell, type WebContents } from 'electron';
import type { Logger } from '../../core/log/log.ts';
import { mayOpenOutside } from './outside-links.ts';

/**
 * Keeps every web page of the app where it is: no navigation, no redirect, no new window, no webview, in no frame.
 * Links to known hosts open in the system's browser.
 */
export function guardWebContents(log: Logger): void {
  app.on('web-contents-created', (_event, contents) => guard(contents, log));
}

function guard(contents: WebContents, log: Logger): void {
  const refused = (what: string, address: string): void =>
    log.warn({ what, origin: originOf(address) }, 'a page was kept where it is');

  contents.on('will-frame-navigate', (event) => {
    // A page that loads itself anew stays where it is.
    if (event.isMainFrame && event.url === contents.getURL()) return;
    event.preventDefault();
    refused('navigation', event.url);
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
    refused('redirect', event.url);
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    refused('webview', '');
  });
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url);
    else refused('window', url);
    return { action: 'deny' };
  });
}

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : '';
}
