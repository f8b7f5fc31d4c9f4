import { directRoute, type Route } from './route.ts';

/** How a target is reached. */
export type Dial = {
  /** What is asked for; a token may be in its query, so it is not for events. */
  url: string;
  /** What the upgrade carries beside its own: credentials, and what a target wants to see. */
  headers: Readonly<Record<string, string>>;
  /** Which way there is now: networks change while a link waits. */
  findRoute: () => Promise<Route>;
};

/** The direct way to an address that wants no credential. */
export function directDial(url: string): Dial {
  return { url, headers: {}, findRoute: () => Promise.resolve(directRoute) };
}

/** Where a target's REST side is reached. */
export type RestPlace = {
  /** Without a slash at its end. */
  base: string;
  /** Credentials of the target, where they are for this address, too. */
  headers: Readonly<Record<string, string>>;
  findRoute: () => Promise<Route>;
};
