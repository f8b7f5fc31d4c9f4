/** What travels between a page's isolated world and the stand-in, as text of `encodeValue`. */

export type FromPage =
  | { kind: 'send'; channel: string; args: unknown[] }
  | { kind: 'invoke'; id: number; channel: string; args: unknown[] }
  | { kind: 'post-message'; channel: string; message: unknown; ports: object[] }
  | { kind: 'port-message'; port: number; data: unknown; ports: object[] }
  | { kind: 'port-closed'; port: number }
  | { kind: 'ask'; id: number; question: Question }
  | { kind: 'window-open'; url: string }
  | { kind: 'preload-error'; error: Error };

export type ToPage =
  | { kind: 'message'; channel: string; args: unknown[]; ports: object[] }
  | { kind: 'answer'; id: number; ok: boolean; value: unknown }
  | { kind: 'port-message'; port: number; data: unknown; ports: object[] }
  | { kind: 'close-port'; port: number }
  | { kind: 'visibility'; isVisible: boolean };

/** What Chromium would ask Electron before it lets a page do something. */
export type Question =
  | { about: 'permission'; permission: string; details: Record<string, unknown> }
  | { about: 'permission-check'; permission: string; details: Record<string, unknown> }
  | { about: 'display-media'; videoRequested: boolean; audioRequested: boolean; userGesture: boolean };

/** An answer to a display-media question: what to hand to the page, or that it is denied. */
export type DisplayMediaAnswer =
  | { granted: true; video: boolean; audio: boolean; loopbackLabel: string | null }
  | { granted: false; error: string; message: string };

export type IsolatedWorldOptions = {
  /** Name of the DOM events between this page's two worlds; a page cannot guess it. */
  secret: string;
  /** What the preload's `process` says. */
  process: Record<string, unknown>;
};
