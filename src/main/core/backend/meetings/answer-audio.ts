import type { Clock } from '../../ports/ports.ts';
import type { Listener } from '../wire/listener.ts';
import { deliver, type Client, type Meeting } from './meeting.ts';
import type { Take } from './meeting-audio.ts';
import { meetingUpdate, normalResult, timeoutResult } from '../wire/messages.ts';

/** A filled buffer: the words go to the client that filled it, the news of them to everybody. */
export async function answerFull(
  meeting: Meeting,
  take: Take,
  sender: Client,
  tools: { listen: Listener; clock: Clock },
): Promise<void> {
  const heard = await tools.listen(meeting, take);
  if (heard.kind === 'repeated') return;
  if (heard.kind === 'failed') {
    deliver(meeting, [sender], heard.message);
    return;
  }

  const ms = tools.clock.nowMs();
  // The position makes ids of the same millisecond differ.
  const chunkId = `chunk_${ms}_${meeting.meetingId}_${Math.round(take.startSec * 1000)}`;
  deliver(meeting, [sender], normalResult(meeting.meetingId, take, heard.words, { ms, chunkId }));
  for (const client of meeting.clients) client.send(meetingUpdate(meeting, heard.words.text, ms));
}

/** A buffer that waited for too long: the words go to everybody. */
export async function answerStale(
  meeting: Meeting,
  take: Take,
  tools: { listen: Listener; clock: Clock },
): Promise<void> {
  const heard = await tools.listen(meeting, take);
  if (heard.kind === 'repeated') return;
  const message =
    heard.kind === 'failed' ? heard.message : timeoutResult(take, heard.words, tools.clock.nowMs());
  deliver(meeting, meeting.clients, message);
}
