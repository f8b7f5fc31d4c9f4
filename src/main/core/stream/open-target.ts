import { AppError } from '../../../shared/errors.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import { asksFirst } from '../../../shared/settings/targets/target-colour.ts';
import type { Target } from '../../../shared/settings/targets/targets.ts';
import {
  engineNames,
  findEngine,
  type FoundEngine,
  createSpeechDetector,
  type Whisper,
} from '../speech/speech.ts';
import { sentence } from '../../../shared/words/all-words.ts';
import type { Clock, OpenedTarget, RecordEvent, RecordFrame } from '../ports/ports.ts';
import { directDial, type Dial, type RestPlace } from '../network/network.ts';
import { openStreaming } from './open-streaming.ts';
import { createReadBack } from './read-back/read-back.ts';
import type { SaveChunks } from './outbox/outbox-journal.ts';

/** What somebody asked for; the settings fill in what is absent. */
export type TargetRequest = { target: string | undefined; engine: string | undefined };

export type TargetNeeds = {
  settings: Settings;
  version: string;
  clock: Clock;
  environment: NodeJS.ProcessEnv;
  temporaryFolder: string;
  home: string;
  whisper: Whisper;
  writes: { outbox: { save: SaveChunks } };
  record: RecordEvent;
  recordFrame: RecordFrame;
  /** Starts a built-in backend on a free port. */
  startBackend: (engine: FoundEngine) => Promise<{ url: string; stop: () => Promise<void> }>;
  onChange: () => void;
  /** Finds a target and the way to it; the built-in one has none before it runs. */
  ready: (
    nameOrUrl: string | undefined,
  ) => Promise<{ target: Target; dial: Dial | null; rest: RestPlace | null }>;
};

/** Where a session goes, and what hears it there where that is known. */
type Place = { dial: Dial; stop: () => Promise<void>; engine?: string | null };

/**
 * Makes a target ready for one session: a named or given address, or a built-in backend that lives as long as
 * the session does.
 * @throws AppError `not-found`, `bad-input`
 */
export async function openTarget(request: TargetRequest, core: TargetNeeds): Promise<OpenedTarget> {
  const { settings, clock } = core;
  if (request.engine !== undefined && !engineNames().includes(request.engine)) {
    throw new AppError(
      'bad-input',
      sentence('error.no-engine', { name: request.engine, known: engineNames().join(', ') }),
    );
  }
  const { target, dial, rest } = await core.ready(request.target);
  const detector = settings.stream.leaveOutSilence ? await createSpeechDetector() : null;
  const place = await openPlace().catch((error: unknown) => {
    detector?.close();
    throw error;
  });

  async function openPlace(): Promise<Place> {
    return dial === null ? startBuiltIn() : { dial, stop: () => Promise.resolve() };
  }

  async function startBuiltIn(): Promise<Place> {
    const found = await findEngine(request.engine ?? settings.engine, {
      ...core,
      settings: settings.direct,
    });
    const { url, stop } = await core.startBackend(found);
    return { dial: directDial(url), stop, engine: 'engine' in found ? found.engine.name : null };
  }

  // The built-in backend loses nothing in a burst, so nothing is gained by holding back.
  const maxRate = target.wsUrl === null ? Number.POSITIVE_INFINITY : settings.stream.replayRate;

  // A stream closes what it was given.
  let isStreamed = false;
  let closed: Promise<void> | null = null;

  return {
    name: target.name,
    engine: place.engine ?? null,
    asksFirst: asksFirst(target),
    ...(rest !== null && {
      readBack: createReadBack({
        target: target.name,
        rest,
        userAgent: `scrumbot-desktop/${core.version}`,
        record: core.record,
      }),
    }),
    openStreaming(start, hooks) {
      isStreamed = true;
      return openStreaming(start, hooks, {
        dial: place.dial,
        target: target.name,
        version: core.version,
        settings: { ...settings.stream, compress: target.compress ?? settings.stream.compress },
        presents: {
          ...(typeof target.clientType === 'string' && { clientType: target.clientType }),
          ...(typeof target.platform === 'string' && { platform: target.platform }),
        },
        detector,
        maxRate,
        saveChunks: (key, changes) => core.writes.outbox.save(key, changes),
        clock,
        record: core.record,
        recordFrame: core.recordFrame,
        onChange: core.onChange,
      });
    },
    close() {
      if (closed !== null) return closed;
      if (!isStreamed) detector?.close();
      closed = place.stop();
      return closed;
    },
  };
}
