import type {
  BrowserWindow as ElectronWindow,
  BrowserWindowConstructorOptions,
  Rectangle,
  WebContents as ElectronWebContents,
} from 'electron';
import type { Host } from '../host.ts';
import { LoudEmitter, PreventableEvent } from '../loud.ts';
import type { IpcMain } from './ipc-main.ts';
import type { Session } from './session.ts';
import { WebContents } from './web-contents.ts';

export type WindowSurroundings = {
  host: Host;
  ipcMain: IpcMain;
  session: Session;
  process: Record<string, unknown>;
  onContentsCreated(contents: WebContents): void;
  onAllClosed(): void;
};

type Implemented =
  | 'id'
  | 'webContents'
  | 'loadURL'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'focus'
  | 'blur'
  | 'isFocused'
  | 'minimize'
  | 'restore'
  | 'maximize'
  | 'unmaximize'
  | 'isMaximized'
  | 'isMinimized'
  | 'isVisible'
  | 'isDestroyed'
  | 'destroy'
  | 'close'
  | 'getBounds'
  | 'setBounds'
  | 'getNormalBounds'
  | 'getTitle'
  | 'setTitle';

/** The class, for one app: windows know their app's ipcMain and session. */
export function createBrowserWindowClass(surroundings: WindowSurroundings) {
  const open: BrowserWindow[] = [];
  let lastId = 0;
  let focused: BrowserWindow | null = null;

  const takeFocus = (window: BrowserWindow | null): void => {
    focused = window;
  };

  class BrowserWindow extends LoudEmitter implements Pick<ElectronWindow, Implemented> {
    static getAllWindows(): ElectronWindow[] {
      return open.map((window) => window as unknown as ElectronWindow);
    }

    static fromWebContents(contents: ElectronWebContents): ElectronWindow | null {
      return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null;
    }

    static getFocusedWindow(): ElectronWindow | null {
      return focused as unknown as ElectronWindow | null;
    }

    readonly id = (lastId += 1);
    readonly #contents: WebContents;
    #title: string;
    #isVisible = false;
    #isMinimized = false;
    #isMaximized = false;
    #isDestroyed = false;
    #bounds: Rectangle;

    constructor(options: BrowserWindowConstructorOptions = {}) {
      super();
      const { width = 800, height = 600, x = 0, y = 0 } = options;
      this.#bounds = { x, y, width, height };
      this.#title = options.title ?? 'Electron';
      this.#contents = new WebContents({
        ...surroundings,
        preferences: options.webPreferences ?? {},
        size: { width, height },
      });
      open.push(this);
      surroundings.onContentsCreated(this.#contents);
      // Hidden from the start, a page is still visible to itself, as in Electron.
      if (options.show !== false) this.show();
    }

    get webContents(): ElectronWebContents {
      return this.#contents as unknown as ElectronWebContents;
    }

    loadURL(url: string): Promise<void> {
      this.#refuseWhenDestroyed();
      return this.#contents.loadURL(url);
    }

    show(): void {
      this.showInactive();
      this.focus();
    }

    showInactive(): void {
      this.#refuseWhenDestroyed();
      if (this.#isVisible) return;
      this.#isVisible = true;
      void this.#follow(!this.#isMinimized);
      this.emit('show', {});
    }

    hide(): void {
      this.#refuseWhenDestroyed();
      if (!this.#isVisible) return;
      this.#isVisible = false;
      this.blur();
      void this.#follow(false);
      this.emit('hide', {});
    }

    focus(): void {
      if (!this.#isVisible || focused === this) return;
      focused?.blur();
      takeFocus(this);
      this.emit('focus', {});
    }

    blur(): void {
      if (focused !== this) return;
      takeFocus(null);
      this.emit('blur', {});
    }

    isFocused(): boolean {
      return focused === this;
    }

    minimize(): void {
      if (this.#isMinimized) return;
      this.#isMinimized = true;
      void this.#follow(false);
      this.emit('minimize', {});
    }

    restore(): void {
      if (!this.#isMinimized) return;
      this.#isMinimized = false;
      void this.#follow(this.#isVisible);
      this.emit('restore', {});
    }

    maximize(): void {
      if (this.#isMaximized) return;
      this.#isMaximized = true;
      this.emit('maximize', {});
      if (!this.#isVisible) this.show();
    }

    unmaximize(): void {
      if (!this.#isMaximized) return;
      this.#isMaximized = false;
      this.emit('unmaximize', {});
    }

    isMaximized(): boolean {
      return this.#isMaximized;
    }

    isMinimized(): boolean {
      return this.#isMinimized;
    }

    isVisible(): boolean {
      return this.#isVisible && !this.#isMinimized;
    }

    isDestroyed(): boolean {
      return this.#isDestroyed;
    }

    getBounds(): Rectangle {
      return { ...this.#bounds };
    }

    getNormalBounds(): Rectangle {
      return { ...this.#bounds };
    }

    setBounds(bounds: Partial<Rectangle>): void {
      const before = this.#bounds;
      this.#bounds = { ...before, ...bounds };
      const { width, height, x, y } = this.#bounds;
      if (width !== before.width || height !== before.height) {
        void this.#contents.page().then((page) => page.setSize({ width, height }));
        this.emit('resize', {});
        this.emit('resized', {});
      }
      if (x !== before.x || y !== before.y) {
        this.emit('move', {});
        this.emit('moved', {});
      }
    }

    getTitle(): string {
      return this.#title;
    }

    setTitle(title: string): void {
      this.#title = title;
    }

    close(): void {
      if (this.#isDestroyed) return;
      const event = new PreventableEvent();
      this.emit('close', event);
      if (!event.defaultPrevented) this.destroy();
    }

    destroy(): void {
      if (this.#isDestroyed) return;
      this.#isDestroyed = true;
      this.blur();
      open.splice(open.indexOf(this), 1);
      this.#contents.destroy();
      this.emit('closed', {});
      if (open.length === 0) surroundings.onAllClosed();
    }

    #refuseWhenDestroyed(): void {
      if (this.#isDestroyed) throw new TypeError('Object has been destroyed');
    }

    /** A page is visible to itself only while its window is, or always when it asked not to be throttled. */
    async #follow(isVisible: boolean): Promise<void> {
      if (!isVisible && this.#contents.getLastWebPreferences()?.backgroundThrottling === false) return;
      const page = await this.#contents.page().catch(() => null);
      if (!this.#isDestroyed) page?.setVisible(isVisible);
    }
  }
  return BrowserWindow;
}
