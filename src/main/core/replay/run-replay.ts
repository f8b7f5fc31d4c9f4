import { setTimeout as nextTurn } from 'node:timers/promises';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { StoredEvent } from '../../../shared/events/events.ts';
import type { ReplayReport, ReplayRequest } from '../../../shared/replay/replay.ts';
import type { ByteCounts } from '../../../shared/session/session.ts';
import { createFrameAudio } from './frame-audio.ts';
import { openPlayedSession, playedReport } from './open-session.ts';
import { playConnection, type Outgoing } from './player.ts';
import type { ReplayNeeds, Watch } from './needs.ts';
import { watchedSide } from './watched-side.ts';
import { readTimeline, withMeeting, type RecordedConnection } from './timeline.ts';
import { say, sentence } from '../../../shared/words/all-words.ts';

/**
 * Sends what the clients of a session sent once more, as a new meeting.
 * @throws AppError `not-found`, `bad-input` when there is nothing to send, `unreachable`
 */
export async function runReplay(
  request: ReplayRequest,
  needs: ReplayNeeds & { watch: Watch },
  signal: AbortSignal,
): Promise<ReplayReport> {
  const { sessionId: replayOf, speed, fromSec, audioSessionId } = request;
  const timeline = await readTimeline(needs.eventsOf(replayOf), fromSec);
  if (timeline.connections.length === 0)
    throw new AppError('bad-input', sentence('tester.no-frames', { name: replayOf }));
  if (timeline.chunks.taken === 0 && timeline.chunks.before > 0)
    throw new AppError(
      'bad-input',
      sentence('tester.no-audio-after', { name: replayOf, fromSec, chunks: timeline.chunks.before }),
    );
  const place = await needs.openPlace(request.target);
  const sentAgain = {
    frames: 0,
    connections: timeline.connections.length,
    audioChunks: 0,
    silentChunks: 0,
    notSent: timeline.notSent,
    notes: [] as string[],
  };
  try {
    const opened = await openPlayedSession(
      {
        title: say('replay.title', { of: replayOf }),
        target: place.name,
        speed: speed === 'max' ? 1 : speed,
      },
      needs,
    );
    const { session, count } = watchedSide(opened, place.name, needs.watch);
    const audioSessions = await audioSessionsOf(needs.eventsOf(replayOf));
    const wholeAudio = audioSessionId ?? audioSessions.get(null) ?? replayOf;
    needs.record({
      kind: 'session',
      type: 'session.replay',
      sessionId: session.sessionId,
      fields: { replayOf, speed, fromSec, audioSessionId: wholeAudio },
    });

    async function playOne(connection: RecordedConnection): Promise<ByteCounts> {
      const audioOf = audioSessions.get(connection.connectionId) ?? wholeAudio;
      const tracks = await needs.openAudio(audioOf);
      const kept = createFrameAudio(tracks?.read ?? null, tracks?.sent);
      const frames = connection.frames.map((frame): Outgoing => ({
        atMs: frame.atMs,
        async make() {
          sentAgain.frames += 1;
          const message = withMeeting(frame.message, session.meetingId);
          if (frame.audioSha256 === null) return { raw: JSON.stringify(message), note: null };
          const { base64, isKept } = await kept.of(frame);
          sentAgain[isKept ? 'audioChunks' : 'silentChunks'] += 1;
          const note = isKept ? null : say('tester.silence-sent');
          return { raw: JSON.stringify({ ...message, data: base64 }), note };
        },
      }));
      try {
        return await playConnection(count(frames), {
          ...needs,
          ...session,
          ...place,
          target: place.name,
          speed,
          signal,
        });
      } finally {
        await tracks?.close();
      }
    }

    const bytes = { out: 0, in: 0, plainOut: 0 };
    let failure: AppError | null = null;
    for (const played of await Promise.allSettled(timeline.connections.map(playOne))) {
      if (played.status === 'rejected') failure ??= toAppError(played.reason);
      else {
        bytes.out += played.value.out;
        bytes.in += played.value.in;
        bytes.plainOut += played.value.plainOut;
      }
    }
    await session.end({ bytes, reason: failure?.message ?? null });
    if (failure !== null) throw failure;
    if (sentAgain.silentChunks > 0)
      sentAgain.notes.push(say('tester.silences-sent', { chunks: sentAgain.silentChunks }));
    // What the last message made is recorded in this turn.
    await nextTurn(0);
    const comparison = await needs.findings.compare(
      { sessionId: replayOf },
      { sessionId: session.sessionId },
    );
    return {
      ...(await playedReport(needs.show, session.sessionId, sentAgain.audioChunks + sentAgain.silentChunks)),
      replayOf,
      sentAgain,
      comparison,
    };
  } finally {
    await place.stop();
  }
}

const naming = new Set(['tap.audio-kept', 'session.twin', 'session.replay']);

/** Where the audio of a connection is kept: a tap's clients, twin runs and replays have it in another session. */
async function audioSessionsOf(events: AsyncIterable<StoredEvent>): Promise<Map<string | null, string>> {
  const sessions = new Map<string | null, string>();
  for await (const { type, connectionId, fields } of events)
    if (naming.has(type) && typeof fields.audioSessionId === 'string')
      sessions.set(connectionId, fields.audioSessionId);
  return sessions;
}
