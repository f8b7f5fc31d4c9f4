import { usualStress, type VerificationRequest } from '../../../../shared/verification/verification.ts';
import type { MachineLimits } from './machine-watch.ts';

/** How much a run does, and how long it waits. */
export type Work = {
  handshakes: number;
  /** Between two chunks of a second each, ms: below 1,000 it is faster than real time. */
  chunkEveryMs: number;
  stress: { connections: number; chunks: number; everyMs: number };
  /** Connections that are left without a word, and how many at a time between two looks at the memory. */
  abandoned: { connections: number; batch: number };
  /** How old a connection that nobody uses has to become before it is asked whether it still lives. */
  idleMs: number;
  /** So long nothing comes while an answer is owed, and it is given up. */
  answerMs: number;
  /** Also what takes long and what asks for much, such as a frame of 16 MiB. */
  isThorough: boolean;
  limits: Limits;
};

/** What is still in order. */
export type Limits = {
  /** Of an answer to HANDSHAKE beyond the round trip: the testing guide's bar for processing an event. */
  handshakeP50Ms: number;
  handshakeP95Ms: number;
  /** From the third second of speech to its words. A buffer holds 3 s: whoever takes longer falls behind. */
  firstResultMs: number;
  /**
   * MB by which a server may grow with each abandoned connection; the reference grows by 0.29 for ever, one of Node by 0.11
   * at first, which it frees later.
   */
  growthMb: number;
  /** MB by which this process may grow over a run. */
  ownGrowthMb: number;
  /** Beyond them latencies say more about this machine than about the target. */
  machine: MachineLimits;
};

const limits: Limits = {
  handshakeP50Ms: 100,
  handshakeP95Ms: 500,
  firstResultMs: 3_000,
  growthMb: 0.15,
  ownGrowthMb: 200,
  // A tenth of a core left, a quarter of the time in the queue for a core, or timers that run so late, and it is us who are slow.
  machine: { own: 0.9, waited: 0.25, lateMs: 1_000, pace: 1.5 },
};

type WorkRequest = Pick<VerificationRequest, 'quick' | 'connections' | 'chunks'>;

/** On loopback nothing is held up by a burst; elsewhere audio goes at twice the speed of speech. */
export function workFor(request: WorkRequest, isLoopback: boolean): Work {
  const { quick, connections, chunks } = request;
  return {
    handshakes: quick ? 20 : 100,
    chunkEveryMs: isLoopback ? 150 : 500,
    stress: {
      connections: connections ?? usualStress.connections,
      chunks: chunks ?? usualStress.chunks,
      everyMs: 100,
    },
    abandoned: { connections: 200, batch: 10 },
    // A half-open connection of the simulation shows after 10 s.
    idleMs: 11_000,
    answerMs: quick ? 12_000 : 45_000,
    isThorough: !quick,
    limits,
  };
}
