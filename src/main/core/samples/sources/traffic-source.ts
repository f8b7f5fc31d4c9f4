import type { Standing, Status } from '../../../../shared/session/status.ts';
import type { Clock } from '../../ports/ports.ts';
import type { SampleSource } from '../sampler.ts';
import type { Timings } from './timings.ts';

/** What goes to the target and comes from it, a second; how long its pings take; what waits. */
export function createTrafficSource(options: {
  clock: Clock;
  facts: () => Standing;
  /** Of the pings answered since the last look. */
  roundTrips: Timings;
}): SampleSource {
  const { clock, roundTrips, facts } = options;
  let before: { sessionId: string; atMs: number; bytes: Status['bytes']; retried: number } | null = null;

  // Since when something has waited in the sockets at every look.
  let fullSinceMs: number | null = null;

  return {
    name: 'traffic',
    setActive() {
      before = null;
      fullSinceMs = null;
    },
    read() {
      const { session, bytes, socketWaitingBytes, queuedSec, chunks, connection } = facts();
      if (session?.mode !== 'stream' || connection.phase === 'stopped') {
        before = null;
        return {};
      }
      const nowMs = clock.monotonicMs();
      const figures: Record<string, number> = {
        'link.queuedSec': queuedSec,
        'link.unconfirmed': chunks.pending,
      };
      if (typeof socketWaitingBytes === 'number') {
        figures['link.waitingBytes'] = socketWaitingBytes;
        fullSinceMs = socketWaitingBytes === 0 ? null : (fullSinceMs ?? nowMs);
        figures['link.waitingSec'] = fullSinceMs === null ? 0 : (nowMs - fullSinceMs) / 1_000;
      } else {
        fullSinceMs = null;
      }
      const [p50, p95] = [roundTrips.quantile(0.5), roundTrips.quantile(0.95)];
      if (p50 !== null && p95 !== null) {
        figures['link.roundTripP50Ms'] = p50;
        figures['link.roundTripP95MaxMs'] = p95;
      }
      roundTrips.clear();
      const seconds = before === null ? 0 : (nowMs - before.atMs) / 1_000;
      if (before?.sessionId === session.sessionId && seconds > 0) {
        figures['net.outBytesPerSec'] = Math.max(0, bytes.out - before.bytes.out) / seconds;
        figures['net.inBytesPerSec'] = Math.max(0, bytes.in - before.bytes.in) / seconds;
        figures['net.plainOutBytesPerSec'] = Math.max(0, bytes.plainOut - before.bytes.plainOut) / seconds;
        figures['net.retriesPerSec'] = Math.max(0, chunks.retried - before.retried) / seconds;
      }
      before = { sessionId: session.sessionId, atMs: nowMs, bytes: { ...bytes }, retried: chunks.retried };
      return figures;
    },
  };
}
