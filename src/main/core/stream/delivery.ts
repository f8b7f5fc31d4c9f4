import { join } from 'node:path';
import { samplesToSec, type SourceName } from '../../../shared/sound/audio.ts';
import type { ByteCounts, SessionState, TranscriptLine } from '../../../shared/session/session.ts';
import { AppError, messageOf, toAppError } from '../../../shared/errors.ts';
import { noSuchSession } from '../../../shared/session/no-such-session.ts';
import type { Logger } from '../log/log.ts';
import type { Clock, OpenedTarget, RecordEvent, StreamedSession, StreamStart } from '../ports/ports.ts';
import { createKeptBytes, createWriteQueue, type Promisified } from '../storage/storage.ts';
import type { Sending } from '../../../shared/session/sending.ts';
import type { OutboxReads, OutboxWrites } from './outbox/outbox-store.ts';
import { createSendings, type OpenSending } from './sendings.ts';
import { createSessionStreams } from './session-streams.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/** Sends kept sessions: what a target has not got yet, or all of it to another one. */
export type Delivery = {
  /**
   * Resolves when the target has everything and has given its last answer. What is being sent to it already tries at
   * once, and is waited for.
   * @throws AppError `unreachable`, `not-found`, `busy`, `interrupted` when it was cancelled
   */
  send(sessionId: string, target: string | undefined, patience: Patience): Promise<void>;
  /** Sends in the background what sessions of the last hour left undelivered, one after another. Never rejects. */
  resume(): Promise<void>;
  /** What is being sent now. */
  sendings(): Sending[];
  /** Ends the wait for the next try. */
  tryNow(sessionId: string): void;
  /** What is missing stays, and is not sent again by itself while the app runs. */
  cancel(sessionId: string): void;
  isSending(): boolean;
  /** Resolves when nothing is being sent any more. */
  idle(): Promise<void>;
  /** Resolves when nothing is sent, and nothing is about to be, any more. */
  stop(): Promise<void>;
};

/** Whether to give up when the target is away for a while, or to go on until it is back. */
export type Patience = 'brief' | 'endless';

/** A session that has ended, as far as sending it goes. */
type KeptSession = StreamedSession & {
  samples: number;
  target: string | null;
  state: SessionState;
  endedMs: number | null;
};

export type DeliveryOptions = {
  home: string;
  clock: Clock;
  log: Logger;
  record: RecordEvent;
  reads: {
    sessions: {
      find(sessionId: string): Promise<KeptSession | null>;
      listTracks(sessionId: string): Promise<{ source: SourceName; path: string }[]>;
      listTranscript(sessionId: string): Promise<TranscriptLine[]>;
    };
    outbox: Pick<Promisified<OutboxReads>, 'listUndelivered' | 'queuedUpTo' | 'listUnsent'>;
  };
  writes: {
    sessions: {
      setState(
        sessionId: string,
        step: { state: SessionState; reason: string | null; endedMs: number | null },
      ): Promise<void>;
      addTranscriptLine(sessionId: string, line: TranscriptLine): Promise<void>;
      addBytes(sessionId: string, bytes: ByteCounts): Promise<void>;
      clearTranscript(sessionId: string): Promise<void>;
    };
    outbox: Pick<Promisified<OutboxWrites>, 'forget'>;
  };
  openTracks: (paths: readonly string[]) => Promise<OpenedTracks>;
  openTarget: (request: { target: string | undefined; engine: string | undefined }) => Promise<OpenedTarget>;
  isRecording: (sessionId: string) => boolean;
  onListChange: (sessionId: string) => void;
  topics: { publish(topic: 'sendings', sendings: Sending[]): void };
};

/** The tracks of an ended session, mixed as they were sent. */
export type OpenedTracks = { read: StreamStart['read']; close(): Promise<void> };

// Older audio is hardly still waited for, and its target may have forgotten the meeting: people decide.
const resumeWithinMs = 3_600_000;
const briefMs = 20_000;
const wordsPatienceMs = 30_000;

