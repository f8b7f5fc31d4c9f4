import type { ConnectionStatus } from '../../../../shared/session/status.ts';
import type { DirectSettings } from '../../../../shared/settings/parts/direct-settings.ts';
import type { TranscriptLine } from '../../../../shared/session/session.ts';
import type { Clock, RecordEvent, SpeechDetector, TrackAudio } from '../../ports/ports.ts';
import type { Promisified } from '../../storage/storage.ts';
import type { EngineDesk } from '../limits/engine-desk.ts';
import type { RequestReads } from '../limits/request-store.ts';
import type { SourceName } from '../../../../shared/sound/audio.ts';
import type { Segment } from '../segments/segmenter.ts';
import type { Job, JobReads, JobWrites } from './job-store.ts';
import type { LaneReport } from './lane-report.ts';
import type { LaneWait } from './lane-wait.ts';
import type { TranscriptReads, TranscriptWrites } from './transcript-store.ts';

/** What a lane is given. */
export type LaneOptions = {
  transcriptId: number;
  sessionId: string;
  desk: EngineDesk;
  read: TrackAudio['read'];
  language: string | null;
  /** Names and terms that the engine is told to expect. */
  vocabulary: readonly string[];
  /** What a track's speaker is called; the track's own name without it. */
  speakers: DirectSettings['speakers'];
  reads: {
    jobs: Promisified<JobReads>;
    transcripts: Promisified<TranscriptReads>;
    requests: Promisified<RequestReads>;
  };
  writes: { jobs: Promisified<JobWrites>; transcripts: Promisified<TranscriptWrites> };
  clock: Clock;
  random: () => number;
  record: RecordEvent;
  /** How long a wait may be once no more jobs will come; a longer one ends the run. */
  patienceMs: number;
  onLine: (line: TranscriptLine) => void;
  /** Finds speech in what came back without words. */
  createDetector: () => Promise<SpeechDetector>;
  /** Stretches of a segment became jobs of their own. */
  onAdded: (track: SourceName, segments: readonly Segment[]) => void;
  /** It is done or parked. */
  onDone: (job: Job) => void;
  onStatus: (status: ConnectionStatus) => void;
};

/** What the parts of a lane share. */
export type LaneParts = LaneOptions & { report: LaneReport; wait: LaneWait };
