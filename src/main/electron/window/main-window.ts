import { app, BrowserWindow, screen, type WebContents } from 'electron';
import { messageOf } from '../../../shared/errors.ts';
import type { Clock } from '../../core/ports/ports.ts';
import type { Logger } from '../../core/log/log.ts';
import { pagePreferences } from '../security/security.ts';
import { placeWindow, readWindowBounds, saveWindowBounds, smallestSize } from './window-bounds.ts';

/** The one window. It is made when it is first shown, and closing it only hides it. */
export type MainWindow = {
  /** Shows the page, at a place in it such as `#/settings` when one is given. */
  show(hash?: string): Promise<void>;
  isVisible(): boolean;
  /** Whether these are the window's own page. */
  owns(contents: WebContents): boolean;
  isFocused(): boolean;
  /** For dialogs, which belong to the window when it is there to be seen. */
  visible(): BrowserWindow | null;
  destroy(): void;
};

export type MainWindowOptions = {
  /** Address of the page, without a hash. */
  pageUrl: string;
  preload: string;
  icon: string;
  boundsFile: string;
  platform: NodeJS.Platform;
  clock: Clock;
  log: Logger;
  /** Whether the app goes on without a window; if not, closing it means quitting. */
  staysInTray: () => boolean;
  onCreated: (window: BrowserWindow) => void;
  onVisibility: () => void;
};

const saveAfterMs = 500;
// A page that crashes at once again and again is left alone.
const crashPauseMs = 1_000;

export function createMainWindow(options: MainWindowOptions): MainWindow {
  const { pageUrl, platform, clock, log } = options;
  let window: BrowserWindow | null = null;
  let opening: Promise<BrowserWindow> | null = null;
  let cancelSave: () => void = () => undefined;
  let isQuitting = false;

  async function create(): Promise<BrowserWindow> {
    const saved = await readWindowBounds(options.boundsFile);
    const workAreas = screen.getAllDisplays().map((display) => display.workArea);
    const created = new BrowserWindow({
      ...placeWindow(saved, workAreas),
      minWidth: smallestSize.width,
      minHeight: smallestSize.height,
      show: false,
      title: 'ScrumBot',
      icon: options.icon,
      autoHideMenuBar: true,
      webPreferences: { ...pagePreferences, preload: options.preload },
    });
    if (saved?.isMaximized === true) created.maximize();
    window = created;
    options.onCreated(created);
    rememberBounds(created);
    created.on('close', (event) => {
      if (isQuitting) return;
      event.preventDefault();
      if (options.staysInTray()) created.hide();
      else app.quit();
    });
    created.on('closed', () => {
      window = null;
      opening = null;
    });
    // On macOS an app without a window has no place in the Dock either; the menu bar has it.
    created.on('hide', () => app.dock?.hide());
    for (const change of ['show', 'hide', 'minimize', 'restore'] as const) {
      // Each has a signature of its own in Electron's types.
      created.on(change as 'show', options.onVisibility);
    }
    created.webContents.on('render-process-gone', (_event, { reason }) => {
      log.error({ reason }, 'the page of the window ended');
      clock.after(crashPauseMs, () => {
        if (!created.isDestroyed()) void load(created, pageUrl);
      });
    });
    await load(created, pageUrl);
    return created;
  }

  function rememberBounds(of: BrowserWindow): void {
    const save = (): void => {
      if (of.isDestroyed()) return;
      const bounds = { bounds: of.getNormalBounds(), isMaximized: of.isMaximized() };
      saveWindowBounds(options.boundsFile, bounds).catch((error: unknown) =>
        log.warn({ problem: messageOf(error) }, 'the place of the window was not kept'),
      );
    };
    const saveSoon = (): void => {
      cancelSave();
      cancelSave = clock.after(saveAfterMs, save);
    };
    of.on('resize', saveSoon);
    of.on('move', saveSoon);
  }

  async function load(into: BrowserWindow, url: string): Promise<void> {
    await into.loadURL(url).catch((error: unknown) => {
      log.error({ problem: messageOf(error) }, 'the page of the window did not load');
    });
  }

  return {
    async show(hash) {
      opening ??= create();
      const shown = await opening;
      if (hash !== undefined) await load(shown, `${pageUrl}${hash}`);
      if (shown.isMinimized()) shown.restore();
      if (platform === 'darwin') {
        await app.dock?.show();
        app.focus({ steal: true });
      }
      shown.show();
      shown.focus();
    },
    isVisible: () => window !== null && window.isVisible() && !window.isMinimized(),
    owns: (contents) => window?.isDestroyed() === false && window.webContents === contents,
    isFocused: () => window?.isFocused() === true,
    visible: () => (window?.isVisible() === true ? window : null),
    destroy() {
      isQuitting = true;
      cancelSave();
      window?.destroy();
    },
  };
}
