import { noBytes } from '../../../shared/session/no-counts.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock, OpenedTarget, Streaming } from '../ports/ports.ts';
import type { LaneOptions } from './jobs/lane-parts.ts';
import type { SessionTranscription } from './jobs/session-transcription.ts';
import type { Transcriptions } from './jobs/transcriptions.ts';
import type { EngineDesk } from './limits/engine-desk.ts';
import { resolveOrProblem, type EngineDesks } from './limits/engine-desks.ts';
import { openWithoutEngine } from './without-engine.ts';
import { sentence } from '../../../shared/words/all-words.ts';

// After Stop, longer waits are for another time.
const briefMs = 30_000;

/**
 * An engine in the part of a target, for a session that is being recorded. Where none is ready the session is
 * recorded all the same, and told how to get one.
 * @throws AppError `bad-input` for a name that no engine has
 */
export async function openEngineAsTarget(
  name: string | undefined,
  options: {
    desks: EngineDesks;
    transcriptions: Transcriptions;
    writes: LaneOptions['writes'];
    clock: Clock;
    onChange: () => void;
  },
): Promise<OpenedTarget> {
  const { desks, writes, clock, onChange } = options;
  const resolved = await resolveOrProblem(desks, name);
  if ('problem' in resolved) return openWithoutEngine(resolved);
  const start = await options.transcriptions.prepare();
  const desk = desks.of(resolved.name);
  return {
    name: resolved.name,
    close: () => Promise.resolve(),
    openStreaming({ session, tracks }, hooks) {
      if (tracks === undefined) throw new AppError('internal', sentence('session.tracks-apart'));
      const { sessionId } = session;
      const transcription = start({
        sessionId,
        transcriptId: writes.transcripts.open(sessionId, desk.name, clock.nowMs()),
        desk,
        tracks,
        patienceMs: briefMs,
        signal: hooks.signal,
        onLine: (line) => hooks.onStoredLine?.(line),
        onChange,
      });
      return streamingOf(transcription, desk);
    },
  };
}

function streamingOf(transcription: SessionTranscription, desk: EngineDesk): Streaming {
  return {
    recorded: (samples) => transcription.recorded(samples),
    finish: () => transcription.finish(),
    tryNow: () => desk.release(),
    // A request has its own limit of time, and what waits says until when: sleep changes neither.
    wakeUp: () => undefined,
    pendingSec: () => transcription.pendingSec(),
    done: transcription.done,
    counts: () => transcription.counts(),
    bytes: () => noBytes,
    waitingBytes: () => null,
    connection: () => transcription.status(),
  };
}
