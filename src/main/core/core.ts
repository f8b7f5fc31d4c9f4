import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import { AppError, messageOf } from '../../shared/errors.ts';
import type { Status } from '../../shared/health.ts';
import { createTopicHub, type TopicHub } from '../../shared/topic-hub.ts';
import { verdictOf } from '../../shared/verdict.ts';
import { createLevelMeter } from './capture/level-meter.ts';
import { openSource } from './capture/open-source.ts';
import { frameEvent } from './events/frame-event.ts';
import { createRecorder } from './events/recorder.ts';
import { createHandlers } from './handlers.ts';
import { createStatusPublisher } from './health/status-publisher.ts';
import { createStoredCounter, type StoredCounter } from './health/stored-counter.ts';
import { createServiceStack } from './lifecycle/service-stack.ts';
import type { Logger } from './log/logger.ts';
import { openTarget } from './open-target.ts';
import type { Clock, Paths, RecordFrame } from './ports.ts';
import { createRecording, recordingFolder, trackPath } from './recording/recording.ts';
import { recoverTrack } from './recording/recover-track.ts';
import { recoverSessions } from './session/recover-sessions.ts';
import { createSessionService, type SessionService } from './session/session-service.ts';
import { createSettingsFile } from './settings/settings-file.ts';
import { startDatabaseWorker } from './storage/worker-client.ts';
import type { ReaderFunctions, WriterFunctions } from './stores.ts';

export type CoreOptions = {
  paths: Paths;
  clock: Clock;
  log: Logger;
  version: string;
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
};

/** The running core: everything a host needs to connect people to it. */
export type Core = {
  handlers: Handlers;
  topics: TopicHub;
  sessions: SessionService;
  stop(): Promise<void>;
};

/**
 * Builds the features, hands each the others it needs as values, and starts them in order. What was started
 * is stopped in reverse, by `stop()` or when a later one cannot start.
 * @throws AppError `storage-failed` when the home folder or the database cannot be used
 */
export async function startCore(options: CoreOptions): Promise<Core> {
  const { paths, clock, log, version, platform, environment } = options;
  const services = createServiceStack(log);
  try {
    return await build();
  } catch (error) {
    await services.stop();
    throw error;
  }

  async function build(): Promise<Core> {
    await mkdir(paths.home, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
      throw new AppError(
        'storage-failed',
        `The folder ${paths.home} cannot be used: ${messageOf(cause)}. Give another one with --home or SCRUMBOT_HOME.`,
        { cause },
      );
    });
    const settingsFile = createSettingsFile(join(paths.home, 'settings.json'), log);
    const databasePath = join(paths.home, 'scrumbot.db');
    const writer = services.add(
      'database writer',
      await startDatabaseWorker<WriterFunctions>(paths.workerEntry('writer-worker'), {
        databasePath,
        readonly: false,
      }),
    );
    const reader = services.add(
      'database reader',
      await startDatabaseWorker<ReaderFunctions>(paths.workerEntry('reader-worker'), {
        databasePath,
        readonly: true,
      }),
    );

    const topics = createTopicHub();
    const storedCounter = createStoredCounter();
    let storageProblem: string | null = null;
    const recorder = services.add(
      'event recorder',
      createRecorder({
        clock,
        insert: (batch) => writer.functions.insertEvents(batch),
        publish(events) {
          storedCounter.add(events);
          topics.publish('events', events);
        },
        onProblem(problem) {
          storageProblem = problem?.message ?? null;
          status.changed();
        },
      }),
    );
    const recordFrame: RecordFrame = (frame) => recorder.record(frameEvent(frame));

    const sessions: SessionService = createSessionService({
      home: paths.home,
      clock,
      reads: reader.functions,
      writes: writer.functions,
      record: recorder.record,
      flushEvents: () => recorder.flush(),
      openSource: (input) => openSource(input, { clock, environment, platform }),
      createMeter: createLevelMeter,
      createRecording: (sessionId, sources) =>
        createRecording({ home: paths.home, sessionId, sources, clock }),
      recordingFolder,
      trackPath,
      openTarget: async (request) =>
        openTarget(request, {
          settings: await settingsFile.read(),
          version,
          clock,
          log,
          environment,
          temporaryFolder: tmpdir(),
          persistence: writer.functions,
          record: recorder.record,
          recordFrame,
          onChange: () => status.changed(),
        }),
      onLine: (sessionId, line) => topics.publish('transcript', { sessionId, line }),
      onChange: () => status.changed(),
      onListChange: (sessionId) => topics.publish('sessions', { sessionId }),
    });

    const readStatus = (): Status => statusOf(sessions, storageProblem, storedCounter);
    const status = services.add(
      'status',
      createStatusPublisher({
        clock,
        read: readStatus,
        isActive: () => sessions.isRunning(),
        publish: (value) => topics.publish('status', value),
      }),
    );

    await recoverSessions({
      home: paths.home,
      clock,
      log,
      record: recorder.record,
      reads: reader.functions,
      writes: writer.functions,
      recoverTrack,
    });
    services.add('session', { stop: () => sessions.shutDown() });
    topics.publish('status', readStatus());

    return {
      handlers: createHandlers({
        info: { version, platform, home: paths.home },
        sessions,
        settingsFile,
        readStatus,
        listEvents: (filter) => reader.functions.listEvents(filter),
      }),
      topics,
      sessions,
      stop: () => services.stop(),
    };
  }
}

const nothingCounted = { captured: 0, silent: 0, sent: 0, delivered: 0, retried: 0, pending: 0 };

function statusOf(
  sessions: SessionService,
  storageProblem: string | null,
  storedCounter: StoredCounter,
): Status {
  const run = sessions.current();
  const facts = {
    session: run?.summary() ?? null,
    connection:
      run?.connection() ??
      ({ phase: 'idle', sentence: 'Not connected: nothing is being recorded.' } as const),
    levels: run?.levels() ?? [],
    chunks: run?.chunks() ?? nothingCounted,
    storageProblem,
  };
  return {
    verdict: verdictOf({ ...facts, lastFailure: run?.failure()?.message ?? null }),
    ...facts,
    bytes: run?.bytes() ?? { out: 0, in: 0, plainOut: 0 },
    recordedSec: run?.recordedSec() ?? 0,
    transcriptLines: run?.transcriptLines() ?? 0,
    storedEvents: facts.session === null ? 0 : storedCounter.of(facts.session.sessionId),
  };
}
