import type {
  IpcMainEvent,
  IpcMainInvokeEvent,
  MessagePortMain,
  Session as ElectronSession,
  WebContents as ElectronWebContents,
  WebFrameMain as ElectronFrame,
  WebPreferences,
} from 'electron';
import type { Host } from '../host.ts';
import { LoudEmitter, PreventableEvent } from '../loud.ts';
import type { StandInPort } from '../ports.ts';
import { openWindowPage, type PageSize, type WindowPage } from '../window-page.ts';
import type { IpcMain } from './ipc-main.ts';
import type { Session } from './session.ts';
import { WebFrameMain } from './web-frame-main.ts';

type OpenHandler = Parameters<ElectronWebContents['setWindowOpenHandler']>[0];

export type WebContentsOptions = {
  host: Host;
  ipcMain: IpcMain;
  session: Session;
  preferences: WebPreferences;
  size: PageSize;
  /** The process object of the preload. */
  process: Record<string, unknown>;
};

/** An event with what Electron puts on it since its events carry their details. */
class NavigationEvent extends PreventableEvent {
  readonly url: string;
  readonly isMainFrame: boolean;
  readonly isSameDocument: boolean;
  readonly frame: ElectronFrame;
  readonly initiator: ElectronFrame;

  constructor(url: string, isMainFrame: boolean, frame: ElectronFrame, isSameDocument = false) {
    super();
    this.isSameDocument = isSameDocument;
    this.url = url;
    this.isMainFrame = isMainFrame;
    this.frame = frame;
    this.initiator = frame;
  }
}

let lastId = 0;

