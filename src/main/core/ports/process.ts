/** A script of ours in a process of its own; whatever becomes of it takes nothing else along. */
export type ChildPort = {
  /** Anything that can be cloned; typed arrays stay what they are. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when it is gone or could not be started. */
  onExit(listener: (end: ProcessEnd) => void): void;
  kill(): void;
};

/** How a process ended: its code, or the signal that ended it, or why it never ran. */
export type ProcessEnd = { code: number | null; signal: string | null; problem?: string };

export type StartProcess = (entry: URL) => ChildPort;

/** What the process with the Whisper model is asked: first to load one, then for words. */
export type WhisperRequest =
  | { ask: 'load'; model: string }
  | { ask: 'words'; id: number; pcm: Int16Array; language: string | null; prompt: string | null };

/** What it answers. Times are milliseconds; a piece is a token, with the space before it where it begins a word. */
export type WhisperReply =
  | { is: 'loaded'; rssBytes: number }
  | { is: 'not-loaded'; why: 'binding' | 'model'; reason: string }
  | { is: 'words'; id: number; heard: WhisperHeard; rssBytes: number }
  | { is: 'no-words'; id: number; reason: string };

export type WhisperHeard = {
  text: string;
  language: string | null;
  pieces: { text: string; startMs: number; endMs: number }[];
};

/** A process with all that it started. */
export type ProcessTree = {
  pid: number;
  name: string | null;
  pids: number[];
  memoryBytes: number;
  /** Of one core; `null` where that cannot be told. */
  cpuPercent: number | null;
  uptimeSec: number | null;
};

/** What was seen of processes and ports of this machine at one moment. */
export type ProcessLook = {
  /** Who listens on each port, those that share a family as one. */
  listeners: { port: number; trees: ProcessTree[] }[];
  /** Those that were named by their id and are there. */
  named: ProcessTree[];
};
