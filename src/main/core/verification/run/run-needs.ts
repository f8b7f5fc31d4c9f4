import type { AnalysisReport } from '../../../../shared/events/findings.ts';
import type { StoredEvent } from '../../../../shared/events/events.ts';
import type { ProcessReport } from '../../../../shared/settings/targets/processes.ts';
import type { ProbeReport } from '../../../../shared/settings/targets/probe.ts';
import type { Target } from '../../../../shared/settings/targets/targets.ts';
import type {
  VerificationFigures,
  VerificationProgress,
  VerificationRun,
} from '../../../../shared/verification/verification.ts';
import type { Dial } from '../../network/network.ts';
import type { Clock, RecordEvent, RecordFrame } from '../../ports/ports.ts';
import type { ServerMemory, SlopeOf } from '../bench/bench.ts';
import type { Work } from '../bench/work.ts';

/** What a run takes of the features around it. */
export type RunNeeds = {
  version: string;
  clock: Clock;
  record: RecordEvent;
  recordFrame: RecordFrame;
  flushEvents: () => Promise<void>;
  events: {
    handlers: {
      'events.list': (filter: {
        sessionId: string;
        afterSeq: number;
        limit: number;
      }) => Promise<StoredEvent[]>;
    };
  };
  findings: { service: { run: (range: { sessionId: string }) => Promise<AnalysisReport> } };
  targets: {
    ready: (nameOrUrl: string | undefined) => Promise<{ target: Target; dial: Dial | null }>;
    handlers: { 'targets.probe': (input: { target: string }) => Promise<ProbeReport> };
  };
  /** A built-in backend that always has words. */
  startBuiltIn: () => Promise<{ url: string; stop: () => Promise<void>; engine: string }>;
  serverMemory: (port: number) => Promise<ServerMemory | null>;
  processes: { look: (nameOrUrl: string) => Promise<ProcessReport> };
  slopeOf: SlopeOf;
};

/** What whoever starts a run wants to hear and to decide of it. */
export type RunHooks = {
  signal: AbortSignal;
  baseline: (target: string) => Promise<{ runId: string; figures: VerificationFigures } | null>;
  /** The run as it is now. */
  onProgress: (run: VerificationRun, at: Omit<VerificationProgress, 'run'>) => void;
  whilePaused: () => Promise<void>;
  /** A run that was left before its end: what of it is over stays as it is. */
  goesOnFrom?: VerificationRun | undefined;
  /** Whether the next start of the app goes on with a soak that this one does not end. */
  stays: boolean;
  /** Another amount of work, or other limits, than usual. */
  work?: ((usual: Work) => Work) | undefined;
};
