import type { BrowserWindow } from 'electron';
import { serveBridge } from '../../../shared/contract/bridge.ts';

import type { Handlers } from '../../../shared/contract/contract.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import type { Logger } from '../../core/log/log.ts';
import { createWindowWire } from './window-wire.ts';

/** Connects a window's page to the core; a page that is loaded anew begins anew. */
export function connectWindow(
  window: BrowserWindow,
  options: { core: { handlers: Handlers; topics: TopicHub }; origin: string; log: Logger },
): void {
  const { core, origin, log } = options;
  const { webContents } = window;

  function serve(): () => void {
    return serveBridge(createWindowWire(webContents, { origin, log }), {
      ...core,
      onDefect: (error) =>
        log.error({ err: error, problem: messageOf(error) }, 'a command failed unexpectedly'),
    });
  }

  let stop = serve();
  const again = (): void => {
    stop();
    stop = serve();
  };
  webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) again();
  });
  webContents.on('render-process-gone', again);
  window.on('closed', () => stop());
}
