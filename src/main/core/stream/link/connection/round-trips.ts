import type { Clock } from '../../../ports/ports.ts';

/** How long pings take to be answered. */
export type RoundTrips = {
  sent(token: string): void;
  /** Milliseconds since the oldest open ping of this token; `null` when none is open. */
  answered(token: string): number | null;
};

/** A peer answers pings in their order, and may answer only the newest of several: those before it are answered too. */
export function createRoundTrips(clock: Clock): RoundTrips {
  let open: { token: string; atMs: number }[] = [];
  return {
    sent(token) {
      open.push({ token, atMs: clock.monotonicMs() });
    },
    answered(token) {
      const at = open.findIndex((ping) => ping.token === token);
      const ping = open[at];
      if (ping === undefined) return null;
      open = open.slice(at + 1);
      return Math.round((clock.monotonicMs() - ping.atMs) * 10) / 10;
    },
  };
}
