import { samplesToSec, secToSamples } from '../../../../shared/sound/audio.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import type { Action } from '../../../../shared/words/actions.ts';
import { say, tell, type Told } from '../../../../shared/words/all-words.ts';
import type { StreamOutcome } from '../../ports/ports.ts';
import { plainChunkBytes } from './packets/chunk-messages.ts';
import type { Connection } from './connection/connection.ts';
import type { ConnectionEnd } from '../../network/network.ts';
import { runConnection, type StreamNeeds } from './one-connection.ts';
import { createEndTries } from './end-tries.ts';
import { createPace } from './packets/pace.ts';
import { createRetries, type NextTry } from './retries.ts';
import { createLeftOutSilence } from './left-out-silence.ts';
import { createSetAside } from './set-aside.ts';
import { createTargetProcess } from './target-process.ts';

export type LinkOptions = StreamNeeds & {
  /** At most so many times real time. */
  maxRate: number;
  /** How long a target that is away is still waited for once no more audio will come. */
  absentAfterFinishMs: number;
  random: () => number;
  /** Something that people have to know when they look at the session later. */
  onNote: (told: string) => void;
};

export type Link = {
  /** Connects, reconnects and sends until all is delivered and the meeting has ended, or `signal` fires. */
  run(signal: AbortSignal): Promise<StreamOutcome>;
  /** No more audio will come; from now on an absent target is waited for only a while. */
  finish(): void;
  /** Ends the wait for the next try. */
  tryNow(): void;
  /** The machine was asleep: tries at once, and gives a connection up that does not answer soon. */
  wakeUp(): void;
  /** A plain client would have sent this silence too, which ends no later than what is sent next. */
  leftOut(firstSample: number, sampleCount: number): void;
  /** All up to this sample was sent, and so much silence in place of some that was left out. */
  sent(upToSample: number, padSamples: number): void;
  /** `plainOut`: the same messages in frames that are not compressed, and the silence between in chunks of full length. */
  bytes(): { out: number; in: number; plainOut: number };
  /** Bytes that wait in the socket; `null` while none is open. */
  waitingBytes(): number | null;
};

// Health of this length forgets earlier failures.
const healthyMs = 30_000;
// A target that finds a second of audio too big for a message gets less at a time, down to a tenth.
const fewestSamples = secToSamples(0.1);

