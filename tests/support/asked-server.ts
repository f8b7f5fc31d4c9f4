import { join } from 'node:path';
import { exitCodeOf } from '../../src/main/cli/exit-codes.ts';
import { createNetwork } from '../../src/main/core/network/network.ts';
import { reportOf } from '../../src/main/core/session/session-report.ts';
import { createFileSecrets } from '../../src/main/core/settings/file-secrets.ts';
import { chooseEngine, listReadiness } from '../../src/main/core/speech/engines/engine-list.ts';
import type { EngineParts } from '../../src/main/core/speech/engines/engine-parts.ts';
import { createEngineDesk } from '../../src/main/core/transcription/limits/engine-desk.ts';
import { createLane } from '../../src/main/core/transcription/jobs/lane.ts';
import type { SessionReport } from '../../src/shared/session/session.ts';
import { settingsSchema } from '../../src/shared/settings/settings.ts';
import { secToSamples } from '../../src/shared/sound/audio.ts';
import { createFakeClock } from './fake-clock.ts';
import type { FakeGroq, GroqAnswer, GroqRequest } from './fake-groq.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';
import { startTestGroq } from './test-groq.ts';
import { detectorOf, loud, openTranscript } from './transcribing.ts';

/** What became of two segments of speech. */
export type Transcribed = {
  report: Omit<SessionReport, 'findings'>;
  /** As a command that transcribes ends with it. */
  exitCode: number;
  /** Why it is not complete, for people; `null` when it is. */
  problem: string | null;
};

export type AskedServer = {
  server: FakeGroq;
  /** Transcribes the two segments, by an engine that is made anew. */
  transcribe: () => Promise<Transcribed>;
  /** What the list of engines says of it. */
  sentence: () => Promise<string>;
};

/** Seconds of the two segments, and of the speech in them: of so much in the first nobody says less than two words. */
const segmentsSec = [
  { sec: 12, speechSec: 4.6 },
  { sec: 4, speechSec: 4 },
] as const;

export const isSecond = ({ audioSec }: GroqRequest): boolean => audioSec < 8;

type Asked = {
  /** What the settings have after the server's origin. */
  address?: string;
  engine?: 'openai-compatible' | 'groq';
  key?: string;
};

/**
 * Two segments of speech that are cut already, the real engine, its lane and its stores, and a server whose answers the test
 * writes: all but the recording and the cutting, which other tests have. Waits take no time.
 */
export async function askServer(
  answer: (request: GroqRequest, index: number) => GroqAnswer | Promise<GroqAnswer>,
  { address = '/v1', engine: name = 'openai-compatible', key }: Asked = {},
): Promise<AskedServer> {
  const server = await startTestGroq(answer);
  const home = await makeTemporaryFolder();
  const store = await openTranscript(name);
  const environment = {
    SCRUMBOT_GROQ_BASE_URL: server.url,
    GROQ_API_KEY: key,
    SCRUMBOT_OPENAI_API_KEY: key,
    SCRUMBOT_OPENAI_BASE_URL: `${server.url}${address}`,
  };
  const settings = settingsSchema.parse({});
  const parts: EngineParts = {
    settings: settings.direct,
    environment,
    temporaryFolder: home,
    home,
    whisper: {
      transcribe: () => Promise.reject(new Error('Another engine is asked.')),
      rssBytes: () => null,
      stop: () => Promise.resolve(),
    },
    secrets: createFileSecrets(join(home, 'secrets.json'), environment),
    network: createNetwork({ environment: {}, settings: () => Promise.resolve(settings.network) }),
  };

  let runs = 0;
  async function transcribe(): Promise<Transcribed> {
    runs += 1;
    const transcriptId =
      runs === 1 ? store.transcriptId : await store.writes.transcripts.add(store.sessionId, name, 1);
    let atSec = 1;
    for (const { sec, speechSec } of segmentsSec) {
      const span = { firstSample: secToSamples(atSec), sampleCount: secToSamples(sec) };
      const segment = { overlapSamples: 0, continues: false, speechSamples: secToSamples(speechSec) };
      await store.writes.jobs.add(transcriptId, 'system', [{ ...segment, spans: [span] }]);
      atSec += sec + 3;
    }
    const clock = createFakeClock();
    const notes: string[] = [];
    const lane = createLane({
      transcriptId,
      sessionId: store.sessionId,
      desk: createEngineDesk({
        name,
        makeEngine: () => chooseEngine(name, parts),
        maxInFlight: () => Promise.resolve(2),
        listRequests: () => Promise.resolve([]),
        clock,
        onRelease: () => undefined,
      }),
      read: loud,
      language: null,
      vocabulary: [],
      speakers: {},
      reads: store.reads,
      writes: store.writes,
      clock,
      random: () => 1,
      record: ({ type, reason }) => {
        if (type === 'receipt.note') notes.push(reason ?? '');
      },
      patienceMs: 30_000,
      createDetector: () => Promise.resolve(detectorOf(false)),
      onLine: () => undefined,
      onAdded: () => undefined,
      onDone: () => undefined,
      onStatus: () => undefined,
    });
    lane.finish();
    const running = lane.run(new AbortController().signal);
    const over = new AbortController();
    void running.finally(() => over.abort()).catch(() => undefined);
    while (!over.signal.aborted) {
      await new Promise(setImmediate);
      await clock.advance(clock.pending() > 0 ? 500 : 0);
    }
    const outcome = await running;
    const events = {
      ...store.reads.events,
      list: () => Promise.resolve(notes.map((reason) => ({ reason }))),
    };
    return {
      report: await reportOf({ ...store.reads, events }, store.sessionId, transcriptId),
      exitCode: outcome.complete ? 0 : exitCodeOf(outcome.code ?? 'engine-failed'),
      problem: outcome.complete ? null : outcome.sentence,
    };
  }

  return {
    server,
    transcribe,
    async sentence() {
      const engine = (await listReadiness(parts)).find((one) => one.name === name);
      return engine?.sentence ?? '';
    },
  };
}
