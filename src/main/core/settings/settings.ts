/**
 * What a person has chosen, in one JSON file, and the keys that never enter it.
 * Needs the data folder; a host may bring a safer place for keys.
 * Owns settings.json and secrets.json.
 */
import { basename, join } from 'node:path';
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import { resolveTarget } from '../../../shared/settings/targets/resolve-target.ts';
import type { Logger } from '../log/log.ts';
import type { Notify, RecordEvent, Secrets } from '../ports/ports.ts';
import { secretsOfStored, watchSecrets, type Mask } from '../secrecy/secrecy.ts';
import { createFileSecrets } from './file-secrets.ts';
import { createSettingsFile, type SettingsFile } from './settings-file.ts';
import { say, sentence } from '../../../shared/words/all-words.ts';

export { checkSecret } from './check-secret.ts';
export { createFileSecrets } from './file-secrets.ts';
export { createSettingsFile, type SettingsFile } from './settings-file.ts';

export type SettingsService = {
  file: SettingsFile;
  secrets: Secrets;
  handlers: Pick<Handlers, 'settings.get' | 'settings.update'>;
};

export function startSettings(needs: {
  home: string;
  log: Logger;
  mask: Mask;
  topics: TopicHub;
  record: RecordEvent;
  notify: Notify;
  environment: NodeJS.ProcessEnv;
  /** The host's own place for keys, where it has one. */
  secrets: Secrets | undefined;
  /** Settings of the direct mode changed: whatever waits for an engine looks again. */
  onDirectChange: () => void;
}): SettingsService {
  const { topics, record, notify } = needs;
  const file = createSettingsFile(join(needs.home, 'settings.json'), needs.log, {
    onUpdate: (settings) => topics.publish('settings', settings),
    onDamaged(movedTo) {
      const reason = say('settings.damaged', { movedTo: basename(movedTo) });
      record({ kind: 'storage', type: 'settings.damaged', reason });
      notify({ title: say('settings.damaged.title'), body: reason, urgency: 'normal' });
    },
    onDropped(dropped) {
      const settings = dropped.map(({ name, why }) => sentence('settings.dropped.one', { name, why }));
      const reason = say('settings.dropped', { settings });
      record({ kind: 'storage', type: 'settings.dropped', reason });
      notify({ title: say('settings.dropped.title'), body: reason, urgency: 'normal' });
    },
  });
  return {
    file,
    secrets: watchSecrets(needs.secrets ?? openFileSecrets(needs), needs.mask),
    handlers: {
      'settings.get': () => file.read(),
      'settings.update': async (patch) => {
        if (patch.target !== undefined) resolveTarget(patch.target, (await file.read()).targets);
        const settings = await file.update(patch);
        if (patch.direct !== undefined) needs.onDirectChange();
        return settings;
      },
    },
  };
}

/** All that is in the file is known from the start: also what another process was given is not to be said here. */
function openFileSecrets(needs: { home: string; environment: NodeJS.ProcessEnv; mask: Mask }): Secrets {
  const secrets = createFileSecrets(join(needs.home, 'secrets.json'), needs.environment, (stored) => {
    for (const [name, value] of Object.entries(stored)) needs.mask.learn(secretsOfStored(name, value));
  });
  // Whoever needs one of them hears what is wrong with the file.
  secrets.get('').catch(() => undefined);
  return secrets;
}
