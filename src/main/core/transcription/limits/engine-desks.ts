import { AppError } from '../../../../shared/errors.ts';
import type { EngineStatus } from '../../../../shared/settings/engines.ts';
import type { DirectSettings } from '../../../../shared/settings/parts/direct-settings.ts';
import type { Action } from '../../../../shared/words/actions.ts';
import type { Network } from '../../network/network.ts';
import type { Clock, Secrets } from '../../ports/ports.ts';
import { chooseEngine, listReadiness, requireKnownEngine } from '../../speech/speech.ts';
import type { SegmentEngine, Whisper } from '../../speech/speech.ts';
import { createEngineDesk, type EngineDesk } from './engine-desk.ts';
import type { SentRequest } from './quota.ts';

/** The desks of all engines; one for each name, for as long as the core runs. */
export type EngineDesks = {
  of(name: string): EngineDesk;
  /**
   * The name of the engine that is meant; the settings' one without a name, and `auto` the first that is ready.
   * @throws AppError `bad-input` for a name that no engine has, `engine-failed` when `auto` finds none ready
   */
  resolve(name: string | undefined): Promise<string>;
  /** @throws AppError `engine-failed` when it cannot be used here and now */
  requireReady(name: string): Promise<void>;
  /** Makes one for a look from outside, past the desks and their limits. @throws AppError as `resolve` and `requireReady` do */
  make(name: string): Promise<MadeEngine>;
  list(): Promise<EngineStatus[]>;
  /** Whatever waits for an engine looks again. */
  release(): void;
};

export type EngineDesksOptions = {
  clock: Clock;
  secrets: Secrets;
  environment: NodeJS.ProcessEnv;
  temporaryFolder: string;
  home: string;
  network: Network;
  whisper: Whisper;
  readSettings: () => Promise<DirectSettings>;
  listRequests: (engine: string, sinceMs: number) => Promise<SentRequest[]>;
  onRelease: (engine: string) => void;
};

/** An engine, the language of the settings, and the memory of its process where that is one of ours. */
export type MadeEngine = {
  engine: SegmentEngine;
  language: string | null;
  rssBytes: () => number | null;
};

const nothingKnown = { audioSecThisHour: null, requestsThisMinute: null, requestsTold: null };

export function createEngineDesks(options: EngineDesksOptions): EngineDesks {
  const { clock, listRequests } = options;
  const desks = new Map<string, EngineDesk>();

  async function choose(name: string): Promise<SegmentEngine> {
    return chooseEngine(name, await parts());
  }

  async function parts() {
    return { ...options, settings: await options.readSettings() };
  }

  function deskOf(name: string): EngineDesk {
    const known = desks.get(name);
    if (known !== undefined) return known;
    const desk = createEngineDesk({
      name,
      makeEngine: () => choose(name),
      maxInFlight: async () => (await options.readSettings()).maxInFlight,
      listRequests,
      clock,
      onRelease: () => options.onRelease(name),
    });
    desks.set(name, desk);
    return desk;
  }

  return {
    of: deskOf,
    async resolve(name) {
      const wanted = name ?? (await options.readSettings()).engine;
      requireKnownEngine(wanted);
      return wanted === 'auto' ? (await choose('auto')).name : wanted;
    },
    async requireReady(name) {
      await choose(name);
    },
    async make(name) {
      const { language } = await options.readSettings();
      return { engine: await choose(name), language, rssBytes: () => options.whisper.rssBytes() };
    },
    async list() {
      const readiness = await listReadiness(await parts());
      return Promise.all(
        readiness.map(async (engine): Promise<EngineStatus> => {
          const desk = deskOf(engine.name);
          return {
            ...engine,
            hold: desk.held(),
            inFlight: desk.inFlight(),
            left: engine.state === 'ready' ? await desk.left() : nothingKnown,
          };
        }),
      );
    },
    release() {
      for (const desk of desks.values()) desk.release();
    },
  };
}

/** Why no engine can be used, as an answer; anything else that goes wrong is thrown. */
export async function resolveOrProblem(
  desks: EngineDesks,
  name: string | undefined,
): Promise<{ name: string } | { problem: string; action: Action | null }> {
  try {
    return { name: await desks.resolve(name) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'engine-failed')
      return { problem: error.message, action: error.action };
    throw error;
  }
}
