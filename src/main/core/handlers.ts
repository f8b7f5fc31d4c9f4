import type { Handlers, ParsedInput } from '../../shared/contract.ts';
import type { StoredEvent } from '../../shared/events.ts';
import type { Status } from '../../shared/health.ts';
import { builtInTargetName, resolveTarget } from '../../shared/targets.ts';
import { exportTranscript } from '../../shared/transcript-export.ts';
import type { Delivery } from './session/delivery.ts';
import type { SessionService } from './session/session-service.ts';
import type { SettingsFile } from './settings/settings-file.ts';

/** The contract's commands, each handed to the feature that answers it. */
export function createHandlers(core: {
  info: { version: string; platform: string; home: string };
  sessions: SessionService;
  delivery: Delivery;
  settingsFile: SettingsFile;
  readStatus: () => Status;
  listEvents: (filter: ParsedInput<'events.list'>) => Promise<StoredEvent[]>;
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
    'sessions.show': ({ sessionId }) => sessions.show(sessionId),
    'sessions.export': async ({ sessionId, format }) =>
      exportTranscript(await sessions.show(sessionId), format),
    'sessions.delete': async ({ sessionId }) => {
      await sessions.remove(sessionId);
      return {};
    },
    'events.list': (filter) => core.listEvents(filter),
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
      return settingsFile.update(patch);
    },
  };
}
