import type { AnalysisReport } from '../../../../shared/events/findings.ts';
import type { StoredEvent } from '../../../../shared/events/events.ts';
import type { ProcessReport } from '../../../../shared/settings/targets/processes.ts';
import type { ClockSkew, ProbeReport } from '../../../../shared/settings/targets/probe.ts';
import type { Target } from '../../../../shared/settings/targets/targets.ts';
import type { PartId, SoakSoFar, VerificationFigures } from '../../../../shared/verification/verification.ts';
import type { Dial } from '../../network/network.ts';
import type { Clock, RecordEvent, RecordFrame } from '../../ports/ports.ts';
import type { Acquaintance } from './acquaintance.ts';
import { connect, type BenchConnection, type Received } from './connect.ts';
import type { Work } from './work.ts';
import type { Sentence } from '../../../../shared/words/all-words.ts';

/** What became of the shipped speech as one meeting. */
export type SpokenMeeting = {
  sessionId: string;
  connection: BenchConnection;
  /** When each chunk went, monotonic ms. */
  sentMs: number[];
  endedMs: number;
  complete: Received | null;
  seconds: number;
  /** Why times in it say more about this machine than about the target; `null` when they do not. */
  bottleneck: Sentence | null;
  /** So often it was spoken, for want of a machine with nothing else to do. */
  tries: number;
};

export type ServerMemory = { bytes: number; processes: number };

/** How a figure grows with another, with its range of 95 % confidence; `null` of too few points. */
export type SlopeOf = (
  points: readonly { x: number; y: number }[],
) => { slope: number; low: number; high: number } | null;

/** What a run works with: the target, everything recorded, and what earlier phases found out. */
export type Bench = {
  runId: string;
  target: Target;
  dial: Dial;
  /** Whether the target is inside this process. */
  isOwn: boolean;
  /** What turns audio into words when it is. */
  engine: string | null;
  work: Work;
  soakMin: number;
  /** What an earlier start of the app left of the soak; `null` when it begins. */
  soakSoFar: SoakSoFar | null;
  /** Keeps how far it is, for the next one. */
  keepSoak(soFar: SoakSoFar): void;
  version: string;
  clock: Clock;
  signal: AbortSignal;
  /** Until a quick run has to be over, ms; without end for any other. */
  leftMs(): number;
  speech: Int16Array;
  /** A new session for a phase's events. */
  session(part: PartId): string;
  open(sessionId: string, generation?: number): Promise<BenchConnection>;
  /** Everything recorded of a session so far, oldest first. */
  events(sessionId: string): Promise<StoredEvent[]>;
  analyse(sessionId: string): Promise<AnalysisReport>;
  probe(): Promise<ProbeReport>;
  /** How far the target's clock is from ours, as its probe found; `null` when none was made, or it names no time. */
  knownClock(): Promise<ClockSkew | null>;
  /** One spoken meeting from start to end, which several phases look at. */
  spoken(): Promise<SpokenMeeting>;
  acquaintance: Acquaintance;
  /** Memory of the processes behind the target's port, bytes; `null` where that cannot be read. */
  serverMemory(): Promise<ServerMemory | null>;
  /** What it runs as when it is a process of its own on this machine. */
  processes(): Promise<ProcessReport | null>;
  /** What this process held when the run began. */
  startedRssBytes: number;
  slopeOf: SlopeOf;
  figures: VerificationFigures;
  /** An earlier run's, to compare the traffic with; `null` without one. */
  baseline: { runId: string; figures: VerificationFigures } | null;
  /** What is being done, for people; `share` of the phase, 0 to 1. */
  doing(what: Sentence, share?: number): void;
  /** Resolves at once unless somebody asked for a pause. */
  whilePaused(): Promise<void>;
};

export type BenchPlumbing = {
  dial: Dial;
  target: string;
  version: string;
  clock: Clock;
  signal: AbortSignal;
  record: RecordEvent;
  recordFrame: RecordFrame;
  flushEvents: () => Promise<void>;
  listEvents: (filter: { sessionId: string; afterSeq: number; limit: number }) => Promise<StoredEvent[]>;
};

const pageRows = 5_000;

/** The part of a bench that opens connections and reads back what was recorded of them. */
export function createPlumbing(options: BenchPlumbing): Pick<Bench, 'open' | 'events'> {
  return {
    open: (sessionId, generation = 1) =>
      connect({ ...options, sessionId, generation, userAgent: `scrumbot-desktop/${options.version}` }),
    async events(sessionId) {
      await options.flushEvents();
      const all: StoredEvent[] = [];
      for (;;) {
        const page = await options.listEvents({ sessionId, afterSeq: all.at(-1)?.seq ?? 0, limit: pageRows });
        all.push(...page);
        if (page.length < pageRows) return all;
      }
    },
  };
}

export function noFigures(): VerificationFigures {
  return {
    handshakeP50Ms: null,
    firstResultMs: null,
    stressP95Ms: null,
    resultsPerTranscription: null,
    bytesInPerMinute: null,
    bytesOutPerMinute: null,
    messagesInPerMinute: null,
    serverGrowthMbPerConnection: null,
    traffic: [],
  };
}
