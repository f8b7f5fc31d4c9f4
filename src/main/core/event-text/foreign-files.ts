/** What a file is that holds no events for us, as the end of "it is …". `null` when it may hold some. */
export function foreignKindOf(head: Buffer): string | null {
  return binaryKindOf(head) ?? textKindOf(head.toString('utf8').trimStart());
}

const magics: readonly [kind: string, bytes: string, at?: number][] = [
  ['a ZIP archive; unpack it first', '504b0304'],
  ['a file packed by bzip2, and only gzip is unpacked here', '425a68'],
  ['a file packed by xz, and only gzip is unpacked here', 'fd377a585a00'],
  ['a file packed by Zstandard, and only gzip is unpacked here', '28b52ffd'],
  ['a 7-Zip archive; unpack it first', '377abcaf271c'],
  [
    'a SQLite database; "scrumbot events export" writes the events of a store to a file',
    '53514c69746520666f726d6174203300',
  ],
  ['a sound file', '57415645', 8],
  ['a network capture (pcap), which is not read here', 'd4c3b2a1'],
  ['a network capture (pcap), which is not read here', 'a1b2c3d4'],
  ['a network capture (pcapng), which is not read here', '0a0d0d0a'],
  ['a PDF document', '25504446'],
  ['an image', '89504e47'],
  ['an image', 'ffd8ff'],
  ['text in UTF-32; save it as UTF-8', 'fffe0000'],
];

function binaryKindOf(head: Buffer): string | null {
  for (const [kind, bytes, at = 0] of magics) {
    const magic = Buffer.from(bytes, 'hex');
    if (head.subarray(at, at + magic.length).equals(magic)) return kind;
  }
  return head.subarray(0, 4096).includes(0) ? 'a binary file' : null;
}

const mostLinesRead = 50;
const longestStart = 200;

function textKindOf(text: string): string | null {
  if (text === '') return null;
  const lines = text.split('\n', mostLinesRead).map((line) => line.slice(0, longestStart).trim());
  if (isHar(text)) return 'a HAR file, the network traffic of a browser, which is not read here';
  if (lines.some((line) => line.startsWith('Connected (press CTRL+C')) || isSpokenBothWays(lines))
    return 'what wscat showed in a terminal, which is not read here';
  if (lines.some(isPm2Line)) return 'a log of PM2, which is not read here';
  if (/^<[!?a-z]/i.test(text)) return 'an HTML or XML document';
  if (lines.some((line) => line.includes('WebSocket message:')))
    return 'the log of a backend, which is not read here';
  return null;
}

function isHar(text: string): boolean {
  const start = text.slice(0, 4096).replace(/\s/g, '');
  return start.startsWith('{"log":{') && /"(?:creator|entries|pages|browser)":/.test(start);
}

/** Each line is marked as received or sent. */
function isSpokenBothWays(lines: readonly string[]): boolean {
  const spoken = lines.filter((line) => line !== '');
  return spoken.length > 0 && spoken.every((line) => /^[<>] /.test(line));
}

function isPm2Line(line: string): boolean {
  return /^\d{1,4}\|[^|]{1,80}\| /.test(line) || /^PM2 {1,20}\|/.test(line) || line.startsWith('[TAILING]');
}
