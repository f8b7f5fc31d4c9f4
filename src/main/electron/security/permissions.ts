import {
  desktopCapturer,
  session,
  systemPreferences,
  webContents,
  type WebContents,
  type WebFrameMain,
} from 'electron';
import { messageOf } from '../../../shared/errors.ts';
import type { Logger } from '../../core/log/log.ts';
import { mayUse } from './permission-rules.ts';

/** Installs the session's handlers, once. `isCapturePage` knows the one page that may capture. */
export function installPermissions(options: {
  isCapturePage: (contents: WebContents) => boolean;
  platform: NodeJS.Platform;
  log: Logger;
}): void {
  const { isCapturePage, platform, log } = options;
  const { defaultSession } = session;

  defaultSession.setPermissionCheckHandler((contents, permission, _origin, details) =>
    mayUse({
      permission,
      isCapturePage: contents !== null && isCapturePage(contents),
      isMainFrame: details.isMainFrame,
      mediaTypes: details.mediaType === undefined ? [] : [details.mediaType],
    }),
  );

  defaultSession.setPermissionRequestHandler((contents, permission, callback, details) => {
    const mediaTypes = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const isCapture = isCapturePage(contents);
    const isGranted = mayUse({
      permission,
      isCapturePage: isCapture,
      isMainFrame: details.isMainFrame,
      mediaTypes,
    });
    if (!isGranted) {
      log.warn({ permission, isCapturePage: isCapture }, 'a permission was refused');
      callback(false);
    } else if (platform === 'darwin' && permission === 'media') {
      // macOS asks the person once; afterwards this answers at once.
      systemPreferences.askForMediaAccess('microphone').then(callback, () => callback(false));
    } else {
      callback(true);
    }
  });

  defaultSession.setDevicePermissionHandler(() => false);

  defaultSession.setDisplayMediaRequestHandler((request, callback) => {
    const isAllowed = isMainFrameOf(request.frame, isCapturePage) && request.audioRequested;
    if (!isAllowed) {
      log.warn('a page that may not wished to capture the screen');
      callback(null);
      return;
    }
    if (!request.videoRequested) {
      callback({ audio: 'loopback' });
      return;
    }
    // Some systems give the sound only along with a picture. The page throws the picture away.
    desktopCapturer
      .getSources({ types: ['screen'], thumbnailSize: { width: 0, height: 0 } })
      .then(([screen]) => callback(screen === undefined ? null : { video: screen, audio: 'loopback' }))
      .catch((error: unknown) => {
        log.warn({ problem: messageOf(error) }, 'the screens cannot be listed');
        callback(null);
      });
  });
}

function isMainFrameOf(
  frame: WebFrameMain | null,
  isCapturePage: (contents: WebContents) => boolean,
): boolean {
  if (frame?.parent !== null) return false;
  const contents = webContents.fromFrame(frame);
  return contents !== undefined && isCapturePage(contents);
}
