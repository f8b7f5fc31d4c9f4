import { randomUUID } from 'node:crypto';
import type { EncodedAudio } from './encode-audio.ts';

/** A form with one file, as the body of a request. */
export type UploadForm = { body: Buffer<ArrayBuffer>; contentType: string };

export type AskedFor = {
  model: string;
  prompt: string | null;
  language: string | null;
  format: 'diarized_json' | 'verbose_json' | 'json' | 'text';
  /** Fields that the server refuses. */
  without: readonly string[];
};

/** What OpenAI's transcription request, which Groq speaks too, carries for one segment. */
export function transcriptionForm(audio: EncodedAudio, asked: AskedFor): UploadForm {
  const { model, prompt, language, format, without } = asked;
  const fields: [string, string][] = [
    ['model', model],
    ['response_format', format],
  ];
  // Other formats have no times, and some servers refuse the wish for them.
  if (format === 'verbose_json')
    fields.push(['timestamp_granularities[]', 'word'], ['timestamp_granularities[]', 'segment']);
  if (format === 'diarized_json') fields.push(['chunking_strategy', 'auto']);
  fields.push(['temperature', '0']);
  // Models that tell speakers apart take no prompt.
  if (prompt !== null && format !== 'diarized_json') fields.push(['prompt', prompt]);
  if (language !== null) fields.push(['language', language]);
  return encodeForm(
    fields.filter(([name]) => !without.includes(name)),
    audio,
  );
}

/**
 * Fields and a file as RFC 7578 has them. Made here, because FormData wants the file as a Blob, and the memory of
 * Blobs is nothing that V8 sees: they are cleared away late.
 */
function encodeForm(fields: readonly (readonly [string, string])[], file: EncodedAudio): UploadForm {
  const boundary = randomUUID();
  const opening = `--${boundary}\r\nContent-Disposition: form-data; name=`;
  const text = fields.map(([name, value]) => `${opening}"${name}"\r\n\r\n${value}\r\n`).join('');
  const fileHead = `${opening}"file"; filename="${file.fileName}"\r\nContent-Type: ${file.type}\r\n\r\n`;
  const body = Buffer.concat([
    Buffer.from(text + fileHead),
    file.bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { body, contentType: `multipart/form-data; boundary=${boundary}` };
}
