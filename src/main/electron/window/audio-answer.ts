import { Readable } from 'node:stream';
import { parseAudioPath, type KeptAudioName } from '../../../shared/sound/audio-address.ts';
import { audioAnswerOf, type KeptAudio } from '../../core/recording/recording.ts';
import { appOrigin, headersOf } from './page-answer.ts';

/** Opens the audio of a kept session. */
export type OpenAudio = (sessionId: string, name: KeptAudioName) => Promise<KeptAudio>;

/** Answers a request for a session's audio, or a part of it; `null` for a request for something else. */
export async function answerAudioRequest(
  request: Pick<Request, 'method' | 'url' | 'headers'>,
  openAudio: OpenAudio,
): Promise<Response | null> {
  const { host, pathname, searchParams } = new URL(request.url);
  const wanted = parseAudioPath(pathname);
  if (wanted === null || host !== new URL(appOrigin).host || request.method !== 'GET') return null;
  const audio = await openAudio(wanted.sessionId, wanted.name).catch(() => null);
  if (audio === null) return null;
  const { status, headers, span } = audioAnswerOf({
    range: request.headers.get('range'),
    bytes: audio.bytes,
    downloadAs: searchParams.has('download') ? `${wanted.sessionId}.wav` : null,
  });
  const body = span === null ? null : streamOf(audio.read(span.from, span.until));
  return new Response(body, { status, headers: { ...headersOf('audio/wav'), ...headers } });
}

/** Node's own web stream is the one that a response takes; only their types know nothing of each other. */
function streamOf(blocks: AsyncIterable<Uint8Array>): ConstructorParameters<typeof Response>[0] {
  return Readable.toWeb(Readable.from(blocks)) as ConstructorParameters<typeof Response>[0];
}
