/** What a file is, and whether there may be sound in it. */
export type FileKind = {
  name: string;
  holds: 'sound' | 'archive' | 'page' | 'nothing' | 'other' | 'unknown';
};

// Enough for what is named below, and for a tag with a title before MP3 or FLAC.
export const kindBytes = 4_100;

/** What a file is by its first bytes, for people. */
export async function kindOfContent(start: Buffer): Promise<FileKind> {
  if (start.every((byte) => byte === 0))
    return { name: 'zeros only, at least at its start', holds: 'nothing' };
  const named = kindByMagic(start);
  if (named !== null) return named;
  // Thirty modules, loaded only for a file that is none of the usual ones.
  const { fileTypeFromBuffer } = await import('file-type');
  // A file that ends in the middle of its head is what it began as.
  const found = await fileTypeFromBuffer(start).catch(() => undefined);
  if (found !== undefined) return kindByType(found);
  return kindOfText(start) ?? { name: 'of a kind that is not known', holds: 'unknown' };
}

/** What needs a look of our own: shorter heads, other words, or what is inside. */
function kindByMagic(start: Buffer): FileKind | null {
  const text = start.toString('latin1');
  const form = text.slice(8, 12);
  if (text.startsWith('RIFX') && form === 'WAVE') return sound('big-endian RIFX');
  if (text.startsWith('RIFF') && form.length === 4)
    return riffKinds[form] ?? sound('a RIFF file of another kind');
  if (text.startsWith('FORM')) return sound(form.startsWith('AIF') ? 'an AIFF file' : 'an IFF file');
  if (text.slice(4, 8) === 'ftyp') return sound(mp4Kinds[form.trim()] ?? 'an MP4 file');
  // Transport streams have a sync byte every 188 bytes.
  if (
    start[0] === 0x47 &&
    (start.length <= 188 ? (start[1] ?? 0xff) < 0x60 && start[1] !== 0x49 : start[188] === 0x47)
  )
    return sound('an MPEG transport stream (TS)');
  if (text.startsWith('OggS')) return sound(oggName(text));
  return magics.find(([magic]) => text.startsWith(magic))?.[1] ?? null;
}

function oggName(text: string): string {
  if (text.includes('OpusHead')) return 'an Opus file (Ogg)';
  return text.includes('Speex   ') ? 'a Speex file (Ogg)' : 'an Ogg file';
}

const sound = (name: string): FileKind => ({ name, holds: 'sound' });
const archive = (name: string): FileKind => ({ name, holds: 'archive' });
const other = (name: string): FileKind => ({ name, holds: 'other' });

const riffKinds: Readonly<Record<string, FileKind>> = {
  'AVI ': sound('an AVI video'),
  WEBP: other('a WebP picture'),
  RMID: other('a MIDI file'),
};

const mp4Kinds: Readonly<Record<string, string>> = {
  M4A: 'an M4A (AAC) file',
  M4B: 'an M4B audiobook',
  M4V: 'an M4V video',
  qt: 'a QuickTime movie',
  '3gp4': 'a 3GP file',
  '3gp5': 'a 3GP file',
  '3gp6': 'a 3GP file',
  '3g2a': 'a 3GP file',
};

const magics: readonly (readonly [string, FileKind])[] = [
  ['ID3', sound('an MP3 file')],
  ['fLaC', sound('a FLAC file')],
  ['caff', sound('a CAF file')],
  ['#!AMR', sound('an AMR file')],
  ['#!SILK', sound('a SILK file')],
  ['\u0002#!SILK', sound('a SILK file')],
  ['.snd', sound('an AU file')],
  ['wvpk', sound('a WavPack file')],
  ['MAC ', sound("a Monkey's Audio file")],
  ['TTA1', sound('a True Audio (TTA) file')],
  ['.ra\u00fd', sound('a RealAudio file')],
  ['.RMF', sound('a RealMedia file')],
  ['\u0002dss', sound('a DSS dictation')],
  ['\u0003ds2', sound('a DS2 dictation')],
  ['0&\u00b2u\u008ef\u00cf\u0011', sound('a WMA or WMV file')],
  ['FLV', sound('a Flash video')],
  ['ADIF', sound('an AAC file')],
  ['V\u00e0', sound('an AAC stream (LATM)')],
  ['\u000bw', sound('an AC-3 file')],
  ['\u007f\u00fe\u0080\u0001', sound('a DTS file')],
  ['\u0000\u0000\u0001\u00ba', sound('an MPEG video')],
  ['Creative Voice File', sound('a Creative voice (VOC) file')],
  ['MThd', other('a MIDI file')],
  ['\u001f\u008b', archive('a gzip archive')],
  ['%PDF', other('a PDF document')],
  ['\u0089PNG', other('a PNG picture')],
  ['GIF8', other('a GIF picture')],
  ['\u00ff\u00d8\u00ff', other('a JPEG picture')],
  ['version https://git-lfs', other('a Git LFS pointer: the recording itself was not fetched')],
];

