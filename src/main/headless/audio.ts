import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { toAppError } from '../../shared/errors.ts';
import { parseAudioPath, type KeptAudioName } from '../../shared/sound/audio-address.ts';
import { audioAnswerOf, type KeptAudio } from '../core/recording/recording.ts';
import type { Access } from './access.ts';
import { answerText } from './response-headers.ts';
import { say } from '../../shared/words/all-words.ts';

/** Opens the audio of a kept session. */
export type OpenAudio = (sessionId: string, name: KeptAudioName) => Promise<KeptAudio>;

/** Sends a session's audio, or the part of it that was asked for, to whoever may use the page. */
export async function answerAudio(
  request: IncomingMessage,
  response: ServerResponse,
  { access, openAudio }: { access: Access; openAudio: OpenAudio },
): Promise<void> {
  const [path = '', query] = (request.url ?? '').split('?');
  const asked = new URLSearchParams(query);
  if (!access.mayEnter(request.headers.cookie, asked.get('key'))) {
    answerText(response, 401, say('http.not-logged-in'));
    return;
  }
  const wanted = parseAudioPath(path);
  if (wanted === null) {
    answerText(response, 404, say('http.nothing-here'));
    return;
  }
  let audio: KeptAudio;
  try {
    audio = await openAudio(wanted.sessionId, wanted.name);
  } catch (error) {
    answerText(response, 404, toAppError(error).message);
    return;
  }
  const { status, headers, span } = audioAnswerOf({
    range: request.headers.range,
    bytes: audio.bytes,
    downloadAs: asked.has('download') ? `${wanted.sessionId}.wav` : null,
  });
  response.writeHead(status, headers);
  if (span === null || request.method === 'HEAD') {
    response.end();
    return;
  }
  await pipeline(Readable.from(audio.read(span.from, span.until)), response).catch((error: unknown) => {
    // A player that seeks lets go of what it asked for before.
    if (!response.destroyed) throw error;
  });
}
