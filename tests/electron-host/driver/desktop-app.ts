import type { Page } from 'playwright-core';
import type { DialogView, MenuView, TrayView } from '../app-side/recorder.ts';
import type { HostEnvironment } from '../host/environment.ts';
import type { TestChromium } from './chromium.ts';

/** A function that runs in the app's main process. It is sent as text: it sees its arguments and globals only. */
export type AppSide<A, R> = (electron: typeof Electron.CrossProcessExports, argument: A) => R | Promise<R>;

export type Ended = { code: number | null; signal: NodeJS.Signals | null; output: string };

/** The running desktop app, whatever it runs in. */
export type DesktopApp = {
  /** Runs a function in the main process and answers what it returns. */
  evaluate<R>(run: AppSide<undefined, R>): Promise<R>;
  evaluate<A, R>(run: AppSide<A, R>, argument: A): Promise<R>;
  /** The page of a window by its address, such as `index.html`; waits for it. */
  page(name: string): Promise<Page>;
  /** Runs a script in every page that is opened from now on, before its own. */
  addInitScript(script: () => void): Promise<void>;
  tray(): Promise<TrayView | null>;
  clickTray(): Promise<void>;
  /** Clicks an item by the labels that lead to it. */
  clickTrayItem(...labels: string[]): Promise<void>;
  applicationMenu(): Promise<MenuView[]>;
  clickMenuItem(...labels: string[]): Promise<void>;
  dialogs(): Promise<DialogView[]>;
  answerDialog(button: string): Promise<void>;
  errorBoxes(): Promise<{ title: string; content: string }[]>;
  notifications(): Promise<{ title: string; body: string }[]>;
  openedUrls(): Promise<string[]>;
  /** Makes the system's power events happen: suspend, resume, lock-screen, unlock-screen, shutdown. */
  power(event: string): Promise<void>;
  /** Everything it has printed so far. */
  output(): string;
  pid: number;
  ended: Promise<Ended>;
  /** Ends it, however it is, and what it started. */
  end(): Promise<void>;
};

export type DesktopAppOptions = {
  /** Words of the command line after the app. */
  args?: readonly string[];
  environment?: NodeJS.ProcessEnv;
  /** Where the stand-in's windows are opened; real Electron has its own Chromium. */
  chromium: TestChromium;
  /** The folder of package.json, whose `main` is run. */
  appPath?: string;
  /** What this desktop has and lacks; the stand-in's only. */
  desktop?: Partial<HostEnvironment['desktop']>;
  /** Another system to play, as far as it shows in `process.platform`; the stand-in's only. */
  platform?: NodeJS.Platform;
  /** The label of the microphone that stands for the system's loopback; the stand-in's only. */
  loopbackLabel?: string;
};

/** What the two kinds of app have to give; the rest is the same for both. */
export type AppCore = Pick<DesktopApp, 'page' | 'addInitScript' | 'output' | 'pid' | 'ended' | 'end'> & {
  evaluate(source: string, argument: unknown): Promise<unknown>;
};

export function createDesktopApp(core: AppCore): DesktopApp {
  const evaluate = ((run: AppSide<unknown, unknown>, argument?: unknown) =>
    core.evaluate(run.toString(), argument)) as DesktopApp['evaluate'];
  return {
    ...core,
    evaluate,
    tray: () => evaluate(() => globalThis.desktopRecorder.tray()),
    clickTray: () => evaluate(() => globalThis.desktopRecorder.clickTray('click')),
    clickTrayItem: (...labels) =>
      evaluate((_electron, path) => globalThis.desktopRecorder.clickMenuItem('tray', path), labels),
    applicationMenu: () => evaluate(() => globalThis.desktopRecorder.menu('application')),
    clickMenuItem: (...labels) =>
      evaluate((_electron, path) => globalThis.desktopRecorder.clickMenuItem('application', path), labels),
    dialogs: () => evaluate(() => globalThis.desktopRecorder.dialogs()),
    answerDialog: (button) =>
      evaluate((_electron, label) => globalThis.desktopRecorder.answerDialog(label), button),
    errorBoxes: () => evaluate(() => globalThis.desktopRecorder.errorBoxes()),
    notifications: () => evaluate(() => globalThis.desktopRecorder.notifications()),
    openedUrls: () => evaluate(() => globalThis.desktopRecorder.openedUrls()),
    power: (event) =>
      evaluate(({ powerMonitor }, name) => {
        powerMonitor.emit(name, { preventDefault: () => undefined });
      }, event),
  };
}
