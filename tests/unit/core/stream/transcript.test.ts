import { describe, expect, it } from 'vitest';
import { createSentTimeline } from '../../../../src/main/core/stream/outbox/sent-timeline.ts';
import {
  createTranscriptAssembler as assemble,
  type TranscriptAssembler,
} from '../../../../src/main/core/stream/transcript.ts';

/** An assembler for a stream of which `sec` seconds were sent without a pause. */
function createTranscriptAssembler(sec = 20): TranscriptAssembler {
  const sent = createSentTimeline();
  sent.add(0, sec * 16_000);
  return assemble(sent);
}

const result = (text: string, more: object = {}, type = 'TRANSCRIPTION_RESULT') => ({
  type,
  data: {
    text,
    confidence: 0.9,
    timestamp: 'now',
    speaker: 'Unknown',
    chunkId: 'c1',
    is_final: false,
    ...more,
  },
});

describe('transcript of a target', () => {
  it('takes the audio times that the target names', () => {
    const line = createTranscriptAssembler().add(result('hello', { audioStartSec: 3, audioEndSec: 6 }));
    expect(line).toEqual({ startSec: 3, endSec: 6, text: 'hello', speaker: 'Unknown', flags: [] });
  });

  it('estimates the times where the target names none, never going back', () => {
    const sent = createSentTimeline();
    const transcript = assemble(sent);
    sent.add(0, 51_200);
    const first = transcript.add(result('one', { chunkId: 'a' }));
    sent.add(51_200, 59_200);
    const second = transcript.add(result('two', { chunkId: 'b' }));
    expect(first).toMatchObject({ startSec: 0, endSec: 3, flags: ['estimated-time'] });
    expect(second).toMatchObject({ startSec: 3, endSec: 6 });
  });

  it('tells the time of the session, though silence was left out of what the target heard', () => {
    const sent = createSentTimeline();
    const transcript = assemble(sent);
    sent.add(0, 48_000);
    sent.add(160_000, 48_000);
    expect(transcript.add(result('before', { audioStartSec: 0, audioEndSec: 3 }))).toMatchObject({
      startSec: 0,
      endSec: 3,
    });
    expect(transcript.add(result('after', { chunkId: 'b', audioStartSec: 3, audioEndSec: 6 }))).toMatchObject(
      {
        startSec: 10,
        endSec: 13,
      },
    );
  });

  it.each(['[SILENCE_DETECTED]', '[BLANK_AUDIO]', '[HALLUCINATION_FILTERED]', '  ', ''])(
    'leaves out %j',
    (text) => {
      expect(createTranscriptAssembler().add(result(text))).toBeNull();
    },
  );

  it('shows once what was answered as timeout and again as final', () => {
    const transcript = createTranscriptAssembler();
    const timeout = result('the end', { chunkId: null, trigger_reason: 'timeout' });
    expect(transcript.add(timeout)).toMatchObject({ flags: ['estimated-time', 'timeout'] });
    expect(transcript.add(result('the end', { chunkId: null, is_final: true }))).toBeNull();
  });

  it('shows once what came under the new and the old name', () => {
    const transcript = createTranscriptAssembler();
    expect(transcript.add(result('same words'))).not.toBeNull();
    expect(transcript.add(result('same words', {}, 'transcription_result'))).toBeNull();
  });

  it('keeps words that somebody really said twice', () => {
    const transcript = createTranscriptAssembler();
    expect(transcript.add(result('yes', { chunkId: 'a' }))).not.toBeNull();
    expect(transcript.add(result('yes', { chunkId: 'b' }))).not.toBeNull();
  });

  it('reads words under the old name, and ignores what is not a result or is malformed', () => {
    const transcript = createTranscriptAssembler();
    expect(transcript.add(result('old server', {}, 'transcription_result'))?.text).toBe('old server');
    expect(transcript.add({ type: 'MEETING_UPDATE', data: { latestTranscript: 'old server' } })).toBeNull();
    expect(transcript.add({ type: 'TRANSCRIPTION_RESULT', data: { confidence: 7 } })).toBeNull();
    expect(transcript.add({ type: 'TRANSCRIPTION_RESULT' })).toBeNull();
  });

  it('keeps the words of a result whose fields are of other types', () => {
    const transcript = createTranscriptAssembler();
    expect(transcript.add(result('by number', { chunkId: 3, confidence: 'high' }))?.text).toBe('by number');
    expect(transcript.add({ type: 'TRANSCRIPTION_RESULT', data: { text: 7 } })?.text).toBe('7');
  });

  it('shows once what an old server says three times', () => {
    const transcript = createTranscriptAssembler();
    const lines = [
      result('same words', { chunkId: undefined, trigger_reason: 'timeout' }, 'transcription_result'),
      result('same words', { chunkId: 's-1' }, 'transcription_result'),
      result('same words', { chunkId: 3 }),
    ].map((message) => transcript.add(message));
    expect(lines.filter((line) => line !== null)).toHaveLength(1);
  });
});
