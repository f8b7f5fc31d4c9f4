import { describe, expect, it } from 'vitest';
import { createTranscriptAssembler } from '../../../../src/main/core/stream/transcript.ts';

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
    const line = createTranscriptAssembler().add(result('hello', { audioStartSec: 3, audioEndSec: 6 }), 20);
    expect(line).toEqual({ startSec: 3, endSec: 6, text: 'hello', speaker: 'Unknown', flags: [] });
  });

  it('estimates the times where the target names none, never going back', () => {
    const transcript = createTranscriptAssembler();
    const first = transcript.add(result('one', { chunkId: 'a' }), 3.2);
    const second = transcript.add(result('two', { chunkId: 'b' }), 6.9);
    expect(first).toMatchObject({ startSec: 0, endSec: 3, flags: ['estimated-time'] });
    expect(second).toMatchObject({ startSec: 3, endSec: 6 });
  });

  it.each(['[SILENCE_DETECTED]', '[BLANK_AUDIO]', '[HALLUCINATION_FILTERED]', '  ', ''])(
    'leaves out %j',
    (text) => {
      expect(createTranscriptAssembler().add(result(text), 3)).toBeNull();
    },
  );

  it('shows once what was answered as timeout and again as final', () => {
    const transcript = createTranscriptAssembler();
    const timeout = result('the end', { chunkId: null, trigger_reason: 'timeout' });
    expect(transcript.add(timeout, 3)).toMatchObject({ flags: ['estimated-time', 'timeout'] });
    expect(transcript.add(result('the end', { chunkId: null, is_final: true }), 3)).toBeNull();
  });

  it('shows once what came under the new and the old name', () => {
    const transcript = createTranscriptAssembler();
    expect(transcript.add(result('same words'), 3)).not.toBeNull();
    expect(transcript.add(result('same words', {}, 'transcription_result'), 3)).toBeNull();
  });

  it('keeps words that somebody really said twice', () => {
    const transcript = createTranscriptAssembler();
    expect(transcript.add(result('yes', { chunkId: 'a' }), 3)).not.toBeNull();
    expect(transcript.add(result('yes', { chunkId: 'b' }), 6)).not.toBeNull();
  });

  it('reads words under the old name, and ignores what is not a result or is malformed', () => {
    const transcript = createTranscriptAssembler();
    expect(transcript.add(result('old server', {}, 'transcription_result'), 3)?.text).toBe('old server');
    expect(
      transcript.add({ type: 'MEETING_UPDATE', data: { latestTranscript: 'old server' } }, 3),
    ).toBeNull();
    expect(transcript.add({ type: 'TRANSCRIPTION_RESULT', data: { text: 7 } }, 3)).toBeNull();
    expect(transcript.add({ type: 'TRANSCRIPTION_RESULT' }, 3)).toBeNull();
  });
});
