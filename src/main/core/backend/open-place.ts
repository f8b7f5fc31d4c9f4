import { tmpdir } from 'node:os';
import type { Settings } from '../../../shared/settings/settings.ts';
import type { Environment } from '../lifecycle/lifecycle.ts';
import { directDial, type Dial } from '../network/network.ts';
import { findEngine, type FoundEngine, type Whisper } from '../speech/speech.ts';

/** A target that can be dialled now; whoever opened it stops it. */
export type Place = { name: string; dial: Dial; stop: () => Promise<void> };

/** @throws AppError `not-found`, `bad-input` */
export type OpenPlace = (nameOrUrl: string | undefined) => Promise<Place>;

/** Finds a target; the built-in one is started for whoever asks. */
export function createPlaceOpener(needs: {
  environment: Environment;
  home: string;
  whisper: Whisper;
  readSettings: () => Promise<Settings>;
  ready: (nameOrUrl: string | undefined) => Promise<{ target: { name: string }; dial: Dial | null }>;
  startBackend: (engine: FoundEngine) => Promise<{ url: string; stop: () => Promise<void> }>;
}): OpenPlace {
  return async (nameOrUrl) => {
    const { target, dial } = await needs.ready(nameOrUrl);
    if (dial !== null) return { name: target.name, dial, stop: () => Promise.resolve() };
    const { engine, direct } = await needs.readSettings();
    const found = await findEngine(engine, { ...needs, settings: direct, temporaryFolder: tmpdir() });
    const { url, stop } = await needs.startBackend(found);
    return { name: target.name, dial: directDial(url), stop };
  };
}
