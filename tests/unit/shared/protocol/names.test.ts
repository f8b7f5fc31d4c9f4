import { describe, expect, test } from 'vitest';
import { canonicalName, isDeprecatedName, isSpeech } from '../../../../src/shared/protocol/names.ts';

describe('message names', () => {
  test.each([
    ['transcription_result', 'TRANSCRIPTION_RESULT'],
    ['meeting_update', 'MEETING_UPDATE'],
    ['processing_complete', 'PROCESSING_COMPLETE'],
  ])('%s is an old name of %s', (old, today) => {
    expect(isDeprecatedName(old)).toBe(true);
    expect(canonicalName(old)).toBe(today);
  });

  test.each(['TRANSCRIPTION_RESULT', 'audio_chunk', 'constructor', ''])('%j is nobody’s old name', (type) => {
    expect(isDeprecatedName(type)).toBe(false);
    expect(canonicalName(type)).toBe(type);
  });
});

describe('speech', () => {
  test.each(['[SILENCE_DETECTED]', ' [BLANK_AUDIO]\n', '[WHISPER_ERROR]', '[AUDIO_TOO_SHORT]', '', '  '])(
    'is not what %j stands for',
    (text) => expect(isSpeech(text)).toBe(false),
  );

  test.each(['hello', '[laughs] hello', 'the marker [BLANK_AUDIO] was said'])('is %j', (text) =>
    expect(isSpeech(text)).toBe(true),
  );
});
