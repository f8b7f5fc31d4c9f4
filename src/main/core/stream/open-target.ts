import { AppError } from '../../../shared/errors.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import { resolveTarget } from '../../../shared/settings/targets.ts';
import { engineNames, findEngine, type FoundEngine, createSpeechDetector } from '../speech/speech.ts';
import type { Clock, OpenedTarget, RecordEvent, RecordFrame } from '../ports/ports.ts';
import type { Network } from '../network/network.ts';
import { openStreaming } from './open-streaming.ts';
import type { SaveChunks } from './outbox/outbox-journal.ts';

/** What somebody asked for; the settings fill in what is absent. */
export type TargetRequest = { target: string | undefined; engine: string | undefined };

export type TargetNeeds = {
  settings: Settings;
  version: string;
  clock: Clock;
  environment: NodeJS.ProcessEnv;
  temporaryFolder: string;
  writes: { outbox: { save: SaveChunks } };
  record: RecordEvent;
  recordFrame: RecordFrame;
  /** Starts a built-in backend on a free port. */
  startBackend: (engine: FoundEngine) => Promise<{ url: string; stop: () => Promise<void> }>;
  onChange: () => void;
  network: Network;
};

/**
 * Makes a target ready for one session: a named or given address, or a built-in backend that lives as long as
 * the session does.
 * @throws AppError `not-found`, `bad-input`
 */
export async function openTarget(request: TargetRequest, core: TargetNeeds): Promise<OpenedTarget> {
  const { settings, clock, environment } = core;
  if (request.engine !== undefined && !engineNames().includes(request.engine)) {
    throw new AppError(
      'bad-input',
      `No speech engine is called "${request.engine}". Known: ${engineNames().join(', ')}.`,
    );
  }
  const target = resolveTarget(request.target ?? settings.target, settings.targets);
  const place =
    target.wsUrl === null ? await startBuiltIn() : { url: target.wsUrl, stop: () => Promise.resolve() };

  async function startBuiltIn(): Promise<{ url: string; stop: () => Promise<void> }> {
    const engine = await findEngine(request.engine ?? settings.engine, {
      environment,
      temporaryFolder: core.temporaryFolder,
    });
    return core.startBackend(engine);
  }

  // The built-in backend loses nothing in a burst, so nothing is gained by holding back.
  const maxRate = target.wsUrl === null ? Number.POSITIVE_INFINITY : settings.stream.replayRate;

  const detector = settings.stream.leaveOutSilence ? await createSpeechDetector() : null;

  return {
    name: target.name,
    openStreaming: (start, hooks) =>
      openStreaming(start, hooks, {
        dial: {
          url: place.url,
          headers: {},
          findRoute: () => core.network.routeTo(place.url),
        },
        target: target.name,
        version: core.version,
        settings: settings.stream,
        detector,
        maxRate,
        saveChunks: (key, changes) => core.writes.outbox.save(key, changes),
        clock,
        record: core.record,
        recordFrame: core.recordFrame,
        onChange: core.onChange,
      }),
    close: () => place.stop(),
  };
}
