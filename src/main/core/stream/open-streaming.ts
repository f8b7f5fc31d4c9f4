import { messageOf } from '../../../shared/errors.ts';
import type { ConnectionStatus } from '../../../shared/health.ts';
import type { TranscriptLine } from '../../../shared/session.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { Clock, RecordEvent, RecordFrame, Streaming, StreamOutcome } from '../ports.ts';
import { createLink } from './link.ts';
import { createOutbox, type OutboxPersistence } from './outbox.ts';
import { createTranscriptAssembler } from './transcript.ts';

/** Streams one session to one target until all is delivered, the target is given up, or `signal` fires. */
export function openStreaming(options: {
  url: string;
  target: string;
  session: { sessionId: string; meetingId: string; title: string; startedMs: number };
  /** The one source, or `mix` when several are sent as one. */
  track: string;
  version: string;
  settings: Settings['stream'];
  read: (firstSample: number, count: number) => Promise<Int16Array>;
  persistence: OutboxPersistence;
  clock: Clock;
  signal: AbortSignal;
  record: RecordEvent;
  recordFrame: RecordFrame;
  onLine: (line: TranscriptLine) => void;
  /** What the target says about audio that it could not transcribe. */
  onTargetProblem: (sentence: string) => void;
  onChange: () => void;
}): Streaming {
  const { session, target, settings, clock } = options;
  const transcript = createTranscriptAssembler();
  let connection: ConnectionStatus = { phase: 'idle', sentence: 'Not connected yet.' };

  const outbox = createOutbox({
    sessionId: session.sessionId,
    target,
    track: options.track,
    chunkSec: settings.chunkSec,
    read: options.read,
    persistence: options.persistence,
    clock,
    onProblem: (error) => {
      options.record({
        kind: 'storage',
        type: 'outbox.problem',
        sessionId: session.sessionId,
        target,
        reason: messageOf(error),
      });
    },
  });

  const link = createLink({
    url: options.url,
    target,
    session,
    version: options.version,
    outbox,
    read: options.read,
    clock,
    random: Math.random,
    endSilenceMs: settings.endSilenceMs,
    endDeadlineMs: settings.endDeadlineMs,
    record: options.record,
    recordFrame: options.recordFrame,
    onMessage(message) {
      if (message.type === 'TRANSCRIPTION_ERROR') options.onTargetProblem(problemOf(message.data));
      const sentSec = outbox.counts().sent * settings.chunkSec;
      const line = transcript.add(message, sentSec);
      if (line !== null) options.onLine(line);
    },
    onStatus(status) {
      connection = status;
      options.onChange();
    },
  });

  const finished = Promise.withResolvers<undefined>();

  async function run(): Promise<StreamOutcome> {
    const outcome = await link
      .run(options.signal)
      .catch((error: unknown): StreamOutcome => ({ complete: false, sentence: messageOf(error) }));
    // A link that was given up early must not hide how much audio there was to send.
    await finished.promise;
    await outbox.close();
    return outcome;
  }

  return {
    recorded: (samples) => outbox.recorded(samples),
    finish() {
      link.finish();
      finished.resolve(undefined);
    },
    done: run(),
    counts: () => outbox.counts(),
    bytes: () => link.bytes(),
    connection: () => connection,
  };
}

function problemOf(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string') {
    return body.message;
  }
  return 'The target could not transcribe a part of the audio and gave no reason.';
}