export function createDelivery(options: DeliveryOptions): Delivery {
  const { clock, reads, writes, record } = options;
  const stopping = new AbortController();
  const sendings = createSendings({
    clock,
    stopping: stopping.signal,
    onChange: (all) => options.topics.publish('sendings', all),
  });
  const cancelled = new Set<string>();
  const resuming = new Set<Promise<void>>();

  function send(sessionId: string, target: string | undefined, patience: Patience): Promise<void> {
    const open = sendings.find(sessionId);
    if (open !== undefined) {
      if (target !== undefined && target !== open.target())
        return Promise.reject(sentElsewhere(open.target()));
      open.tryNow();
      return open.work;
    }
    cancelled.delete(sessionId);
    return sendings
      .begin(sessionId, (sending) => sendOne(sending, target, patience))
      .finally(() => options.onListChange(sessionId));
  }

  async function sendOne(sending: OpenSending, name: string | undefined, patience: Patience): Promise<void> {
    const session = await findSession(sending.sessionId);
    const target = await options.openTarget({
      target: name ?? session.target ?? undefined,
      engine: undefined,
    });
    // Whatever happens from here on: a built-in backend that is left open would keep the process from ending.
    try {
      sending.opened({ title: session.title, target: target.name });
      await sendTo(sending, session, target, patience);
    } finally {
      await target.close();
    }
  }

  async function sendTo(
    sending: OpenSending,
    session: KeptSession,
    target: OpenedTarget,
    patience: Patience,
  ): Promise<void> {
    const { sessionId } = session;
    const tracks = await reads.sessions.listTracks(sessionId);
    const opened = await options.openTracks(tracks.map(({ path }) => join(options.home, path)));
    try {
      const plan = await planOf(session, target.name);
      const track = tracks.length === 1 && tracks[0] !== undefined ? tracks[0].source : 'mix';
      const pendingSec = samplesToSec(
        session.samples -
          plan.firstSample +
          plan.undelivered.reduce((sum, chunk) => sum + chunk.sampleCount, 0),
      );
      record({
        kind: 'stream',
        type: 'delivery.started',
        sessionId,
        target: target.name,
        fields: { pendingSec },
      });
      const failure = await stream(sending, session, target, {
        session,
        read: opened.read,
        track,
        ...plan,
        absentAfterFinishMs: patience === 'endless' ? Number.POSITIVE_INFINITY : briefMs,
      });
      const outcome = failure === null ? 'delivery.completed' : 'delivery.failed';
      record({
        kind: 'stream',
        type: outcome,
        sessionId,
        target: target.name,
        reason: failure?.message ?? null,
      });
      if (failure !== null) throw failure;
      // What was said of missing audio is no longer true.
      await writes.sessions.setState(sessionId, {
        state: session.state,
        reason: null,
        endedMs: session.endedMs,
      });
    } finally {
      await opened.close();
    }
  }

  async function findSession(sessionId: string): Promise<KeptSession> {
    const session = await reads.sessions.find(sessionId);
    if (session === null) throw noSuchSession(sessionId);
    if (options.isRecording(sessionId)) {
      throw new AppError('busy', sentence('session.send-while-recording'));
    }
    return session;
  }

  /** The rest when there is one; all of it again when the target is another or has everything. */
  async function planOf(
    session: KeptSession,
    target: string,
  ): Promise<Pick<StreamStart, 'firstSample' | 'undelivered'>> {
    const undelivered = await reads.outbox.listUndelivered(session.sessionId, target);
    const firstSample = await reads.outbox.queuedUpTo(session.sessionId, target);
    if (undelivered.length > 0 || (firstSample > 0 && firstSample < session.samples))
      return { firstSample, undelivered };
    await writes.outbox.forget(session.sessionId, target);
    return { firstSample: 0, undelivered: [] };
  }

  async function stream(
    sending: OpenSending,
    session: KeptSession,
    target: OpenedTarget,
    start: StreamStart,
  ): Promise<AppError | null> {
    const { sessionId } = session;
    const isWhole = start.firstSample === 0 && start.undelivered.length === 0;
    const words = createWriteQueue({
      clock,
      onFailure: ({ message }) => options.log.error({ sessionId, problem: message }, 'words were not stored'),
    });
    // A session that is sent as a whole is transcribed anew; the rest of one adds to what there is.
    let replaced = !isWhole;
    // Added to what earlier tries took.
    const keptBytes = createKeptBytes({
      clock,
      read: () => streams.bytes(),
      store: (_, added) => writes.sessions.addBytes(sessionId, added),
    });
    const streams = createSessionStreams({
      signal: sending.signal,
      isSentAgain: isWhole,
      earlierLines: isWhole ? [] : await reads.sessions.listTranscript(sessionId),
      onLine(line) {
        if (!replaced) words.add(() => writes.sessions.clearTranscript(sessionId));
        replaced = true;
        words.add(() => writes.sessions.addTranscriptLine(sessionId, line));
      },
      onChange: () => sendings.changed(),
      onProgress() {
        sendings.changed();
        keptBytes.note();
      },
    });
    streams.open(target, start);
    sending.follow(streams);
    streams.recorded(session.samples);
    const failure = await streams.finish();
    await words.finishWithin(stopping.signal.aborted ? 0 : wordsPatienceMs);
    await keptBytes.finish();
    if (failure !== null && cancelled.has(sessionId)) return cancelledError(streams.counts().pending);
    return failure;
  }

  const isStopping = (): boolean => stopping.signal.aborted;

  async function resumeAll(): Promise<void> {
    if (isStopping()) return;
    for (const { sessionId, target } of await reads.outbox.listUnsent()) {
      const session = await reads.sessions.find(sessionId);
      const isRecent = clock.nowMs() - (session?.endedMs ?? 0) < resumeWithinMs;
      if (isStopping()) return;
      if (!isRecent || options.isRecording(sessionId) || cancelled.has(sessionId)) continue;
      if (sendings.find(sessionId) !== undefined) continue;
      await send(sessionId, target, 'endless').catch((error: unknown) => {
        options.log.warn({ sessionId, problem: toAppError(error).message }, 'a session could not be sent');
      });
    }
  }

  return {
    send,
    resume() {
      const work = resumeAll()
        .catch((error: unknown) => {
          options.log.error({ problem: messageOf(error) }, 'what is undelivered could not be looked up');
        })
        .finally(() => resuming.delete(work));
      resuming.add(work);
      return work;
    },
    sendings: () => sendings.all(),
    tryNow: (sessionId) => sendings.find(sessionId)?.tryNow(),
    cancel(sessionId) {
      const open = sendings.find(sessionId);
      if (open === undefined) return;
      cancelled.add(sessionId);
      open.cancel();
    },
    isSending: () => sendings.works().length > 0,
    async idle() {
      while (sendings.works().length > 0) await Promise.allSettled(sendings.works());
    },
    async stop() {
      stopping.abort();
      await Promise.all(resuming);
      await Promise.allSettled(sendings.works());
    },
  };
}

function sentElsewhere(target: string | null): AppError {
  return new AppError('busy', sentence('stream.being-sent', { target: target ?? '' }));
}

function cancelledError(pending: number): AppError {
  return new AppError('interrupted', sentence('stream.sending-cancelled', { chunks: pending }));
}
