import { describe, expect, test } from 'vitest';
import { readAudioMessage } from '../../../../../src/main/core/backend/wire/audio-message.ts';

const twoSamples = Buffer.from(Int16Array.of(1000, -3000).buffer).toString('base64');

describe('an audio message', () => {
  test('is 16 kHz mono when it names no format', () => {
    const { payload } = readAudioMessage({ type: 'AUDIO_CHUNK', data: twoSamples });
    expect(payload).toEqual({ pcm: Int16Array.of(1000, -3000) });
  });

  test('of two channels becomes one', () => {
    expect(readPayload({ channels: 2 })).toEqual({ pcm: Int16Array.of(-1000) });
  });

  test('may write its rate as text', () => {
    expect(readPayload({ sampleRate: '16000' })).toHaveProperty('pcm');
  });

  test.each([
    { sampleRate: 0 },
    { sampleRate: 48_000 },
    { sampleRate: null },
    { channels: 6 },
    { channels: 0 },
    { sampleWidth: 3 },
  ])('with %j is refused, and the reason says what is taken', (metadata) => {
    expect(readPayload(metadata)).toEqual({ problem: expect.stringContaining('16000 Hz') as string });
  });

  test.each(['abc', 'a===', 'stress_test_audio_0_0', '!!!!', 'héllo', 'AAAA=AAA', 12, {}, [1, 2]])(
    'with %j for data is refused',
    (data) => {
      expect(readAudioMessage({ type: 'AUDIO_CHUNK', data }).payload).toHaveProperty('problem');
    },
  );

  test('finds a wrong letter at the end of many megabytes', () => {
    const long = 'AAAA'.repeat(3_000_000);
    expect(readAudioMessage({ type: 'AUDIO_CHUNK', data: long }).payload).toHaveProperty('pcm');
    expect(readAudioMessage({ type: 'AUDIO_CHUNK', data: `${long}AA-A` }).payload).toHaveProperty('problem');
    expect(readAudioMessage({ type: 'AUDIO_CHUNK', data: `AA==${long}` }).payload).toHaveProperty('problem');
  });

  test('loses an odd last byte', () => {
    const data = Buffer.from([1, 0, 2]).toString('base64');
    expect(readAudioMessage({ type: 'AUDIO_CHUNK', data }).payload).toEqual({ pcm: Int16Array.of(1) });
  });

  test.each([undefined, null, ''])('without data (%j) carries no audio and is no fault', (data) => {
    expect(readAudioMessage({ type: 'AUDIO_CHUNK', data }).payload).toBeNull();
  });

  test('names its meeting by id and place: in the metadata, or at the top of the enhanced form', () => {
    const place = { platform: 'meet', meetingUrl: 'https://meet.example/1' };
    const named = { id: 'm-1', platform: 'meet', url: 'https://meet.example/1' };
    const plain = readAudioMessage({ type: 'AUDIO_CHUNK', meetingId: 'm-1', metadata: place });
    const enhanced = readAudioMessage({ type: 'AUDIO_CHUNK_ENHANCED', meetingId: 'm-1', ...place });
    expect([plain.meeting, enhanced.meeting]).toEqual([named, named]);
  });

  test('with a meeting address that is no text belongs to no meeting', () => {
    const message = readAudioMessage({
      type: 'AUDIO_CHUNK',
      data: twoSamples,
      metadata: { meetingUrl: {} },
    });
    expect(message).toMatchObject({ meeting: null, payload: { problem: expect.any(String) as string } });
  });

  test('takes participants as objects with id and name only', () => {
    const read = (participants: unknown) =>
      readAudioMessage({ type: 'AUDIO_CHUNK_ENHANCED', data: twoSamples, participants });
    expect(read([{ id: 'p1', name: 'Ann', status: 'active' }]).participants).toEqual([
      { id: 'p1', name: 'Ann', status: 'active' },
    ]);
    expect(read(['Ann'])).toMatchObject({
      participants: null,
      payload: { problem: expect.any(String) as string },
    });
  });
});

function readPayload(metadata: object): unknown {
  return readAudioMessage({ type: 'AUDIO_CHUNK', data: twoSamples, metadata }).payload;
}
