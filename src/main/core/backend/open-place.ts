import { tmpdir } from 'node:os';
import type { Settings } from '../../../shared/settings/settings.ts';
import type { Environment } from '../lifecycle/lifecycle.ts';
import { directDial, type Dial, type Network } from '../network/network.ts';
import type { Secrets } from '../ports/ports.ts';
import { findEngine, openEngineByName, type FoundEngine, type Whisper } from '../speech/speech.ts';

/** A target that can be dialled now; whoever opened it stops it. */
export type Place = { name: string; dial: Dial; stop: () => Promise<void> };

/** @throws AppError `not-found`, `bad-input` */
export type OpenPlace = (nameOrUrl: string | undefined) => Promise<Place>;

const enginePrefix = 'engine:';

/**
 * Finds a target; the built-in one is started for whoever asks. `engine:NAME` is the built-in one with this speech engine, so
 * that an engine of this machine, or one like Groq with its key, can be compared with a target.
 */
export function createPlaceOpener(needs: {
  environment: Environment;
  home: string;
  whisper: Whisper;
  secrets: Secrets;
  network: Network;
  readSettings: () => Promise<Settings>;
  ready: (nameOrUrl: string | undefined) => Promise<{ target: { name: string }; dial: Dial | null }>;
  startBackend: (engine: FoundEngine) => Promise<{ url: string; stop: () => Promise<void> }>;
}): OpenPlace {
  async function openEngine(asked: string): Promise<Place> {
    const { direct } = await needs.readSettings();
    const found = await openEngineByName(asked.slice(enginePrefix.length), {
      ...needs,
      settings: direct,
      temporaryFolder: tmpdir(),
    });
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
