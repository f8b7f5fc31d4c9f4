import { AppError, messageOf, toAppError } from '../../../shared/errors.ts';
import type { TranscriptionProgress } from '../../../shared/session/transcript/transcripts.ts';
import { isProcessAlive } from '../lifecycle/lifecycle.ts';
import type { Logger } from '../log/log.ts';
import type { Clock, TrackAudio } from '../ports/ports.ts';
import type { LaneOptions } from './jobs/lane-parts.ts';
import type { SessionTranscription } from './jobs/session-transcription.ts';
import type { Transcriptions } from './jobs/transcriptions.ts';
import type { EngineDesks } from './limits/engine-desks.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/** Transcribing of sessions that are over. */
export type KeptTranscription = {
  /**
   * What an engine left undone or failed at, or all of it with another one. With `isAnew`, all of it in any case.
   * Resolves when it has begun; `done` rejects with `engine-failed` when it stays incomplete.
   * @throws AppError `not-found`, `busy`, `bad-input`, `engine-failed`
   */
  transcribe(
    sessionId: string,
    options: { engine: string | undefined; isAnew: boolean },
  ): Promise<{ transcriptId: number; done: Promise<void> }>;
  /** How far it is; `null` when that session is not being worked on. */
  progressOf(sessionId: string): TranscriptionProgress | null;
  /** Ends it; what is done stays. */
  cancel(sessionId: string): Promise<void>;
  /** Goes on with what was left undone. */
  resume(): Promise<void>;
  stop(): Promise<void>;
};

export type KeptSession = { tracks: TrackAudio; samples: number; close(): Promise<void> };

export type KeptOptions = {
  clock: Clock;
  log: Logger;
  reads: LaneOptions['reads'];
  writes: LaneOptions['writes'];
  /** The tracks of a session that is over. @throws AppError `not-found` */
  openKept: (sessionId: string) => Promise<KeptSession>;
  isRecording: (sessionId: string) => boolean;
  /** Every segment of a session has its words. */
  onComplete: (sessionId: string) => Promise<void>;
  onChange: () => void;
  onListChange: (sessionId: string) => void;
};

/** One transcript that is being worked on. */
type Run = {
  sessionId: string;
  transcriptId: number;
  engine: string;
  patienceMs: number;
  signal: AbortSignal;
};

// For somebody at a terminal, longer waits are for another time.
const briefMs = 30_000;
// A page that looks at a session while it is transcribed reads all of it each time.
const tellEveryMs = 1_000;

