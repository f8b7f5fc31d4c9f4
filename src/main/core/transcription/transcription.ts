/**
 * Words straight from a speech engine: segments of speech, durable jobs, lines joined to a transcript.
 * Needs kept audio, engines, keys and limits from the settings.
 * Owns the tables of transcripts, jobs and requests, and the words that are searched.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noSuchSession } from '../../../shared/session/no-such-session.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import { createDirect, type Direct, type DirectOptions } from './direct.ts';
import type { KeptSession } from './kept.ts';
import {
  createSpeechDetector,
  createSpeechModels,
  type SpeechModels,
  type Whisper,
} from '../speech/speech.ts';
import { allOver, openAll } from '../lifecycle/lifecycle.ts';
import type { Logger } from '../log/log.ts';
import type { Network } from '../network/network.ts';
import type { Clock, RecordEvent, Secrets } from '../ports/ports.ts';
import type { SettingsFile } from '../settings/settings.ts';
import type { Promisified } from '../storage/storage.ts';
import { keyHandlers } from './key-handlers.ts';
import { modelHandlers } from './model-handlers.ts';
import { directHandlers } from './transcription-handlers.ts';
import type { SearchReads } from './words/search-store.ts';
import type { SourceName } from '../../../shared/sound/audio.ts';
import type { Mode, SessionState } from '../../../shared/session/session.ts';

// Pages ask for all engines each time.
const tellAfterMs = 500;

/** What is read of a session that is over. */
type KeptReads = {
  find(
    sessionId: string,
  ): Promise<{ samples: number; mode: Mode; state: SessionState; endedMs: number | null } | null>;
  listTracks(sessionId: string): Promise<{ source: SourceName; path: string; samples: number }[]>;
};

type OpenedTrack = {
  fill(firstSample: number, into: Int16Array): Promise<Int16Array>;
  close(): Promise<void>;
};

export type Transcription = Direct & {
  models: SpeechModels;
  handlers: ReturnType<typeof directHandlers> &
    ReturnType<typeof keyHandlers> &
    ReturnType<typeof modelHandlers>;
};

/** Puts the mode `direct` together with what it needs of the other features. */
export function startTranscription(core: {
  home: string;
  clock: Clock;
  log: Logger;
  record: RecordEvent;
  environment: NodeJS.ProcessEnv;
  secrets: Secrets;
  network: Network;
  whisper: Whisper;
  settingsFile: SettingsFile;
  reads: DirectOptions['reads'] & { sessions: KeptReads; words: Promisified<SearchReads> };
  writes: DirectOptions['writes'] & {
    sessions: {
      setState(
        sessionId: string,
        step: { state: SessionState; reason: string | null; endedMs: number | null },
      ): Promise<void>;
    };
  };
  /** Opens a track that is over, by its whole path. */
  openTrack: (path: string) => Promise<OpenedTrack>;
  topics: TopicHub;
  isRecording: (sessionId: string) => boolean;
  onChange: () => void;
}): Transcription {
  const { reads, writes, topics, clock } = core;
  const tellEngines = tellLater(clock, () => topics.publish('engines', {}));
  const tellModels = tellLater(clock, () => {
    // A folder that cannot be read is told to whoever asks.
    void models.list().then(
      (list) => topics.publish('models', list),
      () => undefined,
    );
  });

  async function openKept(sessionId: string): Promise<KeptSession> {
    const session = await reads.sessions.find(sessionId);
    if (session === null) throw noSuchSession(sessionId);
    const rows = await reads.sessions.listTracks(sessionId);
    const opened = await openAll(
      rows,
      async ({ source, path }) => ({ source, ...(await core.openTrack(join(core.home, path))) }),
      (track) => track.close(),
    );
    const lengths = new Map(rows.map(({ source, samples }) => [source, samples]));
    return {
      samples: session.samples,
      tracks: {
        sources: rows.map(({ source }) => source),
        isLive: false,
        async read(source, firstSample, into) {
          const left = Math.max(0, (lengths.get(source) ?? 0) - firstSample);
          const track = opened.find((one) => one.source === source);
          return (await track?.fill(firstSample, into.subarray(0, left))) ?? new Int16Array();
        },
      },
      async close() {
        await allOver(opened.map((track) => track.close()));
      },
    };
  }

  const models = createSpeechModels({
    home: core.home,
    network: core.network,
    readSettings: async () => (await core.settingsFile.read()).direct,
    onChange(isProgress) {
      tellModels();
      if (isProgress) return;
      tellEngines();
      // What waits for an engine may have one now.
      direct.release();
    },
  });
  const direct: Direct = createDirect({
    clock,
    log: core.log,
    record: core.record,
    secrets: core.secrets,
    environment: core.environment,
    temporaryFolder: tmpdir(),
    home: core.home,
    network: core.network,
    whisper: core.whisper,
    readSettings: async () => (await core.settingsFile.read()).direct,
    reads,
    writes,
    createDetector: createSpeechDetector,
    openKept,
    isRecording: core.isRecording,
    async onComplete(sessionId) {
      const session = await reads.sessions.find(sessionId);
      if (session?.mode !== 'direct') return;
      // What was said of missing words is no longer true.
      const { state, endedMs } = session;
      await writes.sessions.setState(sessionId, { state, reason: null, endedMs });
    },
    onChange() {
      core.onChange();
      tellEngines();
    },
    onListChange: (sessionId) => topics.publish('sessions', { sessionId }),
  });
  return {
    ...direct,
    models,
    async stop() {
      await allOver([models.stop(), direct.stop()]);
    },
    handlers: {
      ...keyHandlers({ ...core, onChange: () => direct.release() }),
      ...modelHandlers(models),
      ...directHandlers({
        direct,
        settingsFile: core.settingsFile,
        searchTranscripts: (query, limit) => reads.words.search(query, limit),
      }),
    },
  };
}

/** Tells a while later, once for all that happened meanwhile. */
function tellLater(clock: Clock, tell: () => void): () => void {
  let isTelling = false;
  return () => {
    if (isTelling) return;
    isTelling = true;
    clock.after(tellAfterMs, () => {
      isTelling = false;
      tell();
    });
  };
}
