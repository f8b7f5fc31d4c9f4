import { sleep } from '../../lifecycle/lifecycle.ts';
import type { Bench, SpokenMeeting } from './bench.ts';
import { openMeeting, secondsOf } from './meeting.ts';

// What a fault holds back may come behind the last word.
const aftermathMs = 300;

/** @throws ConnectionBroke */
export async function speakMeeting(bench: Bench): Promise<SpokenMeeting> {
  const meeting = await openMeeting(bench, 'end-to-end');
  const { connection, sessionId } = meeting;
  const sentMs = await meeting.speak(bench.speech, bench.work.chunkEveryMs);
  const { complete, atMs } = await meeting.end();
  await sleep(bench.clock, aftermathMs, bench.signal);
  const spoken = { sessionId, connection, sentMs, endedMs: atMs, complete, seconds: secondsOf(bench.speech) };
  await connection.close();
  return spoken;
}
