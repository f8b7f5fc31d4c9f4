/** Old names that the backend fix replaced; still sent by servers that lack it. */
const canonicalNames: Readonly<Record<string, string>> = {
  transcription_result: 'TRANSCRIPTION_RESULT',
  meeting_update: 'MEETING_UPDATE',
  processing_complete: 'PROCESSING_COMPLETE',
};

/** In the reference's order. */
export const deprecatedNames: readonly string[] = Object.keys(canonicalNames);

export function isDeprecatedName(type: string): boolean {
  return Object.hasOwn(canonicalNames, type);
}

/** The name of today for a type as it was sent. */
export function canonicalName(type: string): string {
  return isDeprecatedName(type) ? (canonicalNames[type] ?? type) : type;
}

const notSpeech = new Set([
  '[SILENCE_DETECTED]',
  '[BLANK_AUDIO]',
  '[PROCESSING_ERROR]',
  '[WHISPER_ERROR]',
  '[HALLUCINATION_FILTERED]',
  '[LOW_AUDIO_ENERGY]',
  '[AUDIO_TOO_SHORT]',
]);

/** True for the markers that a backend sends in place of words. They are counted, never shown as transcript. */
export function isSpeech(text: string): boolean {
  const trimmed = text.trim();
  return trimmed !== '' && !notSpeech.has(trimmed);
}
