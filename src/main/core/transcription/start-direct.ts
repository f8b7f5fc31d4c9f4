import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noSuchSession } from '../../../shared/session/no-such-session.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import { createDirect, type Direct, type KeptSession } from './direct.ts';
import { createSpeechDetector } from '../speech/detector/speech-detector.ts';
import type { Logger } from '../log/log.ts';
import type { Clock, RecordEvent, Secrets } from '../ports/ports.ts';
import { openTrackReader } from '../recording/track-reader.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import type { PromisifiedStores } from '../storage/worker-client.ts';
import type { ReaderStores, WriterStores } from '../threads/threads.ts';

// Pages ask for all engines each time.
const tellAfterMs = 500;

/** Puts the mode `direct` together with what it needs of the other features. */
export function startDirect(core: {
  home: string;
  clock: Clock;
  log: Logger;
  record: RecordEvent;
  environment: NodeJS.ProcessEnv;
  secrets: Secrets;
  settingsFile: SettingsFile;
  reads: PromisifiedStores<ReaderStores>;
  writes: PromisifiedStores<WriterStores>;
  topics: TopicHub;
  isRecording: (sessionId: string) => boolean;
  onChange: () => void;
}): Direct {
  const { reads, writes, topics, clock } = core;
  let isTelling = false;

  function tellEngines(): void {
    if (isTelling) return;
    isTelling = true;
    clock.after(tellAfterMs, () => {
      isTelling = false;
      topics.publish('engines', {});
    });
  }

  async function openKept(sessionId: string): Promise<KeptSession> {
    const session = await reads.sessions.find(sessionId);
    if (session === null) throw noSuchSession(sessionId);
    const rows = await reads.sessions.listTracks(sessionId);
    const opened = await Promise.all(
      rows.map(async ({ source, path }) => ({ source, ...(await openTrackReader(join(core.home, path))) })),
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
        await Promise.all(opened.map((track) => track.close()));
      },
    };
  }

  return createDirect({
    clock,
    log: core.log,
    record: core.record,
    secrets: core.secrets,
    environment: core.environment,
    temporaryFolder: tmpdir(),
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
}
