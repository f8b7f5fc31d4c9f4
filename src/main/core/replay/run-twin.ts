import { AppError, messageOf } from '../../../shared/errors.ts';
import { audioChunk, handshake, meetingEvent } from '../../../shared/protocol/client-messages.ts';
import type { TwinReport, TwinRequest } from '../../../shared/replay/replay.ts';
import type { ReadSamples } from './frame-audio.ts';
import { openPlayedSession, playedReport, type PlayedSession } from './open-session.ts';
import { playConnection, type Outgoing } from './player.ts';
import type { ReplayNeeds, Watch } from './needs.ts';
import { watchedSide } from './watched-side.ts';
import { compareTwins } from './compare-twins.ts';
import { sentence, say } from '../../../shared/words/all-words.ts';
import { allOver } from '../lifecycle/lifecycle.ts';

const sampleRateHz = 16_000;
// As our own client sends it: a second of audio a message.
const chunkSamples = sampleRateHz;

/**
 * Records the input once, plays it to two targets at the same time as two meetings, and compares what came of it.
 * @throws AppError of the input, or `unreachable` for either target
 */
export async function runTwin(
  request: TwinRequest,
  needs: ReplayNeeds & { watch: Watch },
  signal: AbortSignal,
): Promise<TwinReport> {
  const heard = await recordInput(request, needs);
  const places = [await needs.openPlace(request.a), await needs.openPlace(request.b)] as const;
  const audio = await needs.openAudio(heard.sessionId);
  try {
    const speed = request.speed === 'max' ? 1 : request.speed;
    const play = async (place: (typeof places)[number], side: string): Promise<PlayedSession> => {
      const title = say('replay.title.side', { side, sessionId: heard.sessionId });
      const opened = await openPlayedSession({ title, target: place.name, speed }, needs);
      const { session, count } = watchedSide(opened, place.name, needs.watch);
      needs.record({
        kind: 'session',
        type: 'session.twin',
        sessionId: session.sessionId,
        fields: { side, audioSessionId: heard.sessionId },
      });
      const frames = plainClient(session, heard.samples, audio?.read ?? silence, needs);
      try {
        const bytes = await playConnection(count(frames), {
          ...needs,
          ...session,
          dial: place.dial,
          target: place.name,
          speed: request.speed,
          signal,
        });
        await session.end({ bytes, reason: null });
      } catch (error) {
        await session.end({ bytes: { out: 0, in: 0, plainOut: 0 }, reason: messageOf(error) });
        throw error;
      }
      return session;
    };
    const played = await Promise.allSettled([play(places[0], 'a'), play(places[1], 'b')]);
    for (const one of played) if (one.status === 'rejected') throw one.reason;
    const [a, b] = played.map((one) => (one.status === 'fulfilled' ? one.value : null));
    if (!a || !b) throw new Error('A side of the twin run has no session.');
    const chunks = Math.ceil(heard.samples / chunkSamples);
    const comparison = compareTwins({
      reports: [
        await needs.findings.run({ sessionId: a.sessionId }),
        await needs.findings.run({ sessionId: b.sessionId }),
      ],
      results: [a.results, b.results],
      speed,
    });
    return {
      a: await playedReport(needs.show, a.sessionId, chunks),
      b: await playedReport(needs.show, b.sessionId, chunks),
      comparison,
    };
  } finally {
    await audio?.close();
    await allOver(places.map((place) => place.stop()));
  }
}

const silence: ReadSamples = (_first, count) => Promise.resolve(new Int16Array(count));

async function recordInput(
  { input, durationSec }: TwinRequest,
  needs: ReplayNeeds,
): Promise<{ sessionId: string; samples: number }> {
  if ('sessionId' in input) return keptAudio(input.sessionId, durationSec, needs);
  const { sessionId } = await needs.start({
    inputs: input,
    mode: 'capture-only',
    title: say('replay.title.twin'),
    ...(durationSec !== undefined && { durationSec }),
  });
  const failure = await needs.ended();
  if (failure !== null) throw failure;
  const { tracks } = await needs.show(sessionId);
  return { sessionId, samples: Math.max(0, ...tracks.map((track) => track.samples)) };
}

/** @throws AppError `not-found`, `bad-input` when its audio was not kept */
async function keptAudio(
  sessionId: string,
  durationSec: number | undefined,
  { show }: ReplayNeeds,
): Promise<{ sessionId: string; samples: number }> {
  const { tracks } = await show(sessionId);
  const kept = Math.max(0, ...tracks.map(({ samples }) => samples));
  if (kept === 0) throw new AppError('bad-input', sentence('tester.no-kept-audio', { sessionId }));
  return { sessionId, samples: Math.min(kept, Math.round((durationSec ?? Infinity) * sampleRateHz)) };
}

/** What a plain client says: hello, the meeting's start, a second of audio each second, the meeting's end. */
function plainClient(
  { sessionId, meetingId }: PlayedSession,
  samples: number,
  read: ReadSamples,
  { clock, version }: ReplayNeeds,
): Outgoing[] {
  const say = (atMs: number, make: () => object): Outgoing => ({
    atMs,
    make: () => Promise.resolve({ raw: JSON.stringify(make()), note: null }),
  });
  const event = (type: 'meeting_started' | 'meeting_ended') => () =>
    meetingEvent(type, { meetingId, title: meetingId, atMs: clock.nowMs() });
  const chunks = Array.from({ length: Math.ceil(samples / chunkSamples) }, (_zero, at): Outgoing => {
    const first = at * chunkSamples;
    const count = Math.min(chunkSamples, samples - first);
    return {
      atMs: ((first + count) / sampleRateHz) * 1_000,
      async make() {
        const pcm = await read(first, count);
        const dataBase64 = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength).toString('base64');
        const chunkId = `${sessionId}-${first}`;
        const chunk = audioChunk({
          dataBase64,
          byteLength: pcm.byteLength,
          meetingId,
          chunkId,
          atMs: clock.nowMs(),
        });
        return { raw: JSON.stringify(chunk), note: null };
      },
    };
  });
  const endMs = (samples / sampleRateHz) * 1_000;
  return [
    say(0, () => handshake(version)),
    say(0, event('meeting_started')),
    ...chunks,
    say(endMs, event('meeting_ended')),
  ];
}
