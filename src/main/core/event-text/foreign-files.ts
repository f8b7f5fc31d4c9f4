/** What a file is that holds no events for us, as the end of "it is …". `null` when it may hold some. */
export function foreignKindOf(head: Buffer): string | null {
  return binaryKindOf(head) ?? textKindOf(head.toString('utf8', 0, 64 * 1024).trimStart());
}

const pcap =
  'a network capture (pcap); let Wireshark take the messages out of it: tshark -r FILE -Y websocket -T json';

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
  [pcap, 'd4c3b2a1'],
  [pcap, 'a1b2c3d4'],
  [pcap, '4d3cb2a1'],
  [pcap, '0a0d0d0a'],
  ['a session of Charles in its own format; save it as "JSON Session File (.chlsj)"', 'aced0005'],
  ['a PDF document', '25504446'],
  ['an image', '89504e47'],
  ['an image', 'ffd8ff'],
  ['text in UTF-32; save it as UTF-8', 'fffe0000'],
];

function binaryKindOf(head: Buffer): string | null {
  if (head.toString('latin1', 0, 4) === 'PK\u0003\u0004') {
    const isOfFiddler = /^(?:raw\/|_index\.htm)/.test(head.toString('latin1', 30, 60));
    if (isOfFiddler) return 'a session archive of Fiddler (.saz); export it there as HTTPArchive (HAR)';
  }
  for (const [kind, bytes, at = 0] of magics) {
    const magic = Buffer.from(bytes, 'hex');
    if (head.subarray(at, at + magic.length).equals(magic)) return kind;
  }
  // Its format holds lengths before everything: 1234:9:websocket;…
  if (/^\d{1,10}:\d{1,3}:[a-z_]{2,40};/.test(head.toString('latin1', 0, 80)))
    return 'a flow file of mitmproxy; make a HAR file of it with "mitmdump -nr FILE --set hardump=flows.har"';
  return head.subarray(0, 4096).includes(0) ? 'a binary file' : null;
}

const instead = 'let the client talk through a tap instead';
const insomnia =
  'an export of Insomnia, which holds requests and no messages; those of a connection are in the file of its response';

const texts: readonly [kind: string, pattern: RegExp][] = [
  [
    `an export of Burp, which holds requests and no WebSocket messages; ${instead}`,
    /^<(?:\?xml|!DOCTYPE items|items burpVersion)[^]{0,4000}<items burpVersion=/,
  ],
  [
    'packets as Wireshark writes them in XML (PDML); let it write them as JSON: tshark -r FILE -Y websocket -T json',
    /^<\?xml[^]{0,400}<pdml\b/,
  ],
  ['an HTML or XML document', /^<[!?a-z]/i],
  // Lists of what a tool can send, and nothing that was sent.
  [
    'a collection of Postman, which holds requests and no messages',
    /^\{[^]{0,4000}"schema"\s*:\s*"https:\/\/schema\.(?:get)?postman\.com\//,
  ],
  [insomnia, /^\{[^]{0,4000}"__export_format"\s*:/],
  [insomnia, /^type: (?:collection|spec)\.insomnia\.rest\//],
  // Of each frame it has the length alone.
  [
    'what chrome://net-export saved, which holds no messages; open the developer tools (F12) before the meeting, and save the page "Network" as HAR',
    /^\{\s*"constants"\s*:\s*\{/,
  ],
  [
    'a list of packets without what they say; let Wireshark write all of them: tshark -r FILE -Y websocket -T json',
    /^(?:.{0,400}\n){0,5} *\d+ +\d+\.\d+ +\S+ (?:→|->) \S+ +\S+ \d+ /,
  ],
  [
    `what socat -v showed, in which all that a client sends is masked; ${instead}`,
    /^(?:.{0,400}\n){0,20}[<>] \d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d+ {1,4}length=\d+ from=\d+ to=\d+/,
  ],
];

/** Of text that is no capture of another tool. */
function textKindOf(text: string): string | null {
  const head = text.slice(0, 8_000);
  return texts.find(([, pattern]) => pattern.test(head))?.[0] ?? null;
}
