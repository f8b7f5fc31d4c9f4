import { join } from 'node:path';
import { createTopicHub } from '../../shared/contract/topic-hub.ts';
import type { AppError } from '../../shared/errors.ts';
import { eachOf } from '../../shared/listeners.ts';
import { startAlerts } from './alerts/alerts.ts';
import * as backend from './backend/backend.ts';
import { startBundles } from './bundle/bundle.ts';
import { startCapture } from './capture/capture.ts';
import { startEvents, type Events } from './events/events.ts';
import { startFindings } from './findings/findings.ts';
import { joinHandlers } from './handlers.ts';
import { startHealth, type Health } from './health/health.ts';
import { startTogether, type ServiceStack, makeFolder } from './lifecycle/lifecycle.ts';
import { startMachine } from './machine/machine.ts';
import { createNetwork } from './network/network.ts';
import { createProcesses } from './processes/processes.ts';
import type { CoreOptions } from './ports/ports.ts';
import { startRecording } from './recording/recording.ts';
import { startReplays } from './replay/replay.ts';
import { startSamples, type Samples } from './samples/samples.ts';
import { maskHandlers, maskHost, maskTopics } from './secrecy/secrecy.ts';
import { startSessions, type Sessions } from './session/session.ts';
import { startSettings, type SettingsService } from './settings/settings.ts';
import { startDatabase } from './storage/storage.ts';
import { createWhisper } from './speech/speech.ts';
import { createSessionStreams, createTargetOpener, startDelivery } from './stream/stream.ts';
import { startTaps } from './tap/tap.ts';
import { startTargets } from './targets/targets.ts';
import type { ReaderStores, WriterStores } from './threads/threads.ts';
import { startTranscription, type Transcription } from './transcription/transcription.ts';
import { startVerification } from './verification/verification.ts';

/** The running core: everything a host needs to connect people to it. */
export type Core = Awaited<ReturnType<typeof startCore>>;

/**
 * Opens the features' doors, hands each the others it needs as values, and starts them in order. What was started
 * is stopped in reverse, by `stop()` or when a later one cannot start.
 * @throws AppError `storage-failed` when the data folder or the database cannot be used
 */
export function startCore(options: CoreOptions) {
  return startTogether(options.log, (services) => build(options, services));
}

