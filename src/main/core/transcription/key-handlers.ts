import type { Handlers } from '../../../shared/contract/contract.ts';
import { secretNames, secretVariables } from '../../../shared/settings/secrets.ts';
import type { Secrets } from '../ports/ports.ts';
import type { SettingsFile } from '../settings/settings.ts';
import { addressOfKey, forgetKey, keepKey } from '../speech/speech.ts';

/** The keys of engines: what is set, a new one bound to the engine's address, and none. Their values never come back. */
export function keyHandlers(core: {
  secrets: Secrets;
  environment: NodeJS.ProcessEnv;
  settingsFile: SettingsFile;
  /** An engine that waited for its key asks again. */
  onChange: () => void;
}): Pick<Handlers, Extract<keyof Handlers, `keys.${string}`>> {
  const { secrets } = core;
  return {
    'keys.list': () =>
      Promise.all(
        secretNames.map(async (name) => ({
          name,
          variable: secretVariables[name],
          state: await secrets.describe(name),
        })),
      ),
    'keys.set': async ({ name, value }) => {
      const { direct: settings } = await core.settingsFile.read();
      const address = addressOfKey(name, { settings, environment: core.environment });
      await keepKey(secrets, { name, value }, address?.url ?? null);
      core.onChange();
      return secrets.describe(name);
    },
    'keys.clear': async ({ name }) => {
      await forgetKey(secrets, name);
      core.onChange();
      return secrets.describe(name);
    },
  };
}
