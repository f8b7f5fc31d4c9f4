import { BrowserWindow, MessageChannelMain, type WebContents } from 'electron';
import type { SourceName } from '../../../shared/sound/audio.ts';
import type { CaptureRequest } from '../../../shared/sound/capture.ts';
import { AppError, saidBy } from '../../../shared/errors.ts';
import { createListeners } from '../../../shared/listeners.ts';
import { captureChannel } from '../../../shared/contract/wire.ts';
import type { Logger } from '../../core/log/log.ts';
import type { Capture, CapturePage, Clock } from '../../core/ports/ports.ts';
import { pagePreferences } from '../security/security.ts';
import { sentence } from '../../../shared/words/all-words.ts';

export type CaptureHost = Capture & {
  isCapturePage(contents: WebContents): boolean;
  /** Whether a page is kept that nobody captures with yet, because Record may be pressed any moment. */
  keepReady(isWanted: boolean): void;
  stop(): void;
};

/** What this system's page captures. On Linux a program hears the system's sound more dependably than Chromium. */
export function sourcesOfPage(platform: NodeJS.Platform): readonly SourceName[] {
  return platform === 'linux' ? ['microphone'] : ['system', 'microphone'];
}

// A page that is not needed costs 40 MB; one that is needed again soon should be there.
const idleMs = 30_000;
// Only a page that hangs is given up: a machine that has just been switched on needs half a minute for it.
const loadTimeoutMs = 60_000;

type Running = { window: BrowserWindow; page: Omit<CapturePage, 'release'>; end: (reason: string) => void };

/** The hidden page that captures sound. It is made when a source is opened, and again when it crashes or hangs. */
export function createCaptureHost(options: {
  pageUrl: string;
  preload: string;
  platform: NodeJS.Platform;
  clock: Clock;
  log: Logger;
}): CaptureHost {
  const { clock, log } = options;
  let running: Running | null = null;
  let opening: Promise<Running> | null = null;
  let users = 0;
  let cancelIdle: () => void = () => undefined;

  async function open(): Promise<Running> {
    const window = new BrowserWindow({
      show: false,
      title: 'ScrumBot capture',
      webPreferences: {
        ...pagePreferences,
        preload: options.preload,
        // Hidden pages are slowed down otherwise, and may not play, which is what an AudioContext does.
        backgroundThrottling: false,
        autoplayPolicy: 'no-user-gesture-required',
      },
    });
    const { port1, port2 } = new MessageChannelMain();
    const gone = Promise.withResolvers<null>();
    const listeners = createListeners<unknown>();
    let hasEnded = false;
    let sent: Promise<void> = Promise.resolve();

    function end(reason: string): void {
      if (hasEnded) return;
      hasEnded = true;
      log.info({ reason }, 'the capture page ended');
      running = null;
      port1.close();
      if (!window.isDestroyed()) window.destroy();
      gone.resolve(null);
    }

    port1.on('message', ({ data }) => listeners.tell(data));
    port1.on('close', () => end('its port was closed'));
    window.webContents.on('render-process-gone', (_event, { reason }) => end(reason));
    window.on('closed', () => end('its window was closed'));
    const made: Running = {
      window,
      end,
      page: {
        post(message) {
          // One after another: a stop must not overtake the start that waits for its gesture.
          sent = sent.then(async () => {
            if (needsGesture(message)) await pretendGesture(window);
            if (!hasEnded) port1.postMessage(message);
          });
        },
        listen: (onMessage) => listeners.add(onMessage),
        closed: gone.promise.then(() => undefined),
        discard: () => end('it does not answer'),
      },
    };
    // The session's handlers ask for it while it loads.
    running = made;
    const cancelTimeout = clock.after(loadTimeoutMs, () => end('it did not load in time'));
    try {
      await window.loadURL(options.pageUrl);
      window.webContents.postMessage(captureChannel, null, [port2]);
      port1.start();
    } catch (cause) {
      end('it did not load');
      throw new AppError('no-device', sentence('host.capture-page', { why: saidBy(cause) }), {
        cause,
      });
    } finally {
      cancelTimeout();
    }
    return made;
  }

  /** The page that runs, or the one that is being opened for somebody else already, or a new one. */
  function current(): Promise<Running> {
    if (opening !== null) return opening;
    if (running !== null) return Promise.resolve(running);
    opening = open().finally(() => {
      opening = null;
    });
    return opening;
  }

  async function openPage(): Promise<CapturePage> {
    cancelIdle();
    // Counted at once, or the page that is opening could be taken for idle.
    users += 1;
    const { page, end } = await current().catch((error: unknown) => {
      users -= 1;
      throw error;
    });
    let isReleased = false;
    return {
      ...page,
      release() {
        if (isReleased) return;
        isReleased = true;
        users -= 1;
        if (users > 0) return;
        cancelIdle();
        cancelIdle = clock.after(idleMs, () => end('nobody needs it'));
      },
    };
  }

  let ready: Promise<CapturePage | null> | null = null;

  return {
    sources: sourcesOfPage(options.platform),
    openPage,
    keepReady(isWanted) {
      if (isWanted === (ready !== null)) return;
      if (isWanted) {
        // Record opens it again, and tells what is wrong.
        ready = openPage().catch(() => null);
      } else {
        void ready?.then((page) => page?.release());
        ready = null;
      }
    },
    isCapturePage: (contents) =>
      running?.window.isDestroyed() === false && running.window.webContents === contents,
    stop() {
      cancelIdle();
      running?.end('the app stops');
    },
  };
}

/** Chromium shares what is played only after a click, which nobody can make in a hidden window. */
function needsGesture(message: unknown): boolean {
  const { type, source } = message as CaptureRequest & { source?: SourceName };
  return type === 'start' && source === 'system';
}

async function pretendGesture(window: BrowserWindow): Promise<void> {
  if (window.isDestroyed()) return;
  // A page that is gone meanwhile has no gesture to get.
  await window.webContents.executeJavaScript('undefined', true).catch(() => undefined);
}
