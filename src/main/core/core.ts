import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Handlers } from '../../shared/contract/contract.ts';
import { AppError, messageOf } from '../../shared/errors.ts';
import type { Status } from '../../shared/session/health.ts';
import { createTopicHub, type TopicHub } from '../../shared/contract/topic-hub.ts';
import { noBytes, noChunks } from '../../shared/session/session.ts';
import { verdictOf } from '../../shared/session/status-line.ts';
import { createLevelMeter } from './capture/frames/level-meter.ts';
import { openLiveSource, openSource, type SourceOptions } from './capture/open-source.ts';
import { trySource } from './capture/sound-check.ts';
import { examineMachine } from './machine/doctor.ts';
import type { Direct } from './transcription/direct.ts';
import { frameEvent } from './events/frame-event.ts';
import { createRecorder } from './events/recorder.ts';
import { createHandlers } from './handlers.ts';
import { createStatusPublisher } from './health/status-publisher.ts';
import { createStoredCounter, type StoredCounter } from './health/stored-counter.ts';
import { createServiceStack } from './lifecycle/service-stack.ts';
import type { Logger } from './log/log.ts';
import { openTarget, type TargetRequest } from './stream/open-target.ts';
import type {
  Capture,
  Clock,
  Desktop,
  Notify,
  OpenedTarget,
  Paths,
  RecordFrame,
  Secrets,
} from './ports/ports.ts';
import { createPower, type Power } from './machine/power.ts';
import { createRecording, openTracks, recordingFolder, trackPath } from './recording/recording.ts';
import { recoverTrack } from './recording/recover-track.ts';
import { createDelivery, type Delivery } from './stream/delivery.ts';
import { recoverSessions } from './session/recover-sessions.ts';
import { createSessionService, type SessionService } from './session/session-service.ts';
import { createFileSecrets } from './settings/file-secrets.ts';
import { createSettingsFile } from './settings/settings-file.ts';
import { startDatabase } from './storage/start-database.ts';
import { startEventStore, type EventStoreFeatures } from './events/start-event-store.ts';
import { startAnalysis, type StartedAnalysis } from './findings/findings.ts';
import { startDirect } from './transcription/start-direct.ts';

export type CoreOptions = {
  /** A host that stays sends in the background what earlier sessions left undelivered. */
  resumesDelivery: boolean;
  paths: Paths;
  clock: Clock;
  log: Logger;
  version: string;
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  /** What a host with a desktop brings along. */
  capture?: Capture;
  desktop?: Desktop;
  /** The host's own place for keys; a private file in the home folder where it has none. */
  secrets?: Secrets;
  /** How this host tells people of alerts; its log and its pages have them anyway. */
  notify?: Notify;
};

