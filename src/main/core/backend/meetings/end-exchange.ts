import type { Clock } from '../../ports/ports.ts';
import type { Listener } from '../wire/listener.ts';
import { deliver, type Client, type Meeting } from './meeting.ts';
import { finalResult, meetingSummary, processingComplete, processingStatus } from '../wire/messages.ts';

/**
 * Says a meeting's last words to the client that ended it. Runs in a turn of the meeting, so no background check
 * can take the same audio.
 */
export async function endMeeting(
  meeting: Meeting | null,
  client: Client,
  tools: { listen: Listener; clock: Clock },
): Promise<void> {
  client.send(processingStatus('initialization', 'Starting final processing...'));
  if (meeting === null) {
    client.send(processingComplete(null, 0));
    return;
  }

  await answerRest(meeting, client, tools);
  client.send(processingStatus('summary_generation', 'Generating meeting summary and tasks...'));
  const durationMs = tools.clock.monotonicMs() - meeting.startedMs;
  const outcome = { transcripts: meeting.transcripts, durationMs, atMs: tools.clock.nowMs() };
  client.send(meetingSummary(meeting, outcome));
  client.send(processingComplete(meeting.meetingId, meeting.transcripts));
  // A client that is gone has not heard the end and will ask for it again.
  meeting.ended = client.isOpen();
}

async function answerRest(
  meeting: Meeting,
  client: Client,
  tools: { listen: Listener; clock: Clock },
): Promise<void> {
  const heldMs = meeting.audio.heldMs();
  const rest = meeting.audio.takeRest();
  if (rest === null) return;
  client.send(processingStatus('final_audio', `Processing final audio (${heldMs.toFixed(1)}ms)...`));
  const heard = await tools.listen(meeting, rest);
  if (heard.kind === 'repeated') return;
  const message =
    heard.kind === 'failed' ? heard.message : finalResult(rest, heard.words, tools.clock.nowMs());
  deliver(meeting, [client], message);
}
