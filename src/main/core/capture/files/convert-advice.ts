import { extname } from 'node:path';
import type { FileKind } from './file-kinds.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';
import { bytesOfPath, type NamedFile } from './file-path.ts';

/** What to do about a file that is no WAV file. */
export function adviceFor(kind: FileKind, file: NamedFile): Sentence {
  switch (kind.holds) {
    case 'sound':
    case 'unknown':
      return convertWith(file);
    case 'archive':
      return sentence('capture.unpack');
    case 'page':
      return sentence('capture.sign-in');
    case 'nothing':
      return sentence('capture.copy-again');
    case 'other':
      return sentence('capture.name-wav');
    default:
      return kind.holds satisfies never;
  }
}

/** How to make a file that is read, in a way that never writes over anything, whatever the name. */
export function convertWith(
  { name, isStream }: NamedFile,
  platform: NodeJS.Platform = process.platform,
): Sentence {
  const form = '-ar 16000 -ac 1 -c:a pcm_s16le';
  if (isStream) return sentence('capture.convert-stream', { command: `ffmpeg -i - ${form} -f wav -` });
  const made = `${name.slice(0, name.length - extname(name).length)}-converted.wav`;
  const [from, to] = [name, made].map((each) => quoted(each, platform));
  return sentence('capture.convert-first', { command: `ffmpeg -n -i ${from} ${form} ${to}` });
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
