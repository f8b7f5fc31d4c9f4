import { tmpdir } from 'node:os';
import { AppError } from '../../../shared/errors.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import type { Environment } from '../lifecycle/lifecycle.ts';
import { directDial, type Dial } from '../network/network.ts';
import { engineNames, findEngine, type FoundEngine, type Whisper } from '../speech/speech.ts';

/** A target that can be dialled now; whoever opened it stops it. */
export type Place = { name: string; dial: Dial; stop: () => Promise<void> };

/** @throws AppError `not-found`, `bad-input` */
export type OpenPlace = (nameOrUrl: string | undefined) => Promise<Place>;

const enginePrefix = 'engine:';

/**
 * Finds a target; the built-in one is started for whoever asks. `engine:NAME` is the built-in one with this speech engine, so
 * that an engine of this machine can be compared with a target.
 */
export function createPlaceOpener(needs: {
  environment: Environment;
  home: string;
  whisper: Whisper;
  readSettings: () => Promise<Settings>;
  ready: (nameOrUrl: string | undefined) => Promise<{ target: { name: string }; dial: Dial | null }>;
  startBackend: (engine: FoundEngine) => Promise<{ url: string; stop: () => Promise<void> }>;
}): OpenPlace {
  async function openEngine(asked: string): Promise<Place> {
    const name = asked.slice(enginePrefix.length);
    if (!engineNames().includes(name))
      throw new AppError(
        'not-found',
        `No engine of this machine is called "${name.slice(0, 60)}". Known: ${engineNames().join(', ')}.`,
      );
    const { direct } = await needs.readSettings();
    const found = await findEngine(name, { ...needs, settings: direct, temporaryFolder: tmpdir() });
    if ('problem' in found) throw new AppError('engine-failed', found.problem);
    const { url, stop } = await needs.startBackend(found);
    return { name: asked, dial: directDial(url), stop };
  }

  return async (nameOrUrl) => {
    if (nameOrUrl?.startsWith(enginePrefix) === true) return openEngine(nameOrUrl);
    const { target, dial } = await needs.ready(nameOrUrl);
    if (dial !== null) return { name: target.name, dial, stop: () => Promise.resolve() };
    const { engine, direct } = await needs.readSettings();
    const found = await findEngine(engine, { ...needs, settings: direct, temporaryFolder: tmpdir() });
    const { url, stop } = await needs.startBackend(found);
    return { name: target.name, dial: directDial(url), stop };
  };
}
