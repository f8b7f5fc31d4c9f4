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
    'a SQLite database; export the events of a store to a file and give that',
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
  // Its format holds lengths before everything: 1234:9:websocket;…
  if (/^\d{1,10}:\d{1,3}:[a-z_]{2,40};/.test(head.toString('latin1', 0, 80)))
    return 'a flow file of mitmproxy; make a HAR file of it with "mitmdump -nr FILE --set hardump=flows.har"';
  return head.subarray(0, 4096).includes(0) ? 'a binary file' : null;
}

/** Of text that is no capture of another tool. */
function textKindOf(text: string): string | null {
  return /^<[!?a-z]/i.test(text) ? 'an HTML or XML document' : null;
}
