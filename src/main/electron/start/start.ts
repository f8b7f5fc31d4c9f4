import { createCaptureHost } from '../capture/capture-host.ts';
import { servePages } from '../window/app-protocol.ts';
import { startDesktopCore } from './desktop-core.ts';
import { prepareGround, stoppable, type DesktopGround, type DesktopStart } from './desktop-base.ts';
import { placeTray } from '../tray/early-tray.ts';
import { createNotify } from '../system/notify.ts';
import { installPermissions } from '../security/permissions.ts';
import { servePeople } from '../window/connect-ui.ts';
import { guardWebContents } from '../security/web-guards.ts';

/**
 * Puts the app together: the tray at once, then the core, then the window. What was started is stopped when a later
 * part cannot start.
 * @throws AppError `storage-failed` when the home folder cannot be used, `busy` when another host uses it
 */
export async function startDesktop(start: DesktopStart): Promise<void> {
  const ground = await prepareGround(start);
  try {
    await assemble(ground);
  } catch (error) {
    await ground.services.stop();
    throw error;
  }
}

async function assemble(ground: DesktopGround): Promise<void> {
  const { log, platform, clock, pages, services, built } = ground;
  guardWebContents(log);
  servePages(built('../renderer'));
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

  const tray = await placeTray(ground);
  const notify = createNotify(() => tray.act({ do: 'open' }));
  const core = await startDesktopCore(ground, { capture, notify, hasTray: tray.icon !== null });
  await servePeople(ground, { core, tray, notify });
  log.info({ sinceStartMs: Math.round(performance.now()) }, 'the app is ready');
}
