import { describe, expect, it } from 'vitest';
import { createSentTimeline } from '../../../../src/main/core/stream/outbox/sent-timeline.ts';
import { createTargetBuffers } from '../../../../src/main/core/stream/outbox/target-buffers.ts';
import {
  createTranscriptAssembler as assemble,
  type TranscriptAssembler,
} from '../../../../src/main/core/stream/transcript.ts';

type Sent = Parameters<typeof assemble>[0]['sent'];

/** What was sent, and the assembler of its answers; a message each second, at a clock that stands still. */
function stream(): {
  transcript: TranscriptAssembler;
  send: (firstSample: number, count: number) => void;
  others: () => number;
} {
  const sent: Sent = createSentTimeline();
  const buffers = createTargetBuffers();
  let others = 0;
  return {
    transcript: assemble({
      sent,
      buffers,
      nowMs: () => 0,
      onAnswered: () => undefined,
      onOtherClient: () => (others += 1),
    }),
    send(firstSample, count) {
      sent.add(firstSample, count);
      for (let left = count; left > 0; left -= 16_000) buffers.sent(Math.min(left, 16_000), 0);
    },
    others: () => others,
  };
}

/** An assembler for a stream of which `sec` seconds were sent without a pause. */
function createTranscriptAssembler(sec = 20): TranscriptAssembler {
  const { transcript, send } = stream();
  send(0, sec * 16_000);
  return transcript;
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

  it('places the k-th answer at the k-th three seconds of what was sent, however much was sent since', () => {
    const { transcript, send } = stream();
    send(0, 48_000);
    send(160_000, 112_000);
    const answers = ['one', 'two', 'three'].map((text) => transcript.add(result(text, { chunkId: text })));
    expect(answers.map((line) => [line?.startSec, line?.endSec])).toEqual([
      [0, 3],
      [10, 13],
      [13, 16],
    ]);
    expect(answers[0]?.flags).toEqual(['estimated-time']);
    expect(transcript.add(result('end', { chunkId: null, is_final: true }))).toMatchObject({
      startSec: 16,
      endSec: 17,
      flags: ['estimated-time', 'final'],
    });
  });

  it('counts an answer that has no words, and one that says that there are none', () => {
    const transcript = createTranscriptAssembler();
    transcript.add(result('[SILENCE_DETECTED]'));
    transcript.add({ type: 'TRANSCRIPTION_ERROR', data: { message: 'broken' } });
    expect(transcript.add(result('third', { chunkId: 'c' }))).toMatchObject({ startSec: 6, endSec: 9 });
  });

  it('takes words that come as an update only, and marks them; a result that follows them is not shown twice', () => {
    const { transcript, send, others } = stream();
    send(0, 96_000);
    const update = (text: string) => ({ type: 'MEETING_UPDATE', data: { latestTranscript: text } });
    expect(transcript.add(update('from a dead socket'))).toMatchObject({
      startSec: 0,
      endSec: 3,
      flags: ['estimated-time', 'meeting-update'],
    });
    expect(transcript.add(result('from a dead socket'))).toBeNull();
    expect(transcript.add(result('next', { chunkId: 'd' }))).toMatchObject({ startSec: 3, endSec: 6 });
    expect(transcript.add(update('next'))).toBeNull();
    expect(others()).toBe(0);
    expect(transcript.add(update('of somebody else'))?.flags).toEqual([
      'estimated-time',
      'meeting-update',
      'other-client',
    ]);
    expect(others()).toBe(1);
  });

  it('tells the time of the session, though silence was left out of what the target heard', () => {
    const { transcript, send } = stream();
    send(0, 48_000);
    send(160_000, 48_000);
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
