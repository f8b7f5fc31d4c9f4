import type { Settings } from '../../shared/settings.ts';
import { resolveTarget } from '../../shared/targets.ts';
import { startBackend } from './backend/backend.ts';
import { findEngine } from './direct/engines/find-engine.ts';
import type { Logger } from './log/logger.ts';
import type { Clock, RecordEvent, RecordFrame } from './ports.ts';
import type { OpenedTarget } from './session/session-service.ts';
import { openStreaming } from './stream/open-streaming.ts';
import type { OutboxPersistence } from './stream/outbox.ts';

/**
 * Makes a target ready for one session: a named or given address, or a built-in backend that lives as long as
 * the session does.
 * @throws AppError `not-found`, `bad-input`
 */
export async function openTarget(
  request: { target: string | undefined; engine: string | undefined },
  core: {
    settings: Settings;
    version: string;
    clock: Clock;
    log: Logger;
    environment: NodeJS.ProcessEnv;
    temporaryFolder: string;
    persistence: OutboxPersistence;
    record: RecordEvent;
    recordFrame: RecordFrame;
    onChange: () => void;
  },
): Promise<OpenedTarget> {
  const { settings, clock, log, environment } = core;
  const target = resolveTarget(request.target ?? settings.target, settings.targets);
  const place =
    target.wsUrl === null ? await startBuiltIn() : { url: target.wsUrl, stop: () => Promise.resolve() };

  async function startBuiltIn(): Promise<{ url: string; stop: () => Promise<void> }> {
    const engine = await findEngine(request.engine ?? settings.engine, {
      environment,
      temporaryFolder: core.temporaryFolder,
    });
    return startBackend({ port: 0, engine, clock, log });
  }

  return {
    name: target.name,
    openStreaming: (session, recording, track, hooks) =>
      openStreaming({
        url: place.url,
        target: target.name,
        session,
        track,
        version: core.version,
        settings: settings.stream,
        read: (firstSample, count) => recording.read(firstSample, count),
        persistence: core.persistence,
        clock,
        record: core.record,
        recordFrame: core.recordFrame,
        onChange: core.onChange,
        ...hooks,
      }),
    close: () => place.stop(),
  };
}
