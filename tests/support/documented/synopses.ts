import type { Run } from './commands.ts';

type Call = Omit<Run, 'says'> & { typed: string; says?: RegExp };

const origin = 'https://meet.example.org';

/** By command of docs/cli.md: what is typed to try each of its options, in an order in which one makes what the next needs. */
export const calls: Readonly<Record<string, readonly Call[]>> = {
  run: [{ typed: 'run --port 0', until: /UI: http/ }],
  record: [
    {
      typed:
        'record --input file:meeting.wav --speed max --mode stream --target built-in --title Stand-up --meeting-id m-1',
      says: /The recording is complete/,
    },
    {
      typed: 'record --input - --raw s16le,16000,1 --speed max --mode capture-only --duration 3 <meeting.raw',
      says: /3 s recorded/,
    },
    {
      typed: 'record --input file:meeting.wav --speed max --mode direct --engine pocketsphinx',
      says: /words/,
    },
  ],
  transcribe: [
    { typed: 'transcribe meeting.wav --engine pocketsphinx --title Kept', says: /login page/ },
    { typed: 'transcribe --session HEARD --engine pocketsphinx --again', says: /login page/ },
  ],
  search: [{ typed: 'search login page --limit 1', says: /login page/ }],
  'sessions list': [{ typed: 'sessions list', says: /Kept/ }],
  'sessions show': [{ typed: 'sessions show HEARD', says: /HEARD/ }],
  'sessions export': [
    ...['txt', 'srt', 'vtt', 'md', 'json'].map((format) => ({
      typed: `sessions export HEARD --format ${format} --transcript 1`,
      says: /login page/,
    })),
    { typed: 'sessions export HEARD --format wav --out kept.wav', writes: ['kept.wav'] },
  ],
  'sessions rename': [{ typed: 'sessions rename HEARD "Sprint 14"' }],
  'sessions note': [{ typed: 'sessions note HEARD "Priya sends the figures."' }],
  'sessions tag': [
    { typed: 'sessions tag HEARD plan board' },
    { typed: 'sessions tag HEARD board --remove' },
  ],
  'sessions send': [{ typed: 'sessions send STREAMED --target BACKEND', says: /delivered/ }],
  'events list': [{ typed: 'events list --type HANDSHAKE --since 1h --limit 5', says: /HANDSHAKE/ }],
  'events tail': [{ typed: 'events tail --type HANDSHAKE', until: /Ctrl-C/ }],
  'events export': [
    { typed: 'events export events.jsonl --format jsonl', writes: ['events.jsonl'] },
    { typed: 'events export events.csv --format csv --raw-cells', writes: ['events.csv'] },
    { typed: 'events export trace.jsonl --format trace --session STREAMED', writes: ['trace.jsonl'] },
    { typed: 'events export events.har --format har', writes: ['events.har'] },
  ],
  'events import': [
    { typed: 'events import trace.jsonl --format trace --again', says: /imported/ },
    { typed: 'events import events.jsonl --only-new' },
    {
      typed: 'events import told.txt --format wscat --started 2026-03-02T09:00 --direction in',
      says: /imported/,
    },
  ],
  'events imports': [{ typed: 'events imports', says: /trace\.jsonl/ }],
  'events delete': [{ typed: 'events delete IMPORTED', says: /deleted/ }],
  'alerts list': [{ typed: 'alerts list --open' }],
  'alerts acknowledge': [{ typed: 'alerts acknowledge' }],
  analyze: [
    { typed: 'analyze --session STREAMED --format full', says: /0 duplicate events/ },
    { typed: 'analyze --since 1h --target built-in --any-source --window 5 --ignore timestamp,chunkId' },
    { typed: 'analyze --events trace.jsonl --format monitor --verdicts', says: /duplicate/i },
    { typed: 'analyze --events trace.jsonl --what-if --window 2' },
    { typed: 'analyze --compare STREAMED file:trace.jsonl' },
  ],
  backend: [
    {
      typed: `backend --port 0 --engine pocketsphinx --simulate real --allow-origin ${origin}`,
      until: /Ctrl-C/,
    },
  ],
  tap: [
    {
      typed: `tap --listen 0 --target BACKEND --record-audio --allow-origin ${origin} --fault drop=0.1`,
      until: /Ctrl-C/,
      says: /0 connections/,
    },
  ],
  replay: [{ typed: 'replay --session STREAMED --target BACKEND --speed max --from 1', says: /sent again/ }],
  twin: [
    {
      typed: 'twin --input file:meeting.wav --a built-in --b BACKEND --speed max --duration 5 --report twin',
      writes: ['twin/twin.json', 'twin/twin.md'],
    },
  ],
  'targets list': [{ typed: 'targets list', says: /built-in/ }],
  'targets add': [{ typed: 'targets add staging --ws wss://staging.example.org/ws --notes Ours' }],
  'targets edit': [
    { typed: 'targets edit staging --ws BACKEND --name near --colour green', says: /Changed staging/ },
  ],
  'targets use': [{ typed: 'targets use near' }],
  'targets probe': [{ typed: 'targets probe near', says: /HANDSHAKE/ }],
  'targets discover': [{ typed: 'targets discover', says: /port 4040/ }],
  'targets processes': [{ typed: 'targets processes near', says: /MainThread|Process/ }],
  'targets export': [{ typed: 'targets export targets.json', writes: ['targets.json'] }],
  'targets import': [{ typed: 'targets import targets.json' }],
  'targets remove': [{ typed: 'targets use built-in' }, { typed: 'targets remove near --yes' }],
  verify: [
    {
      typed:
        'verify --target BACKEND --phases handshake,stress --connections 1 --chunks 3 --allow-disruptive --report r --junit v.xml --badge b.svg --github',
      mayLackEvidence: true,
      writes: ['r', 'v.xml', 'b.svg'],
    },
    { typed: 'verify --target BACKEND --scenario docs/scenarios/handshake.yaml --quick', says: /HANDSHAKE/ },
    {
      typed: 'verify --target BACKEND --phases handshake --watch 1s',
      until: /✓ +HANDSHAKE_ACK/,
      exit: 130,
    },
    {
      typed: 'verify --target BACKEND --phases soak --soak 0.1',
      mayLackEvidence: true,
      says: /soak/i,
    },
  ],
  'verify history': [{ typed: 'verify history --of BACKEND --limit 3', says: /BACKEND/ }],
  'verify compare': [{ typed: 'verify compare latest latest' }],
  'verify show': ['markdown', 'html', 'junit', 'github', 'json', 'badge'].map((format) => ({
    typed: `verify show latest --format ${format}`,
  })),
  'settings list': [{ typed: 'settings list', says: /direct\.language/ }],
  'settings set': [{ typed: 'settings set direct.vocabulary Kubernetes "Priya Raman"' }],
  'settings reset': [{ typed: 'settings reset direct.vocabulary' }],
  'keys list': [{ typed: 'keys list', says: /groq/ }],
  'keys set': [{ typed: 'keys set groq --from env:OWN_KEY', says: /groq/i }],
  'keys remove': [{ typed: 'keys remove groq' }],
  status: [{ typed: 'status' }, { typed: 'status --watch', until: /Disk/ }],
  bundle: [
    {
      typed:
        'bundle --out b.zip --session STREAMED --since 24h --max-mb 5 --include transcripts,audio --without logs --note "It failed."',
      writes: ['b.zip'],
    },
    { typed: 'bundle --dry-run --recipient none', says: /Nothing was written/ },
    { typed: 'bundle --preview sessions', says: /sessionId/ },
    { typed: 'bundle --find Jane', says: /does not have it/ },
    { typed: 'bundle --recipient RECIPIENT --out sealed.zip.age', writes: ['sealed.zip.age'] },
  ],
  'bundle inspect': [{ typed: 'bundle inspect b.zip', says: /0 came out/ }],
  'bundle diff': [{ typed: 'bundle diff b.zip b.zip', says: /Nothing differs/ }],
  'bundle open': [
    { typed: 'bundle open sealed.zip.age --identity age-key.txt --out opened.zip', writes: ['opened.zip'] },
  ],
  doctor: [{ typed: 'doctor --engine pocketsphinx', says: /Data folder/ }],
  'engines list': [{ typed: 'engines list', says: /pocketsphinx/ }],
  'engines allow': [{ typed: 'engines allow http://192.168.1.20:8000', says: /192\.168\.1\.20/ }],
  'engines disallow': [{ typed: 'engines disallow http://192.168.1.20:8000' }],
  'engines models list': [{ typed: 'engines models list', says: /base/ }],
  'bench-engine': [
    {
      typed: 'bench-engine meeting.wav --engine pocketsphinx --reference "the login page"',
      says: /real-time/i,
    },
  ],
  man: [{ typed: 'man', says: /^\.TH/m }],
  completion: [{ typed: 'completion bash', says: /scrumbot/ }],
  schema: [{ typed: 'schema record', says: /sessionId/ }],
  'sessions delete': [{ typed: 'sessions delete HEARD', says: /deleted/ }],
};

/** Options and commands that no test types, with the reason. */
export const notTyped: Readonly<Record<string, string>> = {
  'run --open': 'it opens a browser on the screen',
  'targets processes --follow': 'it follows PM2, which its own long test fetches',
  'verify resume': 'a soak that was left is resumed in the tests of verification',
  'engines models get': 'it downloads 60 MB; tests of models get them from a mirror of their own',
  'engines models remove': 'there is no model without the download',
};

/** `events list` of `events list [FILTER] [--limit N]`. */
export function nameOf(synopsis: string): string {
  return /^[a-z-]+(?: [a-z]+(?![\w/:]))*/.exec(synopsis)?.[0] ?? synopsis;
}