export function createKeptTranscription(
  options: KeptOptions & { desks: EngineDesks; transcriptions: Transcriptions },
): KeptTranscription {
  const { clock, reads, writes, desks, log } = options;
  const stopping = new AbortController();
  const running = new Map<string, { work: Promise<void>; cancel: AbortController }>();
  const transcribing = new Map<string, SessionTranscription>();

  function begin(sessionId: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (running.has(sessionId)) {
      return Promise.reject(new AppError('busy', sentence('session.transcribed-already')));
    }
    if (options.isRecording(sessionId)) {
      return Promise.reject(new AppError('busy', sentence('session.transcribe-while-recording')));
    }
    const cancel = new AbortController();
    const done = work(AbortSignal.any([cancel.signal, stopping.signal]))
      // Before anybody hears of the end: a host looks then for what is left to be done.
      .finally(() => (cancel.signal.aborted ? noteCancelled(sessionId) : undefined))
      .finally(() => {
        running.delete(sessionId);
        options.onListChange(sessionId);
        options.onChange();
      });
    running.set(sessionId, { work: done, cancel });
    return done;
  }

  async function noteCancelled(sessionId: string): Promise<void> {
    for (const { id, waiting, isCut } of await reads.transcripts.list(sessionId))
      if (waiting > 0 || !isCut) await writes.transcripts.cancel(id);
  }

  async function transcribe(
    sessionId: string,
    { engine, isAnew }: { engine: string | undefined; isAnew: boolean },
  ): Promise<{ transcriptId: number; done: Promise<void> }> {
    const begun = Promise.withResolvers<number>();
    const done = begin(sessionId, async (signal) => {
      const kept = await options.openKept(sessionId);
      try {
        const name = await desks.resolve(engine);
        // For a person at the key, an engine that cannot be used is an answer, not something to wait for.
        await desks.requireReady(name);
        const atMs = clock.nowMs();
        const transcriptId = isAnew
          ? await writes.transcripts.add(sessionId, name, atMs)
          : await writes.transcripts.open(sessionId, name, atMs);
        await writes.jobs.retry(transcriptId);
        desks.of(name).release();
        begun.resolve(transcriptId);
        await work({ sessionId, transcriptId, engine: name, patienceMs: briefMs, signal }, kept);
      } finally {
        await kept.close();
      }
    });
    // What comes first; what fails before it has begun is thrown here.
    const transcriptId = await Promise.race([begun.promise, done.then(() => begun.promise)]);
    return { transcriptId, done };
  }

  async function work(run: Run, kept: KeptSession): Promise<void> {
    const { sessionId, transcriptId, engine } = run;
    await writes.jobs.release(transcriptId, await aliveOwners(transcriptId));
    const start = await options.transcriptions.prepare();
    const tell = createTeller(sessionId);
    const transcription = start({
      ...run,
      transcriptId: Promise.resolve(transcriptId),
      desk: desks.of(engine),
      tracks: kept.tracks,
      onLine: () => tell(transcription),
      onChange() {
        options.onChange();
        tell(transcription);
      },
    });
    transcription.recorded(kept.samples);
    transcription.finish();
    transcribing.set(sessionId, transcription);
    const outcome = await transcription.done.finally(() => transcribing.delete(sessionId));
    if (!outcome.complete)
      throw new AppError(outcome.code ?? 'engine-failed', outcome.sentence, {
        action: outcome.action ?? null,
      });
    await options.onComplete(sessionId);
  }

  /** Tells at once what it does now, and once a second how far it is. */
  function createTeller(sessionId: string): (transcription: SessionTranscription) => void {
    let told = { sentence: '', ms: Number.NEGATIVE_INFINITY };
    return (transcription) => {
      const { sentence } = transcription.status();
      const ms = clock.monotonicMs();
      if (sentence === told.sentence && ms - told.ms < tellEveryMs) return;
      told = { sentence, ms };
      options.onListChange(sessionId);
    };
  }

  /** Processes that are at work on jobs of a transcript; this one is not, or it would be running here. */
  async function aliveOwners(transcriptId: number): Promise<number[]> {
    const owners = await reads.jobs.listOwners(transcriptId);
    return owners.filter((pid) => pid !== process.pid && isProcessAlive(pid));
  }

  async function resumeAll(): Promise<void> {
    for (const { id, sessionId, engine } of await reads.transcripts.listUnfinished()) {
      if (stopping.signal.aborted || options.isRecording(sessionId) || running.has(sessionId)) continue;
      if ((await aliveOwners(id)).length > 0) continue;
      void begin(sessionId, async (signal) => {
        const kept = await options.openKept(sessionId);
        const patienceMs = Number.POSITIVE_INFINITY;
        await work({ sessionId, transcriptId: id, engine, patienceMs, signal }, kept).finally(() =>
          kept.close(),
        );
      }).catch((error: unknown) => {
        log.warn({ sessionId, problem: messageOf(error) }, 'a session could not be transcribed');
      });
    }
  }

  return {
    transcribe,
    progressOf(sessionId) {
      const transcription = transcribing.get(sessionId);
      if (transcription === undefined) return null;
      return { segments: transcription.counts().delivered, sentence: transcription.status().sentence };
    },
    async cancel(sessionId) {
      const current = running.get(sessionId);
      if (current === undefined) throw new AppError('not-found', sentence('session.not-transcribed'));
      current.cancel.abort();
      await current.work.catch((error: unknown) => {
        // That it was stopped is no news here; that nobody could note it is.
        if (toAppError(error).code === 'storage-failed') throw error;
      });
    },
    async resume() {
      try {
        await resumeAll();
      } catch (error) {
        // The app may be ending; the next start looks again.
        log.warn({ problem: messageOf(error) }, 'what is left to be transcribed was not looked up');
      }
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled([...running.values()].map(({ work }) => work));
    },
  };
}