/** The running core: everything a host needs to connect people to it. */
export type Core = {
  handlers: Handlers;
  topics: TopicHub;
  sessions: SessionService;
  delivery: Delivery;
  eventStore: EventStoreFeatures;
  analysis: StartedAnalysis['service'];
  power: Power;
  direct: Direct;
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
    const settingsFile = createSettingsFile(join(paths.home, 'settings.json'), log, {
      onUpdate: (settings) => topics.publish('settings', settings),
      onDamaged(movedTo) {
        const reason = `The settings could not be read, so those of a new installation are used. The old file is kept as ${basename(movedTo)}.`;
        recorder.record({ kind: 'storage', type: 'settings.damaged', reason });
        options.notify?.({ title: 'Settings could not be read', body: reason, urgency: 'normal' });
      },
    });
    const databasePath = join(paths.home, 'scrumbot.db');
    const database = await startDatabase({
      paths,
      databasePath,
      clock,
      log,
      add: (name, service) => services.add(name, service),
    });
    const { writer, reader } = database;

    const topics = createTopicHub();
    const storedCounter = createStoredCounter();
    // The database and the tracks may lie on a disk that takes nothing, each on its own.
    const storageProblems = { events: null as string | null, audio: null as string | null };
    const analysis = startAnalysis({
      services,
      clock,
      topics,
      reads: reader.stores.analysis,
      flushEvents: () => recorder.flush(),
    });
    const recorder = services.add(
      'event recorder',
      createRecorder({
        clock,
        insert: (batch, id) => writer.stores.events.insert(batch, id),
        publish(events) {
          storedCounter.add(events);
          const judged = analysis.judge(events);
          topics.publish('events', judged);
          eventStore.committed(judged);
        },
        onProblem(problem) {
          storageProblems.events = problem?.message ?? null;
          status.changed();
        },
      }),
    );
    const eventStore: EventStoreFeatures = services.add(
      'event store',
      startEventStore({
        clock,
        log,
        record: recorder.record,
        settingsFile,
        database,
        databasePath,
        notify: options.notify ?? (() => undefined),
        publishAlerts: (open) => topics.publish('alerts', open),
        stays: options.resumesDelivery,
      }),
    );
    const recordFrame: RecordFrame = (frame) => recorder.record(frameEvent(frame));

    const openTargetByName = async (request: TargetRequest): Promise<OpenedTarget> =>
      openTarget(request, {
        settings: await settingsFile.read(),
        version,
        clock,
        log,
        environment,
        temporaryFolder: tmpdir(),
        saveChunks: (key, changes) => writer.stores.outbox.save(key, changes),
        record: recorder.record,
        recordFrame,
        onChange: () => status.changed(),
      });

    const power = createPower({ record: recorder.record, sessions: () => sessions });
    const sourceOptions: SourceOptions = {
      clock,
      environment,
      platform,
      capture: options.capture ?? null,
      onWake: (listener) => power.onWake(listener),
    };
    const isRecording = (sessionId: string): boolean =>
      sessions.isRunning() && sessions.current()?.summary().sessionId === sessionId;
    const secrets = options.secrets ?? createFileSecrets(join(paths.home, 'secrets.json'), environment);
    const direct = startDirect({
      home: paths.home,
      clock,
      log,
      record: recorder.record,
      environment,
      secrets,
      settingsFile,
      reads: reader.stores,
      writes: writer.stores,
      topics,
      isRecording,
      onChange: () => status.changed(),
    });

    const sessions: SessionService = createSessionService({
      home: paths.home,
      clock,
      log,
      reads: reader.stores,
      writes: writer.stores.sessions,
      record: recorder.record,
      flushEvents: () => recorder.flush(),
      deleteEventsOfSession: (sessionId) => eventStore.retention.deleteSession(sessionId),
      findingsOf: (sessionId) => analysis.service.ofSession(sessionId),
      openSource: (input) => openSource(input, sourceOptions),
      createMeter: createLevelMeter,
      createRecording: (sessionId, sources) =>
        createRecording({
          home: paths.home,
          sessionId,
          sources,
          clock,
          onProblem(problem) {
            storageProblems.audio = problem?.message ?? null;
            recorder.record({
              kind: 'storage',
              type: problem === null ? 'storage.audio-written-again' : 'storage.audio-not-written',
              sessionId,
              reason: problem?.message ?? null,
            });
            status.changed();
          },
        }),
      recordingFolder,
      trackPath,
      openTarget: openTargetByName,
      openEngine: (engine) => direct.openEngine(engine),
      onLine: (sessionId, line) => topics.publish('transcript', { sessionId, line }),
      onChange: () => status.changed(),
      onListChange(sessionId) {
        topics.publish('sessions', { sessionId });
        // Whoever records now and then and never keeps a host running has a store that grows as well.
        eventStore.retention.runIfDue();
      },
    });

    const readStatus = (): Status =>
      statusOf(sessions, storageProblems.audio ?? storageProblems.events, storedCounter);
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
      reads: reader.stores.sessions,
      writes: writer.stores.sessions,
      recoverTrack,
    });
    const delivery = services.add(
      'delivery',
      createDelivery({
        home: paths.home,
        clock,
        log,
        record: recorder.record,
        reads: reader.stores,
        writes: writer.stores,
        openTracks,
        openTarget: openTargetByName,
        isRecording,
        onListChange: (sessionId) => topics.publish('sessions', { sessionId }),
      }),
    );
    services.add('direct', direct);
    services.add('session', { stop: () => sessions.shutDown() });
    if (options.resumesDelivery) {
      void delivery.resume();
      void direct.resume();
      // A target that was away at the end of a session is tried again from then on.
      topics.subscribe('sessions', ({ sessionId }) => {
        if (sessions.isRunning() || sessions.current()?.summary().sessionId !== sessionId) return;
        void delivery.resume();
        void direct.resume();
      });
    }
    topics.publish('status', readStatus());

    return {
      handlers: createHandlers({
        info: { version, platform, home: paths.home },
        sessions,
        delivery,
        direct,
        secrets,
        searchTranscripts: (query, limit) => reader.stores.words.search(query, limit),
        settingsFile,
        readStatus,
        events: reader.stores.events,
        eventStore,
        analysis: analysis.handlers,
        machine: {
          platform,
          desktop: options.desktop ?? null,
          secrets,
          trySource: (source) => trySource((name) => openLiveSource(name, sourceOptions), source, clock),
          examineMachine: () =>
            examineMachine({
              home: paths.home,
              environment,
              platform,
              nodeVersion: process.versions.node,
              temporaryFolder: tmpdir(),
            }),
        },
      }),
      topics,
      sessions,
      delivery,
      eventStore,
      analysis: analysis.service,
      power,
      direct,
      stop: () => services.stop(),
    };
  }
}

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
    chunks: run?.chunks() ?? noChunks,
    storageProblem,
  };
  return {
    verdict: verdictOf({ ...facts, lastFailure: run?.failure()?.message ?? null }),
    ...facts,
    bytes: run?.bytes() ?? noBytes,
    queuedSec: run?.queuedSec() ?? 0,
    recordedSec: run?.recordedSec() ?? 0,
    transcriptLines: run?.transcriptLines() ?? 0,
    storedEvents: facts.session === null ? 0 : storedCounter.of(facts.session.sessionId),
  };
}
