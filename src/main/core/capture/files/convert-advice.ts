import { extname } from 'node:path';
import type { FileKind } from './file-kinds.ts';
import { bytesOfPath, type NamedFile } from './file-path.ts';

/** What to do about a file that is no WAV file. */
export function adviceFor(kind: FileKind, file: NamedFile): string {
  switch (kind.holds) {
    case 'sound':
    case 'unknown':
      return convertWith(file);
    case 'archive':
      return 'Unpack it, and name the sound file that is in it.';
    case 'page':
      return 'A page came in the place of the recording: sign in and download it again.';
    case 'nothing':
      return 'It was not written to the end, or not downloaded: copy or export it again.';
    case 'other':
      return 'Name a WAV file.';
    default:
      return kind.holds satisfies never;
  }
}

/** How to make a file that is read, in a way that never writes over anything, whatever the name. */
export function convertWith(
  { name, isStream }: NamedFile,
  platform: NodeJS.Platform = process.platform,
): string {
  const form = '-ar 16000 -ac 1 -c:a pcm_s16le';
  if (isStream) return `Convert it on its way: ffmpeg -i - ${form} -f wav - between the two pipes.`;
  const made = `${name.slice(0, name.length - extname(name).length)}-converted.wav`;
  const [from, to] = [name, made].map((each) => quoted(each, platform));
  return `Convert it first: ffmpeg -n -i ${from} ${form} ${to}`;
}

function quoted(name: string, platform: NodeJS.Platform): string {
  if (platform === 'win32') return `"${name}"`;
  const bytes = bytesOfPath(name);
  if (typeof bytes === 'string') return `'${bytes.replaceAll("'", `'\\''`)}'`;
  // A name that is no text, byte by byte where it has to be.
  const parts = [...bytes].map((byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x27 || byte === 0x5c
      ? `\\x${byte.toString(16).padStart(2, '0')}`
      : String.fromCharCode(byte),
  );
  return `$'${parts.join('')}'`;
}
