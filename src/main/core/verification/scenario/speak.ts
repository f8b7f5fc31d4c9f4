import { audioChunk } from '../../../../shared/protocol/client-messages.ts';
import { pcmFormat } from '../../../../shared/sound/audio.ts';
import { durationMs } from '../../../../shared/verification/scenario.ts';
import { sentence } from '../../../../shared/words/all-words.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import type { Bench } from '../bench/bench.ts';
import type { BenchConnection } from '../bench/connect.ts';
import { inSeconds } from '../bench/meeting.ts';
import { around } from '../bench/speech.ts';
import { failure, type Outcome } from './outcomes.ts';
import type { Step } from './scenario.ts';

/**
 * Sends the shipped speech for as long as the step says, a second in each message, over and over where it is shorter.
 * Answers what went wrong; `null` when all of it went.
 */
export async function speak(
  bench: Pick<Bench, 'clock' | 'signal' | 'speech' | 'target'>,
  { value }: Extract<Step, { kind: 'speak' }>,
  connection: BenchConnection,
  meetingId: string,
): Promise<Outcome | null> {
  const samples = Math.round((durationMs(value.for) / 1_000) * pcmFormat.sampleRateHz);
  const everyMs = durationMs(value.every ?? 1);
  const platform = bench.target.platform ?? undefined;
  const chunkCount = Math.ceil(samples / pcmFormat.sampleRateHz);
  for (let at = 0; at < chunkCount; at += 1) {
    const first = at * pcmFormat.sampleRateHz;
    const size = Math.min(pcmFormat.sampleRateHz, samples - first);
    const [pcm] = inSeconds(around(bench.speech, first, size));
    if (pcm === undefined) return null;
    const end = connection.ended();
    if (end !== null) {
      const found = sentence('scenario.speech-broke', { nth: at + 1, of: chunkCount, why: end.said });
      return failure(found, connection);
    }
    const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    connection.send(
      audioChunk({
        dataBase64: bytes.toString('base64'),
        byteLength: bytes.byteLength,
        meetingId,
        chunkId: `${connection.connectionId.slice(0, 8)}-${connection.counts().out + 1}`,
        atMs: bench.clock.nowMs(),
        ...(platform !== undefined && { platform }),
      }),
    );
    await sleep(bench.clock, everyMs, bench.signal);
    bench.signal.throwIfAborted();
  }
  return null;
}
