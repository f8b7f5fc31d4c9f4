import type { SourceName } from '../../../shared/sound/audio.ts';
import type { MediaAccess } from '../../../shared/sound/sound-check.ts';
import type { DesktopFacts } from '../../../shared/machine/desktop.ts';
import type { Logger } from '../log/log.ts';
import type { Mask } from '../secrecy/secrecy.ts';
import type { Capture } from './audio.ts';
import type { StartProcess } from './process.ts';

/** Both clocks and every timer, so that tests can hold time still. */
export type Clock = {
  /** Wall clock, ms since 1970. It may jump. */
  nowMs(): number;
  /** Never goes back; its zero has no meaning. */
  monotonicMs(): number;
  /** Runs once after `ms`, unless the returned function is called first. */
  after(ms: number, run: () => void): () => void;
  /** Runs every `ms` until the returned function is called. */
  every(ms: number, run: () => void): () => void;
};

/** Where things lie. */
export type Paths = {
  /** All data of this user: recordings, database, settings, logs. */
  home: string;
  /** The script of a worker thread or process: TypeScript in a checkout, a bundle when built. */
  workerEntry(
    name: 'writer-worker' | 'reader-worker' | 'bundle-worker' | 'tap-worker' | 'whisper-process',
  ): URL;
};

/** What a UI may know of a secret: whether there is one, its end, and how long it is kept. */
export type SecretState = {
  set: boolean;
  /** The last 4 characters of a secret that is long enough not to be given away by them. */
  lastFour: string | null;
  /**
   * `stored`: until it is cleared; `this-run`: nothing here can keep it safely, so it is gone with the process;
   * `environment`: a variable holds it, and wins over what is stored.
   */
  kept: 'stored' | 'file' | 'this-run' | 'environment';
};

/**
 * Keys and credentials by name, such as `groq`. Their values never enter settings, database, events, logs,
 * command lines or a UI. Each host keeps them where its system keeps such things.
 * All of it throws AppError `storage-failed` when the place cannot be read or written.
 */
export type Secrets = {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  clear(name: string): Promise<void>;
  describe(name: string): Promise<SecretState>;
};

/** Tells a person who is looking elsewhere; for what needs somebody to act, and nothing else. Returns at once. */
export type Notify = (notice: { title: string; body: string; urgency: 'normal' | 'critical' }) => void;

/** What a host on a desktop can do with its system. */
export type Desktop = {
  describe(): Promise<DesktopFacts>;
  /** @throws AppError `storage-failed` */
  setOpenAtLogin(on: boolean): Promise<void>;
  /** What the system says about recording a source; it does not know everything. */
  mediaAccess(source: SourceName): MediaAccess;
  /**
   * Opens the page of the system's settings where recording is allowed.
   * @throws AppError `not-found` where there is none
   */
  openSoundSettings(source: SourceName): Promise<void>;
  /** What the desktop runs for our windows, with the memory of each; where it tells. */
  listProcesses?(): DesktopProcess[];
  /** Shows a file in its folder. */
  showFile?(path: string): void;
  /** Where this person's downloads go; `null` when the system does not say. */
  downloadsFolder?(): string | null;
};

export type DesktopProcess = { kind: 'window' | 'capture' | 'gpu' | 'other'; rssBytes: number };

/** Asks the system about an address, as `FindProxyForURL` would answer: `PROXY proxy.example:3128; DIRECT`. */
export type AskSystemProxy = (url: string) => Promise<string>;

/** What a host starts the core with. */
export type CoreOptions = {
  /** A host that stays sends in the background what earlier sessions left undelivered. */
  resumesDelivery: boolean;
  paths: Paths;
  clock: Clock;
  log: Logger;
  version: string;
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  /** What takes secrets out of this process's log, and learns here of more. */
  mask?: Mask;
  /** What a host with a desktop brings along. */
  capture?: Capture;
  desktop?: Desktop;
  /** The host's own place for keys; a private file in the data folder where it has none. */
  secrets?: Secrets;
  /** What the host knows of the system's proxy; the environment's is found anyway. */
  systemProxy?: AskSystemProxy;
  /** How this host starts a process of its own kind; as Node does without it. */
  startProcess?: StartProcess;
  /** How this host tells people of alerts; its log and its pages have them anyway. */
  notify?: Notify;
};