/** The words of a type that the library names by its extension. */
function kindByType({ ext, mime }: { ext: string; mime: string }): FileKind {
  const known = types[ext];
  if (known !== undefined) return known;
  const name = ext.toUpperCase();
  const [family] = mime.split('/');
  if (family === 'audio' || family === 'video') return sound(withArticle(`${name} ${family} file`));
  if (family === 'image') return other(withArticle(`${name} picture`));
  if (/zip|compressed|tar|archive|rar|-xz/.test(mime)) return archive(withArticle(`${name} archive`));
  return other(withArticle(`${name} file`));
}

// Letters are spelled: "an M4V", "an SRT", but "a UTF".
const withArticle = (words: string): string => `${/^[AEFHILMNORSX8]/.test(words) ? 'an' : 'a'} ${words}`;

const types: Readonly<Record<string, FileKind>> = {
  aac: sound('an AAC file'),
  mp3: sound('an MP3 file'),
  mp2: sound('an MPEG audio (MP2) file'),
  mkv: sound('a Matroska (MKV) file'),
  webm: sound('a WebM file'),
  mov: sound('a QuickTime movie'),
  mts: sound('an MPEG transport stream (TS)'),
  mpg: sound('an MPEG video'),
  mxf: sound('an MXF video'),
  docx: other('a Word document'),
  xlsx: other('an Excel workbook'),
  pptx: other('a PowerPoint presentation'),
  xml: other('an XML file'),
  vtt: other('subtitles (VTT)'),
  zip: archive('a ZIP archive'),
  elf: other('a program'),
  exe: other('a program'),
  macho: other('a program'),
  sqlite: other('an SQLite database'),
};

/** Text has no magic. */
function kindOfText(start: Buffer): FileKind | null {
  const isWide = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);
  const text = start
    .toString(isWide ? 'utf16le' : 'utf8')
    .replace(/^\u{feff}/u, '')
    .trimStart();
  if (/^(<!--[\s\S]*?-->\s*)?<(!doctype html|html|head|body)\b/i.test(text))
    return { name: 'a web page (HTML)', holds: 'page' };
  if (/^<svg\b/i.test(text)) return other('an SVG picture');
  if (/^<(\?xml|[A-Za-z!])/.test(text)) return other('an XML file');
  if (/^\d+\r?\n\d\d:\d\d:\d\d/.test(text)) return other('subtitles (SRT)');
  // eslint-disable-next-line no-control-regex -- these are what text does not have
  if (text === '' || (!isWide && /[\u0000-\u0008\u000e-\u001a\ufffd]/.test(text.replace(/\ufffd+$/, ''))))
    return null;
  if (/^[[{]/.test(text)) return other('a JSON file');
  return other('a text');
}

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
  0x14: 'G.723 ADPCM',
  0x16: 'G.723 ADPCM',
  0x22: 'TrueSpeech',
  0x31: 'GSM 6.10',
  0x40: 'G.721 ADPCM',
  0x42: 'G.723.1',
  0x45: 'G.726 ADPCM',
  0x50: 'MPEG audio (MP2)',
  0x55: 'MP3',
  0x57: 'AMR-NB',
  0x58: 'AMR-WB',
  0x61: 'Duck DK4 ADPCM',
  0x64: 'G.726 ADPCM',
  0x65: 'G.722',
  0x69: 'Xbox ADPCM',
  0x83: 'G.729',
  0xff: 'AAC',
  0x160: 'Windows Media Audio 1',
  0x161: 'Windows Media Audio 2',
  0x162: 'Windows Media Audio Professional',
  0x163: 'Windows Media Audio Lossless',
  0x1600: 'AAC',
  0x1610: 'AAC',
  0x2000: 'AC-3',
  0x2001: 'DTS',
  0x704f: 'Opus',
  0xa106: 'AAC',
  0xf1ac: 'FLAC',
  0x566f: 'Ogg Vorbis',
  0x674f: 'Ogg Vorbis',
};
