import { messageOf, saidBy } from '../../../shared/errors.ts';
import { say, tell, toldBy } from '../../../shared/words/all-words.ts';
import type { ConnectionStatus } from '../../../shared/session/status.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import type {
  Clock,
  RecordEvent,
  RecordFrame,
  SpeechDetector,
  StreamHooks,
  Streaming,
  StreamOutcome,
  StreamedSession,
  StreamStart,
} from '../ports/ports.ts';
import type { Dial } from '../network/network.ts';
import { createLink } from './link/link.ts';
import { createMeetingNames } from './meeting-names.ts';
import { createSentTimeline } from './outbox/sent-timeline.ts';
import { createOutbox } from './outbox/outbox.ts';
import { createTargetBuffers } from './outbox/target-buffers.ts';
import type { SaveChunks } from './outbox/outbox-journal.ts';
import { createTargetErrors } from './target-errors.ts';
import { createTranscriptAssembler } from './transcript.ts';

/** Streams one session to one target until all is delivered, the target is given up, or `hooks.signal` fires. */
export function openStreaming(
  start: StreamStart,
  hooks: StreamHooks,
  options: {
    dial: Dial;
    target: string;
    version: string;
    settings: Settings['stream'];
    /** What the target is to see in us. */
    presents?: Pick<StreamedSession, 'clientType' | 'platform'>;
    /** Tells speech from silence; `null` sends everything. It belongs to this stream from now on. */
    detector: SpeechDetector | null;
    /** At most so many times real time. */
    maxRate: number;
    saveChunks: SaveChunks;
    clock: Clock;
    record: RecordEvent;
    recordFrame: RecordFrame;
    onChange: () => void;
  },
): Streaming {
  const session: StreamedSession = { ...start.session, ...options.presents };
  const { target, settings, clock } = options;
  const place = { sessionId: session.sessionId, target };
  const sent = createSentTimeline();
  const buffers = createTargetBuffers();
  const names = createMeetingNames(session.meetingId, session.platform);
  let isShared = false;
  const transcript = createTranscriptAssembler({
    sent,
    buffers,
    nowMs: () => clock.monotonicMs(),
    onAnswered: (range) => outbox.answered(range),
    onOtherClient() {
      if (isShared) return;
      isShared = true;
      note(say('note.other-client', { meeting: session.meetingId, target }));
    },
  });

  /** For the receipt of the session. */
  function note(reason: string): void {
    options.record({ kind: 'stream', type: 'receipt.note', ...place, reason });
  }

  const errors = createTargetErrors(target, () => outbox.counts().sent > 0);
  let hasWords = false;
  let connection: ConnectionStatus = { phase: 'idle', ...tell('link.not-yet') };

  const outbox = createOutbox({
    key: { sessionId: session.sessionId, target, track: start.track },
    chunkSec: settings.chunkSec,
    detector: options.detector,
    read: start.read,
    firstSample: start.firstSample,
    undelivered: start.undelivered,
    saveChunks(key, changes) {
      hooks.onProgress?.();
      return options.saveChunks(key, changes);
    },
    clock,
    onSent(packet, padSamples) {
      for (const { firstSample, sampleCount } of packet?.spans ?? []) sent.add(firstSample, sampleCount);
      if (padSamples > 0) sent.pad(padSamples);
      link.sent(packet?.endSample ?? 0, padSamples);
      buffers.sent((packet?.sampleCount ?? 0) + padSamples, clock.monotonicMs());
    },
    onLeftOut: (firstSample, sampleCount) => link.leftOut(firstSample, sampleCount),
    onProblem: (error) => {
      options.record({
        kind: 'storage',
        type: 'outbox.problem',
        ...place,
        reason: messageOf(error),
      });
    },
  });

  const link = createLink({
    dial: options.dial,
    target,
    session,
    version: options.version,
    outbox,
    buffers,
    read: start.read,
    leavesOutSilence: options.detector !== null,
    compress: settings.compress,
    maxRate: options.maxRate,
    absentAfterFinishMs: start.absentAfterFinishMs,
    clock,
    random: Math.random,
    endSilenceMs: settings.endSilenceMs,
    endDeadlineMs: settings.endDeadlineMs,
    record: options.record,
    recordFrame: options.recordFrame,
    onMessage(message) {
      const problem = errors.problemIn(message);
      if (problem !== null) hooks.onTargetProblem(problem);
      if (names.isForeign(message)) {
        options.record({
          kind: 'stream',
          type: 'frame.foreign',
          ...place,
          reason: say('stream.foreign', { type: message.type }),
        });
        return;
      }
      const line = transcript.add(message);
      if (line === null) return;
      hasWords = true;
      hooks.onLine(line);
    },
    onNote: note,
    onStatus(status) {
      connection = status;
      options.onChange();
      hooks.onProgress?.();
    },
  });

  const finished = Promise.withResolvers<undefined>();

  async function run(): Promise<StreamOutcome> {
    const outcome = await link
      .run(hooks.signal)
      .catch((error: unknown): StreamOutcome => ({ complete: false, ...toldBy(saidBy(error)) }));
    // A link that was given up early must not hide how much audio there was to send.
    await finished.promise;
    await outbox.close();
    const said = errors.note({ delivered: outbox.counts().delivered, hasWords });
    if (said !== null) note(said);
    return outcome;
  }

  return {
    recorded: (samples) => outbox.recorded(samples),
    finish() {
      link.finish();
      finished.resolve(undefined);
    },
    tryNow: () => link.tryNow(),
    wakeUp: () => link.wakeUp(),
    pendingSec: () => outbox.pendingSec(),
    done: run(),
    counts: () => outbox.counts(),
    bytes: () => link.bytes(),
    waitingBytes: () => link.waitingBytes(),
    connection: () => connection,
    meetingNames: () => names.all(),
  };
}
