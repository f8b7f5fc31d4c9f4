import { randomUUID } from 'node:crypto';
import type { EncodedAudio } from './encode-audio.ts';

/** A form with one file, as the body of a request. */
export type UploadForm = { body: Buffer<ArrayBuffer>; contentType: string };

/** What OpenAI's transcription request, which Groq speaks too, carries for one segment: words with their times. */
export function transcriptionForm(
  audio: EncodedAudio,
  request: { model: string; prompt: string | null; language: string | null },
): UploadForm {
  const fields: [string, string][] = [
    ['model', request.model],
    ['response_format', 'verbose_json'],
    ['timestamp_granularities[]', 'word'],
    ['timestamp_granularities[]', 'segment'],
    ['temperature', '0'],
  ];
  if (request.prompt !== null) fields.push(['prompt', request.prompt]);
  if (request.language !== null) fields.push(['language', request.language]);
  return encodeForm(fields, audio);
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
