import { app } from 'electron';
import { createCaptureHost } from '../capture/capture.ts';
import { servePages } from '../window/window.ts';
import { connectUi } from './connect-ui.ts';
import { startDesktopCore } from './desktop-core.ts';
import type { Core } from '../../core/core.ts';
import { stoppable } from '../../core/lifecycle/lifecycle.ts';
import { prepareBase, type DesktopBase, type DesktopStart } from './desktop-base.ts';
import { placeTray } from '../tray/tray.ts';
import { createNotify } from '../system/system.ts';
import { installPermissions, guardWebContents } from '../security/security.ts';

/**
 * Puts the app together: the tray at once, then the core, then the window. What was started is stopped when a later
 * part cannot start.
 * @throws AppError `storage-failed` when the data folder cannot be used, `busy` when another host uses it
 */
export async function startDesktop(start: DesktopStart): Promise<void> {
  const base = await prepareBase(start);
  const starting = assemble(base);
  endAtSignals(base, starting);
  try {
    await starting;
  } catch (error) {
    await base.services.stop();
    throw error;
  }
}

/**
 * From here on a signal ends the app in order. Before all of it has started, it is awaited: threads that are cut off while
 * they open the database could take the process with them. A second signal does not wait.
 */
function endAtSignals({ services }: DesktopBase, starting: Promise<void>): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      void starting
        .catch(() => undefined)
        .then(() => services.stop())
        .finally(() => app.exit(0));
    });
}

async function assemble(base: DesktopBase): Promise<void> {
  const { log, platform, clock, pages, services, built } = base;
  guardWebContents(log);
  const started = Promise.withResolvers<Pick<Core, 'openAudio'>>();
  servePages(built('../renderer'), async (...asked) => (await started.promise).openAudio(...asked));
  const capture = createCaptureHost({
    pageUrl: pages.capture,
    preload: built('../preload/capture.cjs'),
    platform,
    clock,
    log,
  });
  services.add(
    'capture page',
    stoppable(() => capture.stop()),
  );
  installPermissions({ isCapturePage: (contents) => capture.isCapturePage(contents), platform, log });

  const tray = await placeTray(base);
  const notify = createNotify(() => tray.act({ do: 'open' }));
  const core = await startDesktopCore(base, { capture, notify, hasTray: tray.icon !== null });
  started.resolve(core);
  await connectUi(base, { core, tray, notify, capture });
  log.info({ sinceStartMs: Math.round(performance.now()) }, 'the app is ready');
}
