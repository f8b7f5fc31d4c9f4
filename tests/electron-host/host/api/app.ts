import type { App as ElectronApp, CommandLine, LoginItemSettings, Settings } from 'electron';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../host.ts';
import { Loud, LoudEmitter, PreventableEvent, loud } from '../loud.ts';
import { createSingleInstance, type SingleInstance } from '../single-instance.ts';

type Implemented =
  | 'commandLine'
  | 'disableHardwareAcceleration'
  | 'enableSandbox'
  | 'exit'
  | 'focus'
  | 'getAppMetrics'
  | 'getAppPath'
  | 'getLoginItemSettings'
  | 'getName'
  | 'getPath'
  | 'getVersion'
  | 'hasSingleInstanceLock'
  | 'isPackaged'
  | 'isReady'
  | 'quit'
  | 'releaseSingleInstanceLock'
  | 'requestSingleInstanceLock'
  | 'setAppUserModelId'
  | 'setLoginItemSettings'
  | 'setName'
  | 'setPath'
  | 'whenReady';

/** Closes every window, and says whether all of them let it. */
export type CloseWindows = () => boolean;

export class App extends LoudEmitter implements Pick<ElectronApp, Implemented> {
  readonly commandLine: CommandLine = new Switches() as unknown as CommandLine;
  readonly isPackaged: boolean;
  /** There on macOS alone. */
  readonly dock: Electron.Dock | undefined = process.platform === 'darwin' ? dock() : undefined;
  readonly #appPath: string;
  readonly #paths = new Map<string, string>();
  readonly #package: { name: string; version: string };
  #closeWindows: CloseWindows = () => true;
  #name: string;
  #isReady = false;
  #isQuitting = false;
  #instance: SingleInstance | null = null;
  #loginItem: Settings = {};

  /** Of its own process alone: those of Chromium are not its children. */
  getAppMetrics(): Electron.ProcessMetric[] {
    const workingSetSize = Math.round(process.memoryUsage.rss() / 1024);
    return [
      {
        type: 'Browser',
        pid: process.pid,
        creationTime: 0,
        cpu: { percentCPUUsage: 0, idleWakeupsPerSecond: 0 },
        memory: { workingSetSize, peakWorkingSetSize: workingSetSize },
      },
    ];
  }

  constructor({ environment }: Host) {
    super();
    this.#appPath = environment.appPath;
    this.isPackaged = environment.isPackaged;
    this.#package = JSON.parse(readFileSync(join(this.#appPath, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
    };
    this.#name = this.#package.name;
    // As in Electron: not before the entry file has run once.
    setImmediate(() => {
      this.#isReady = true;
      this.emit('will-finish-launching');
      this.emit('ready', {}, {});
    });
  }

  /** The stand-in's: how `quit` reaches the windows. */
  connectWindows(close: CloseWindows): void {
    this.#closeWindows = close;
  }

  /** The stand-in's: the last window is gone. */
  allWindowsClosed(): void {
    if (this.#isQuitting) return;
    if (this.listenerCount('window-all-closed') === 0) this.quit();
    else this.emit('window-all-closed');
  }

  whenReady(): Promise<void> {
    return this.#isReady ? Promise.resolve() : new Promise((resolve) => this.once('ready', () => resolve()));
  }

  isReady(): boolean {
    return this.#isReady;
  }

  quit(): void {
    if (this.#isQuitting) return;
    const event = new PreventableEvent();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#isQuitting = true;
    if (!this.#closeWindows()) {
      this.#isQuitting = false;
      return;
    }
    const last = new PreventableEvent();
    this.emit('will-quit', last);
    if (last.defaultPrevented) this.#isQuitting = false;
    else this.exit(0);
  }

  exit(exitCode = 0): void {
    this.emit('quit', {}, exitCode);
    this.releaseSingleInstanceLock();
    process.exit(exitCode);
  }

  requestSingleInstanceLock(): boolean {
    this.#instance ??= createSingleInstance(this.getPath('userData'), (argv, workingFolder) =>
      this.emit('second-instance', {}, argv, workingFolder, null),
    );
    return this.#instance.isFirst;
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance?.isFirst ?? false;
  }

  releaseSingleInstanceLock(): void {
    this.#instance?.release();
    this.#instance = null;
  }

  setName(name: string): void {
    this.#name = name;
  }

  getName(): string {
    return this.#name;
  }

  getVersion(): string {
    return this.#package.version;
  }

  getAppPath(): string {
    return this.#appPath;
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  getPath(name: Parameters<ElectronApp['getPath']>[0]): string {
    if (name === 'userData' && !this.#paths.has(name)) this.#useTemporaryFolder();
    const path = this.#paths.get(name) ?? (name === 'temp' ? tmpdir() : undefined);
    if (path !== undefined) return path;
    throw new Error(
      `electron-host: app.getPath('${name}') was not set before; the stand-in does not touch the user's own folders.`,
    );
  }

  /** An app that sets no folder gets one that goes with it. */
  #useTemporaryFolder(): void {
    const folder = mkdtempSync(join(tmpdir(), 'electron-host-'));
    this.setPath('userData', folder);
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  }

  getLoginItemSettings(): LoginItemSettings {
    return { openAtLogin: this.#loginItem.openAtLogin ?? false } as LoginItemSettings;
  }

  setLoginItemSettings(settings: Settings): void {
    this.#loginItem = settings;
  }

  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  disableHardwareAcceleration(): void {
    if (this.#isReady)
      throw new Error('app.disableHardwareAcceleration() can only be called before app is ready');
  }

  // What only a real desktop could show.
  readonly setAppUserModelId = (): void => undefined;
  readonly focus = (): void => undefined;
}

function dock(): Electron.Dock {
  const members = { show: () => Promise.resolve(), hide: () => undefined } satisfies Partial<Electron.Dock>;
  return loud('dock', members) as unknown as Electron.Dock;
}

class Switches extends Loud implements Pick<CommandLine, 'appendSwitch' | 'hasSwitch' | 'getSwitchValue'> {
  readonly #switches = new Map<string, string>();

  appendSwitch(name: string, value = ''): void {
    this.#switches.set(name, value);
  }

  hasSwitch(name: string): boolean {
    return this.#switches.has(name);
  }

  getSwitchValue(name: string): string {
    return this.#switches.get(name) ?? '';
  }
}
