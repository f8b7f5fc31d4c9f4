import { basename, dirname, extname, join } from 'node:path';

/** What a file is by its first bytes, for people. */
export function nameOfContent(start: Buffer): string {
  const text = start.toString('latin1');
  const form = text.slice(8, 12);
  if (text.startsWith('RIFF') && form.length === 4) return riffKinds[form] ?? 'a RIFF file of another kind';
  if (text.startsWith('FORM')) return form.startsWith('AIF') ? 'an AIFF file' : 'an IFF file';
  if (text.slice(4, 8) === 'ftyp') return mp4Kinds[form.trim()] ?? 'an MP4 file';
  if (/^\s*(<!doctype html|<html|<head|<\?xml)/i.test(text)) return 'a web page (HTML or XML)';
  // Transport streams have a sync byte every 188 bytes; MPEG audio begins with eleven bits that are set.
  const [first = 0, second = 0] = start;
  if (first === 0x47 && start.length >= 4 && (second & 0x80) === 0) return 'an MPEG transport stream (TS)';
  if (first === 0xff && (second & 0xf6) === 0xf0) return 'an AAC file';
  if (first === 0xff && (second & 0xe0) === 0xe0) return 'an MP3 file';
  return magics.find(([magic]) => text.startsWith(magic))?.[1] ?? 'something else';
}

const riffKinds: Readonly<Record<string, string>> = {
  'AVI ': 'an AVI video',
  WEBP: 'a WebP picture',
  RMID: 'a MIDI file',
};

const mp4Kinds: Readonly<Record<string, string>> = {
  M4A: 'an M4A (AAC) file',
  M4B: 'an M4B audiobook',
  qt: 'a QuickTime movie',
  '3gp4': 'a 3GP file',
  '3gp5': 'a 3GP file',
  heic: 'a HEIC picture',
};

const magics: readonly (readonly [string, string])[] = [
  ['ID3', 'an MP3 file'],
  ['OggS', 'an Ogg file'],
  ['fLaC', 'a FLAC file'],
  ['RIFX', 'a big-endian RIFF file'],
  ['caff', 'a CAF file'],
  ['#!AMR', 'an AMR file'],
  ['#!SILK', 'a SILK file'],
  ['.snd', 'an AU file'],
  ['wvpk', 'a WavPack file'],
  ['MAC ', "a Monkey's Audio file"],
  ['0&\u00b2u\u008ef\u00cf\u0011', 'a WMA or WMV file'],
  ['\u001aE\u00df\u00a3', 'a Matroska or WebM file'],
  ['FLV', 'a Flash video'],
  ['ADIF', 'an AAC file'],
  ['\u000bw', 'an AC-3 file'],
  ['\u0000\u0000\u0001\u00ba', 'an MPEG video'],
  ['MThd', 'a MIDI file'],
  ['PK', 'a ZIP archive'],
  ['\u001f\u008b', 'a gzip archive'],
  ['%PDF', 'a PDF document'],
  ['\u0089PNG', 'a PNG picture'],
  ['\u00ff\u00d8\u00ff', 'a JPEG picture'],
];

/** The audio in a WAV file, by the tags that Microsoft registered. */
export function nameOfFormat(kind: number, bits: number): string {
  if (kind === 1) return `${bits}-bit integers`;
  if (kind === 3) return `${bits}-bit floating point`;
  return formats[kind] ?? `audio of an unknown kind (0x${kind.toString(16)})`;
}

const formats: Readonly<Record<number, string>> = {
  0x02: 'Microsoft ADPCM',
  0x06: 'A-law',
  0x07: 'µ-law',
  0x11: 'IMA ADPCM',
  0x16: 'G.723 ADPCM',
  0x31: 'GSM 6.10',
  0x40: 'G.721 ADPCM',
  0x50: 'MPEG audio (MP2)',
  0x55: 'MP3',
  0x61: 'Duck DK4 ADPCM',
  0x69: 'Xbox ADPCM',
  0xff: 'AAC',
  0x160: 'Windows Media Audio 1',
  0x161: 'Windows Media Audio 2',
  0x162: 'Windows Media Audio Professional',
  0x2000: 'AC-3',
  0x2001: 'DTS',
  0xf1ac: 'FLAC',
  0x674f: 'Ogg Vorbis',
};

/** How to make a file that is read, in a way that never writes over anything, whatever the name. */
export function convertWith(path: string, platform: NodeJS.Platform = process.platform): string {
  const made = join(dirname(path), `${basename(path, extname(path))}-converted.wav`);
  const [from, to] = [path, made].map((name) => quoted(name, platform));
  return `Convert it first: ffmpeg -n -i ${from} -ar 16000 -ac 1 -c:a pcm_s16le ${to}`;
}

function quoted(name: string, platform: NodeJS.Platform): string {
  if (platform === 'win32') return `"${name}"`;
  return `'${name.replaceAll("'", `'\\''`)}'`;
}