export function createLink(options: LinkOptions): Link {
  const { session, outbox, clock } = options;
  const finished = new AbortController();
  const pace = createPace(clock, options.maxRate);
  const retries = createRetries(options);
  const targetProcess = createTargetProcess(session);
  const past = { out: 0, in: 0 };
  let impatient = new AbortController();
  let mostSamples = Number.POSITIVE_INFINITY;
  let plainSent = 0;
  let generation = 0;
  let hasStarted = false;
  let isTalking = false;
  let hasProved = false;
  let silentTalks = 0;
  let provesNothing = false;
  let current: Connection | null = null;
  let absentSinceMs = Number.NEGATIVE_INFINITY;
  let finishedMs = Number.POSITIVE_INFINITY;

  const place = { sessionId: session.sessionId, target: options.target };
  const silence = createLeftOutSilence();
  const setAside = createSetAside({ record: options.record, place });
  const endTries = createEndTries(clock, options.endDeadlineMs);

  async function run(signal: AbortSignal): Promise<StreamOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      const openedMs = clock.monotonicMs();
      const end = await tryOnce(signal);
      if (end === null) return setAside.outcome();
      if (isTalking) absentSinceMs = clock.monotonicMs();
      // A connection that ended in silence was not healthy, however long that took to notice.
      const wasSilent = end.code === 'silent' || end.code === 'no-pong';
      const wasHealthy = !wasSilent && clock.monotonicMs() - openedMs >= healthyMs;
      if (wasHealthy) attempt = 1;
      if (wasSilent) noticeSilence(end);
      const next = learn(end, wasHealthy);
      if (!next.retry || signal.aborted) return stopped(next, end.wantsCredential);
      const waitMs = patientFor(next.waitMs, end.retryAfterMs ?? 0);
      if (waitMs === null) return stopped(next);
      if (endTries.areOver(wasSilent)) return stopped(endTries.outcome(end, outbox.counts().unconfirmed));
      if (end.code === '1009') sendSmallerFrames();
      await waitForNext({ ...next, waitMs }, attempt, signal);
    }
  }

  function learn(end: ConnectionEnd, wasHealthy: boolean): NextTry {
    const suspect = isTalking ? outbox.firstOnTheWay() : null;
    const next = retries.after(end, {
      wasHealthy,
      wasAccepted: hasStarted,
      suspect: suspect?.firstSample ?? null,
      isSmallest: mostSamples <= fewestSamples,
    });
    options.record({
      kind: 'connection',
      type: 'connection.ended',
      ...place,
      generation,
      reason: next.sentence,
      fields: { code: end.code, retry: next.retry },
    });
    if (suspect !== null && next.setAside !== null) {
      outbox.setAside(suspect.firstSample);
      setAside.add(suspect, end);
    }
    return next;
  }

  /**
   * How long to wait for the next try; `null` when the target has been away for long enough. One that goes away after
   * Stop is waited for from then on. The last try is made at the end of that time, unless the target asks for more.
   */
  function patientFor(waitMs: number, askedMs: number): number | null {
    const sinceMs = Math.max(finishedMs, absentSinceMs);
    const restMs = sinceMs + options.absentAfterFinishMs - clock.monotonicMs();
    return restMs <= 0 || askedMs > restMs ? null : Math.min(waitMs, restMs);
  }

  /** Shaking hands and proving nothing, twice in a row: sending all of it again and again would not help. */
  function noticeSilence({ code }: ConnectionEnd): void {
    // One that has answered pings before is waited for, unless it talks and answers none any more.
    const mayComeBack = hasProved && code !== 'no-pong';
    if (!isTalking || mayComeBack || outbox.firstOnTheWay() === null) return;
    silentTalks += 1;
    if (silentTalks < 2) return;
    outbox.leaveUnconfirmed();
    leaveUnproved();
  }

  function leaveUnproved(): void {
    if (provesNothing) return;
    provesNothing = true;
    options.onNote(say('note.proves-nothing', { target: options.target }));
  }

  async function waitForNext(next: NextTry, attempt: number, signal: AbortSignal): Promise<void> {
    options.onStatus({
      phase: 'waiting',
      ...tell('link.waiting', { why: next.said }),
      attempt,
      untilMs: clock.nowMs() + next.waitMs,
    });
    impatient = new AbortController();
    // Stop makes one more try at once; after that the wait is a wait again.
    const stopWaiting = finished.signal.aborted ? [] : [finished.signal];
    await sleep(clock, next.waitMs, signal, impatient.signal, ...stopWaiting);
  }

  function sendSmallerFrames(): void {
    mostSamples = Math.max(fewestSamples, Math.floor(Math.min(mostSamples, secToSamples(1)) / 2));
  }

  function stopped({ sentence, said }: Told, wantsCredential = false): StreamOutcome {
    const action: Action | null = wantsCredential ? { do: 'set-credential', target: options.target } : null;
    options.onStatus({ phase: 'stopped', sentence, said, action });
    return { complete: false, sentence, said, action };
  }

  async function tryOnce(signal: AbortSignal): Promise<ConnectionEnd | null> {
    generation += 1;
    isTalking = false;
    const connected = runConnection(
      {
        ...options,
        compress: retries.compress(),
        generation,
        pace,
        targetProcess,
        mostSamples,
        oneAtATime: () => retries.oneAtATime() && !provesNothing,
        finished: finished.signal,
        isFirst: !hasStarted,
        hasProved,
        provesNothing,
        onPlainBytes: (bytes) => (plainSent += bytes),
        onOpen: (connection) => (current = connection),
        onShaken() {
          hasStarted = true;
          isTalking = true;
        },
        onEnding: () => endTries.begin(),
        onProof(firstSample) {
          hasProved = true;
          silentTalks = 0;
          retries.delivered(firstSample);
        },
        onNoProof: leaveUnproved,
        onRestarted: resendWhatWasLost,
      },
      signal,
    );
    const end = await connected.finally(() => {
      const bytes = current?.bytes() ?? { out: 0, in: 0 };
      past.out += bytes.out;
      past.in += bytes.in;
      current = null;
    });
    if (end === null) silence.sentAll();
    if (end === null) options.onStatus({ phase: 'idle', ...tell('link.complete') });
    return end;
  }

  function resendWhatWasLost(): void {
    options.buffers.emptied();
    const { target } = options;
    const sec = samplesToSec(outbox.requeueUnanswered());
    options.onNote(
      sec === 0 ? say('note.restarted', { target }) : say('note.restarted-resent', { target, sec }),
    );
  }

  function plainSilence(): number {
    const { packetSamples } = outbox;
    return Math.round(
      (silence.samples() / packetSamples) * plainChunkBytes(session, packetSamples, clock.nowMs()),
    );
  }

  return {
    run,
    tryNow: () => impatient.abort(),
    wakeUp() {
      impatient.abort();
      current?.prove();
    },
    leftOut(firstSample, sampleCount) {
      silence.leftOut(firstSample, sampleCount);
      // A plain client would be sending it now.
      if (current !== null && isTalking && outbox.counts().pending === 0) silence.sentAll();
    },
    sent(upToSample, padSamples) {
      silence.sentUpTo(upToSample);
      silence.filled(padSamples);
    },
    finish() {
      finishedMs = clock.monotonicMs();
      finished.abort();
      outbox.finish();
    },
    bytes() {
      const now = current?.bytes() ?? { out: 0, in: 0 };
      return { out: past.out + now.out, in: past.in + now.in, plainOut: plainSent + plainSilence() };
    },
    waitingBytes: () => current?.waitingBytes() ?? null,
  };
}
