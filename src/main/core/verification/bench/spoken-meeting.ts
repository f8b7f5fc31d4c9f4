import { sleep } from '../../lifecycle/lifecycle.ts';
import { distinctResults } from './answers.ts';
import type { Bench, SpokenMeeting } from './bench.ts';
import { bottleneckIn, watchMachine } from './machine-watch.ts';
import { measureAgain } from './measure-again.ts';
import { openMeeting, secondsOf } from './meeting.ts';

// What a fault holds back may come behind the last word.
const aftermathMs = 300;
const bufferSec = 3;

/**
 * Speaks the shipped speech as a meeting; once more where its first words came late while this machine was in the way.
 * @throws ConnectionBroke
 */
export async function speakMeeting(bench: Bench): Promise<SpokenMeeting> {
  const { measured, tries } = await measureAgain(
    bench,
    () => speakOnce(bench),
    (spoken) => spoken.bottleneck !== null && (firstResultMs(spoken) ?? Infinity) > firstResultLimit(bench),
  );
  return { ...measured, tries };
}

async function speakOnce(bench: Bench): Promise<Omit<SpokenMeeting, 'tries'>> {
  const endWatch = watchMachine();
  const meeting = await openMeeting(bench, 'end-to-end');
  const { connection, sessionId } = meeting;
  const sentMs = await meeting.speak(bench.speech, bench.work.chunkEveryMs);
  const { complete, atMs } = await meeting.end();
  const bottleneck = bottleneckIn(endWatch(), bench.work.limits.machine);
  await sleep(bench.clock, aftermathMs, bench.signal);
  await connection.close();
  return {
    sessionId,
    connection,
    sentMs,
    endedMs: atMs,
    complete,
    seconds: secondsOf(bench.speech),
    bottleneck,
  };
}

/** From the third second of speech to the first words, ms; `null` when none came. */
export function firstResultMs({
  connection,
  sentMs,
}: Pick<SpokenMeeting, 'connection' | 'sentMs'>): number | null {
  const [first] = distinctResults(connection.received);
  const thirdMs = sentMs[bufferSec - 1];
  return first === undefined || thirdMs === undefined ? null : Math.max(0, first.received.atMs - thirdMs);
}

/** What holds up every message is found by the handshake, and is no fault of the transcriber. */
export function firstResultLimit({ work, acquaintance }: Pick<Bench, 'work' | 'acquaintance'>): number {
  return work.limits.firstResultMs + acquaintance.answerMs;
}
