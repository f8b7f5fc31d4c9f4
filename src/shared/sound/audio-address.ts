import { sourceNames, type SourceName } from './audio.ts';

/** One track of a session, or all of them together. */
export type KeptAudioName = SourceName | 'mix';

/** Where a host serves the audio of a kept session, as a WAV file. */
export function audioPath(sessionId: string, name: KeptAudioName): string {
  return `/audio/${encodeURIComponent(sessionId)}/${name}.wav`;
}

/** What a path asks for; `null` for any other path. */
export function parseAudioPath(path: string): { sessionId: string; name: KeptAudioName } | null {
  const [, session, file] = /^\/audio\/([\w.%-]{1,200})\/([a-z]+)\.wav$/.exec(path) ?? [];
  const name = ([...sourceNames, 'mix'] as const).find((one) => one === file);
  if (session === undefined || name === undefined) return null;
  try {
    return { sessionId: decodeURIComponent(session), name };
  } catch {
    return null;
  }
}
