import type { Agent } from 'node:http';

/** The way to one address. */
export type Route = {
  /** The proxy with its login; `null` for the direct way. */
  proxyUrl: string | null;
  /** The proxy for people, without its login; `null` for the direct way. */
  proxy: string | null;
  /** The certificates that are trusted; `undefined` for the usual ones. */
  ca: string[] | undefined;
  /**
   * An agent for one connection, which `signal` breaks off while it is being made. `onAnswer` hears the status with
   * which an HTTP proxy answered: 200 is an open way.
   */
  agent: (signal: AbortSignal, onAnswer?: (status: number) => void) => Agent | undefined;
};

/** The direct way with the usual certificates. */
export const directRoute: Route = { proxyUrl: null, proxy: null, ca: undefined, agent: () => undefined };