export class WebContents
  extends LoudEmitter
  implements
    Pick<
      ElectronWebContents,
      | 'id'
      | 'mainFrame'
      | 'session'
      | 'send'
      | 'postMessage'
      | 'isDestroyed'
      | 'isCrashed'
      | 'getURL'
      | 'getOSProcessId'
      | 'loadURL'
      | 'reload'
      | 'executeJavaScript'
      | 'setWindowOpenHandler'
      | 'forcefullyCrashRenderer'
    >
{
  readonly id = (lastId += 1);
  readonly session: ElectronSession;
  readonly mainFrame: ElectronFrame;
  readonly #options: WebContentsOptions;
  readonly #opening: Promise<WindowPage>;
  #page: WindowPage | undefined;
  #url = '';
  #isDestroyed = false;
  #isCrashed = false;
  #openHandler: OpenHandler | undefined;
  #loading: { resolve(): void; reject(error: Error): void } | undefined;

  constructor(options: WebContentsOptions) {
    super();
    this.#options = options;
    this.session = options.session as unknown as ElectronSession;
    this.mainFrame = new WebFrameMain({
      url: () => this.#url,
      isDestroyed: () => this.#isDestroyed,
      executeJavaScript: (code, userGesture) => this.executeJavaScript(code, userGesture),
    }) as unknown as ElectronFrame;
    this.#opening = this.#open();
    // Whoever uses the page hears of it; a window that nobody uses must not end the process.
    this.#opening.catch(() => undefined);
  }

  /** The stand-in's: the page in Chromium, once it is there. */
  page(): Promise<WindowPage> {
    return this.#opening;
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#opening;
    if (this.#isDestroyed) throw new Error(`ERR_FAILED (-2) loading '${url}'`);
    const loaded = new Promise<void>((resolve, reject) => {
      this.#loading = { resolve, reject };
    });
    // The page may be closed before anybody waits for it.
    loaded.catch(() => undefined);
    const withoutFragment = (one: string): string => one.replace(/#.*$/, '');
    const isSameDocument =
      !this.#isCrashed && url.includes('#') && withoutFragment(url) === withoutFragment(this.#url);
    this.#isCrashed = false;
    this.#emitStart(url, isSameDocument);
    if (await page.load(url)) await loaded;
  }

  reload(): void {
    this.#isCrashed = false;
    this.#emitStart(this.#url);
    void this.#opening.then((page) => page.reload());
  }

  send(channel: string, ...args: unknown[]): void {
    this.#refuseWhenDestroyed();
    this.#page?.send(channel, args);
  }

  postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []): void {
    this.#refuseWhenDestroyed();
    this.#page?.send(channel, [message], transfer as unknown as StandInPort[]);
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    return (await this.#opening).evaluate(code, userGesture);
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  /** Chromium does not tell; 0 is what Electron says of a page without a process. */
  getOSProcessId(): number {
    return 0;
  }

  getURL(): string {
    return this.#url;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  isCrashed(): boolean {
    return this.#isCrashed;
  }

  forcefullyCrashRenderer(): void {
    this.#page?.crash();
  }

  /** Electron has it, too, and its types do not say so. */
  getLastWebPreferences(): WebPreferences | null {
    return this.#isDestroyed ? null : { ...this.#options.preferences };
  }

  /** The stand-in's: the window is gone. */
  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#loading?.reject(new Error(`ERR_FAILED (-2) loading '${this.#url}'`));
    void this.#opening.then((page) => page.close());
    this.emit('destroyed');
  }

  async #open(): Promise<WindowPage> {
    const { host, ipcMain, session, preferences, size } = this.#options;
    const contents = this as unknown as ElectronWebContents;
    const event = (ports: StandInPort[] = []): IpcMainEvent =>
      ({
        type: 'frame',
        sender: contents,
        senderFrame: this.mainFrame,
        ports,
        reply: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
      }) as unknown as IpcMainEvent;

    const page = await openWindowPage(
      await host.browser(),
      {
        preload: preferences.preload ?? null,
        size,
        addresses: host.addresses,
        process: this.#options.process,
      },
      {
        onIpc: (message) => {
          if (message.kind === 'send') {
            ipcMain.arrived(message.channel, event(), message.args);
            return;
          }
          Promise.try(() =>
            ipcMain.invoked(message.channel, event() as unknown as IpcMainInvokeEvent, message.args),
          ).then(
            (value) => page.answerInvoke(message.id, true, value),
            (error: unknown) => page.answerInvoke(message.id, false, error),
          );
        },
        onPostMessage: (channel, message, ports) => ipcMain.arrived(channel, event(ports), [message]),
        answer: (question) =>
          session.answer(question, {
            contents,
            frame: this.mainFrame,
            grant: (names) => page.grant(names),
          }),
        mayNavigate: (url, isMainFrame) => this.#mayNavigate(url, isMainFrame),
        onNavigation: (url, isSameDocument) => {
          this.#url = url;
          if (isSameDocument) this.emit('did-navigate-in-page', {}, url, true);
          else this.emit('did-navigate', {}, url, 200, 'OK');
        },
        onDomReady: () => this.emit('dom-ready', {}),
        onLoaded: () => {
          // The page that Chromium opens a window with is not one that the app loaded.
          if (this.#url === '' || this.#url === 'about:blank') return;
          this.emit('did-finish-load', {});
          this.#loading?.resolve();
          this.#loading = undefined;
        },
        onLoadFailed: (reason, url) => this.emit('did-fail-load', {}, -2, reason, url, true),
        onWindowOpen: (url) => this.#windowOpened(url),
        onCrash: () => {
          this.#isCrashed = true;
          this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
        },
        onPreloadError: (error) => this.emit('preload-error', {}, preferences.preload, error),
      },
    );
    this.#page = page;
    if (this.#isDestroyed) page.close();
    return page;
  }

  #refuseWhenDestroyed(): void {
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed');
  }

  #emitStart(url: string, isSameDocument = false): void {
    const event = new NavigationEvent(url, true, this.mainFrame, isSameDocument);
    this.emit('did-start-navigation', event, url, isSameDocument, true);
  }

  #mayNavigate(url: string, isMainFrame: boolean): boolean {
    const details = new NavigationEvent(url, isMainFrame, this.mainFrame);
    this.emit('will-frame-navigate', details);
    if (isMainFrame && !details.defaultPrevented) this.emit('will-navigate', details, url);
    if (isMainFrame && !details.defaultPrevented) this.#emitStart(url);
    return !details.defaultPrevented;
  }

  /** Chromium blocks or the stand-in closes what is opened; a handler that allows it asks for what is not here. */
  #windowOpened(url: string): void {
    const answer = this.#openHandler?.({
      url,
      frameName: '',
      features: '',
      disposition: 'foreground-tab',
      referrer: { url: this.#url, policy: 'strict-origin-when-cross-origin' },
    });
    if (answer?.action !== 'deny') {
      throw new Error(`electron-host: a window that a page opens (${url}) is not part of the stand-in.`);
    }
  }
}