async function build(options: CoreOptions, services: ServiceStack) {
  const { capture = null, desktop = null, resumesDelivery: stays } = options;
  const { home } = options.paths;
  const host = maskHost(options);
  const hub = createTopicHub({ onSubscribers: (topic, count) => samples.subscribed(topic, count) });
  const topics = maskTopics(hub, host.mask);
  const ours = { home, topics, whisper: services.add('whisper', createWhisper(options)) };
  const base = { secrets: undefined, ...host, ...ours, databasePath: join(home, 'scrumbot.db') };
  await makeFolder(home);
  const database = await startDatabase<WriterStores, ReaderStores>({
    ...base,
    // A thread that is cut off inside SQLite can take the process with it.
    add: (name, service) => services.add(name, service, 10_000),
  });
  const stored = { ...base, reads: database.reader.stores, writes: database.writer.stores };

  const findings = services.add('findings', startFindings({ ...stored, stays, events: () => events }));
  const events: Events = startEvents({
    ...{ ...stored, database, stays },
    readSettings: () => settings.file.read(),
    judge: (batch) => findings.judge(batch),
    mark: () => findings.markProgress(),
    onStored: (batch) => eachOf([health, alerts, samples], (feature) => feature.committed(batch)),
    timeCommit: (commit) => samples.timeCommit(commit),
    onProblem: (problem) => health.storage('events', problem),
  });
  services.add('events', events);
  const { record, recordFrame } = events;
  const onDirectChange = (): void => transcription.release();
  const settings: SettingsService = startSettings({ ...base, record, onDirectChange });
  const network = createNetwork({ ...base, settings: async () => (await settings.file.read()).network });
  const common = {
    ...stored,
    ...{ secrets: settings.secrets, network, record, recordFrame },
    settingsFile: settings.file,
    flushEvents: () => events.flush(),
    readSettings: () => settings.file.read(),
    onChange: () => health.changed(),
    isRecording: (sessionId: string) => sessions.isRecording(sessionId),
    onListChange: (sessionId: string) => topics.publish('sessions', { sessionId }),
  };
  const alerts = services.add('alerts', startAlerts({ ...common, database }));
  const samples: Samples = startSamples({
    ...{ ...common, desktop },
    threads: { writer: database.writer, reader: database.reader },
    facts: () => health.facts(),
    isRecording: () => sessions.isRunning(),
    onSample: (sample) => health.sampled(sample),
  });
  services.add('samples', samples);
  const health: Health = startHealth({
    ...{ ...stored, ...samples },
    session: () => sessions.current(),
    isRunning: () => sessions.isRunning(),
    onStatus: () => samples.changed(),
    engines: () => transcription.handlers['engines.list']({}),
  });
  services.add('health', health);
  const onWake = (listener: () => void) => machine.power.onWake(listener);
  const sound = services.add('sound', startCapture({ ...common, capture, onWake }));
  const onAudio = (problem: AppError | null) => health.storage('audio', problem);
  const tracks = startRecording({ ...common, desktop, onProblem: onAudio });
  const builtIn = backend.createBuiltIn(base);
  const targets = startTargets({ ...common, ...builtIn, settings: settings.file });
  const findingsOf = (sessionId: string) => findings.service.ofSession(sessionId);
  const places = { ...common, ...targets, ...builtIn };
  const openPlace = backend.createPlaceOpener(places);
  const openTarget = createTargetOpener(places);
  const transcription: Transcription = startTranscription({ ...common, ...tracks });
  const sessions: Sessions = startSessions({
    ...{ ...common, ...sound, ...tracks, openTarget },
    openEngine: (engine) => transcription.openEngine(engine),
    createStreams: createSessionStreams,
    deleteEventsOfSession: (sessionId, last) => events.retention.deleteSession(sessionId, last),
    findingsOf,
    onSessionChange: () => events.retention.runIfDue(),
  });
  const toFollow = { ...common, ...samples, targets, events };
  const processes = services.add('processes', createProcesses(toFollow));
  const own = { ...builtIn, targets, events, findings, processes, alerts };
  const toVerify = { ...common, ...samples, ...own, stays, isBusy: () => sessions.isRunning() };
  const verification = services.add('verification', startVerification(toVerify));
  const bundles = services.add('bundles', startBundles({ ...common, desktop }));
  const machine = startMachine({ ...common, ...sound, ...sessions, desktop });

  await sessions.recover();
  const showSession = (sessionId: string) => sessions.show(sessionId);
  const delivery = services.add('delivery', startDelivery({ ...common, ...tracks, openTarget, showSession }));
  services.add('transcription', transcription);
  services.add('session', { stop: () => sessions.shutDown() });
  const taps = services.add('tap', startTaps({ ...common, ...sessions, openPlace, findingsOf }));
  // A target or an engine that was away at the end of a session is tried again from then on.
  if (stays) sessions.nowAndWhenOver([delivery, transcription]);
  topics.publish('status', health.status());

  const playing = { openPlace, findings: findings.service, events, bundles };
  const replays = services.add('replay', startReplays({ ...common, ...tracks, ...sessions, ...playing }));
  const tools = { taps, replays, verification, processes };
  const kept = { health, sessions, delivery, events, alerts, findings, transcription, ...tools };
  const hearing = [health, sessions, delivery, events, alerts, findings, transcription, processes] as const;
  const others = [sound, tracks, replays, samples, settings, machine, targets] as const;
  const testing = [builtIn, taps, verification, bundles] as const;
  const handlers = maskHandlers(joinHandlers(...hearing, ...others, ...testing), host.mask);
  const forHosts = { openAudio: tracks.openAudio, power: machine.power, handlers, topics };
  return { ...kept, ...forHosts, stop: () => services.stop() };
}
