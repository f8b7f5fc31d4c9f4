import type { Handlers } from '../../shared/contract/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { Status } from '../../shared/session/health.ts';
import { builtInTargetName, resolveTarget } from '../../shared/settings/targets.ts';
import { exportTranscript } from '../../shared/session/transcript-export.ts';
import type { EventReads } from './events/event-store.ts';
import type { AnalysisHandlers } from './findings/findings.ts';
import { createDesktopHandlers } from './machine/desktop-handlers.ts';
import type { SearchHit } from '../../shared/session/transcripts.ts';
import { directHandlers } from './transcription/direct-handlers.ts';
import type { Direct } from './transcription/direct.ts';
import type { Secrets } from './ports/ports.ts';
import type { Delivery } from './stream/delivery.ts';
import type { SessionService } from './session/session-service.ts';
import type { SettingsFile } from './settings/settings-file.ts';
import type { EventStoreFeatures } from './events/start-event-store.ts';
import type { Promisified } from './storage/worker-client.ts';

/** The contract's commands, each handed to the feature that answers it. */
export function createHandlers(core: {
  info: { version: string; platform: string; home: string };
  sessions: SessionService;
  delivery: Delivery;
  direct: Direct;
  secrets: Secrets;
  searchTranscripts: (query: string, limit: number) => Promise<SearchHit[]>;
  settingsFile: SettingsFile;
  readStatus: () => Status;
  events: Promisified<EventReads>;
  eventStore: EventStoreFeatures;
  analysis: AnalysisHandlers;
  machine: Parameters<typeof createDesktopHandlers>[0];
}): Handlers {
  const { sessions, delivery, settingsFile } = core;
  return {
    'app.info': () => Promise.resolve(core.info),
    'status.get': () => Promise.resolve(core.readStatus()),
    'session.start': (input) => sessions.start(input),
    'session.stop': () => sessions.stop(),
    'stream.tryNow': () => {
      sessions.tryNow();
      return Promise.resolve({});
    },
    'session.switchTarget': ({ target }) => sessions.switchTarget(target),
    'sessions.send': async ({ sessionId, target }) => {
      await delivery.send(sessionId, target, 'brief');
      return sessions.show(sessionId);
    },
    'sessions.list': ({ limit }) => sessions.list(limit),
    'sessions.show': ({ sessionId, transcriptId }) => sessions.show(sessionId, transcriptId),
    'sessions.export': async ({ sessionId, format, transcriptId }) =>
      exportTranscript(await sessions.show(sessionId, transcriptId), format),
    'sessions.delete': async ({ sessionId }) => {
      await sessions.remove(sessionId);
      return {};
    },
    'events.list': (filter) => core.events.list(filter),
    'events.count': (conditions) => core.events.countMatching(conditions),
    'events.choices': async () => ({
      types: await core.events.listTypes(),
      sessions: await core.events.listSessions(),
    }),
    'events.delete': async ({ sessionId }) => {
      if ((await sessions.list(1_000)).some((session) => session.sessionId === sessionId)) {
        throw new AppError(
          'bad-input',
          `${sessionId} is a recording. Delete it as a session, with its audio and transcript.`,
        );
      }
      return { deleted: await core.eventStore.retention.deleteSession(sessionId) };
    },
    'alerts.list': (filter) => core.eventStore.alerts.list(filter),
    'alerts.acknowledge': ({ id }) => core.eventStore.alerts.acknowledge(id ?? null),
    ...core.analysis,
    'targets.list': async () => {
      const settings = await settingsFile.read();
      return {
        targets: [{ name: builtInTargetName, wsUrl: null }, ...settings.targets],
        current: settings.target,
      };
    },
    'settings.get': () => settingsFile.read(),
    'settings.update': async (patch) => {
      if (patch.target !== undefined) resolveTarget(patch.target, (await settingsFile.read()).targets);
      const settings = await settingsFile.update(patch);
      if (patch.direct !== undefined) core.direct.release();
      return settings;
    },
    ...createDesktopHandlers(core.machine),
    ...directHandlers(core),
  };
}
