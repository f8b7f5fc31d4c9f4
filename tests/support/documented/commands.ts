import type { DocumentedLine } from './lines.ts';

/** What becomes of a command line that a document has: run for real, or the reason why not. */
export type Documented = DocumentedLine & (Run | { notRun: string });

export type Run = {
  /** What is typed in its place, with placeholders in capitals; the line itself where this is absent. */
  typed?: string;
  /** The exit code that the documents promise; 0 when absent. */
  exit?: number;
  /** What is printed, on either stream. */
  says: RegExp;
  /** It runs on until Ctrl-C; this is what it has printed when that is pressed. */
  until?: RegExp;
  /** It measures, and on a busy machine may find that it could not: exit code 1 then, with no check that failed. */
  mayLackEvidence?: true;
  /** Files that it writes, below the folder where it is typed. */
  writes?: readonly string[];
};

const scrumbot = 'npm run -s scrumbot --';

/** README's walk of the first five minutes, in its order, but for what needs a sound server or an account. */
export const readme: Documented[] = [
  { line: `${scrumbot} doctor`, says: /^✓ Node .*[^]*Data folder[^]*Groq key/m },
  {
    line: `${scrumbot} record --input file:meeting.wav --speed max --json`,
    says: /^\{"sessionId":".*"state":"ended".*"undelivered":0,"hasWords":true/m,
  },
  { line: `${scrumbot} search login page`, says: /0:00\s.*the login page/ },
  { line: `${scrumbot} sessions list`, says: /built-in\s+complete\s+Meeting of/ },
  {
    line: `${scrumbot} sessions export ID --format srt`,
    says: /^1\n00:00:00,000 --> 00:00:0\d,\d{3}\n.*good morning/,
  },
  { line: `${scrumbot} events tail`, until: /Press Ctrl-C to stop/, says: /^Waiting for events/ },
  { line: `${scrumbot} analyze --since 1h`, says: /0 duplicate events .* 0 deprecated names/ },
  {
    line: `${scrumbot} bundle --since 24h --out bundle.zip`,
    says: /bundle\.zip\n.*private values were replaced/,
    writes: ['bundle.zip'],
  },
].map((step) => ({ place: 'README.md', ...step }));

const installs = 'it would install packages into the checkout that the tests run from';

/** The other lines in blocks. */
export const blocks: Documented[] = [
  ...[`npm run setup && npm start`, `npm run setup && npm test`].map((line) => ({
    ...{ place: 'README.md', line },
    notRun: `${installs}; npm start is run below`,
  })),
  {
    place: 'README.md',
    line: `${scrumbot} record --input system --duration 60`,
    says: /complete: 1 min recorded, .* of speech/,
  },
  {
    place: 'README.md',
    line: `GROQ_API_KEY=… ${scrumbot} transcribe meeting.wav --engine groq`,
    typed: `GROQ_API_KEY=gsk_0123456789abcdef ${scrumbot} transcribe meeting.wav --engine groq`,
    says: /scripted words/,
  },
  ...['README.md', 'docs/verification.md'].map((place) => ({
    ...{ place, line: `${scrumbot} verify --target built-in --quick`, mayLackEvidence: true as const },
    says: /built-in, run \d{8}-[^]*✓ +HANDSHAKE_ACK on connecting/,
  })),
  ...[
    { line: 'scrumbot bundle --since 24h --out bundle.zip', says: /bundle\.zip\n/, writes: ['bundle.zip'] },
    { line: 'scrumbot bundle --dry-run', says: /events\.jsonl +[\d.]+ kB[^]*Nothing was written\./ },
    { line: 'scrumbot bundle --preview events', says: /^\{"seq":\d+,.*"type":"/ },
    { line: 'scrumbot bundle --preview summary', says: /^# ScrumBot diagnostics\n/ },
    { line: 'scrumbot bundle --find "Jane"', says: /✓ events\.jsonl +does not have it/ },
    { line: 'scrumbot bundle inspect bundle.zip', says: /canaries were planted, 0 came out/ },
    {
      line: 'scrumbot bundle diff works.zip fails.zip',
      typed: 'cp bundle.zip works.zip && cp bundle.zip fails.zip && scrumbot bundle diff works.zip fails.zip',
      says: /^Nothing differs\.$/m,
    },
  ].map((step) => ({ place: 'docs/diagnostics.md', ...step })),
  {
    place: 'docs/tap.md',
    line: 'scrumbot tap --listen 8080 --target dev',
    typed: 'scrumbot tap --listen 0 --target dev',
    until: /^Tap: ws:\/\/127\.0\.0\.1:\d+\/ws\n[^]*Press Ctrl-C/m,
    says: /0 connections[^]*Target: dev\n/,
  },
  ...[
    {
      line: `${scrumbot} verify --target wss://scrumbot.example.org/ws --report verify-report --junit verify.xml`,
      typed: `${scrumbot} verify --target BACKEND --report verify-report --junit verify.xml`,
      says: /✓ +HANDSHAKE_ACK on connecting/,
      writes: ['verify-report', 'verify.xml'],
    },
    {
      line: 'exec scrumbot verify --target staging --quick --json --home /var/lib/scrumbot >/var/log/scrumbot-verify.json',
      typed:
        'scrumbot targets add staging --ws BACKEND --home lib && exec scrumbot verify --target staging --quick --json --home lib >scrumbot-verify.json',
      says: /(?:)/,
      writes: ['scrumbot-verify.json'],
    },
    { line: 'npm ci', notRun: installs },
    {
      line: `${scrumbot} verify --target "$TARGET" --quick --github --junit verify.xml --report report`,
      typed: `TARGET=BACKEND; ${scrumbot} verify --target "$TARGET" --quick --github --junit verify.xml --report report`,
      says: /✓ +HANDSHAKE_ACK on connecting/,
      writes: ['verify.xml', 'report'],
    },
  ].map((step) => ({ place: 'docs/verification.md', mayLackEvidence: true as const, ...step })),
];

const measures = 'it measures for minutes, alone on a machine';
const testsItself = 'it runs the tests that this one is of, or checks of the source';
const packs = 'it packs an app, for minutes; tests/integration/package opens such packages';

/** Lines in sentences and tables. */
export const sentences: Documented[] = [
  ...['README.md', 'docs/cli.md'].map((place) => ({
    ...{ place, line: "alias scrumbot='npm run -s scrumbot --'" },
    // Only a shell that somebody types into takes it without being asked to.
    typed: `shopt -s expand_aliases\nalias scrumbot='${scrumbot}'\nscrumbot sessions list`,
    says: /^\d{8}-\d{6}-[0-9a-f]{8}\s/m,
  })),
  ...[
    {
      line: 'npm start',
      until: /UI: http/,
      says: /UI: http:\/\/127\.0\.0\.1:\d+\/#token=[^]*No tray app here: /,
    },
    { line: 'npm start -- --headless', until: /UI: http/, says: /UI: http:\/\/127\.0\.0\.1:\d+\/#token=/ },
    { line: 'npm run setup', notRun: installs },
    {
      line: 'scrumbot engines models get base',
      notRun: 'it downloads 60 MB; tests of models get them from a mirror of their own',
    },
    {
      line: 'scrumbot keys set groq',
      typed:
        'echo gsk_0123456789abcdef | scrumbot keys set groq && scrumbot keys list && scrumbot keys remove groq',
      says: /groq/,
    },
    { line: 'scrumbot transcribe --session ID', says: /good morning/ },
  ].map((step) => ({ place: 'README.md', ...step })),
  ...[
    { line: 'npx vitest run -t "track identity"', notRun: testsItself },
    { line: 'npm run test:long', notRun: testsItself },
    {
      line: 'ffmpeg … -f wav - | scrumbot record --input -',
      typed: 'ffmpeg -loglevel error -i meeting.wav -f wav - | scrumbot record --input - --speed max',
      says: /The recording is complete/,
    },
    { line: 'npm run bench -- recording', notRun: measures },
  ].map((step) => ({ place: 'docs/capture.md', ...step })),
  ...[
    {
      line: 'scrumbot COMMAND --help',
      typed: 'scrumbot record --help',
      says: /^Examples:\n {2}scrumbot record/m,
    },
    { line: 'scrumbot man', says: /^\.TH SCRUMBOT 1/m },
    {
      line: 'scrumbot completion bash|zsh|fish|powershell',
      typed: 'for shell in bash zsh fish powershell; do scrumbot completion $shell || exit 1; done',
      says: /complete.*scrumbot/,
    },
    { line: 'scrumbot schema COMMAND', typed: 'scrumbot schema record', says: /^\{[^]*"sessionId"/ },
    { line: 'scrumbot schema error', says: /^\{[^]*"bad-input"/ },
    { line: 'scrumbot schema scenario', says: /^\{[^]*"HANDSHAKE_ACK"|^\{[^]*"steps"/ },
    { line: 'scrumbot doctor', says: /^! Proxy|^✓ Proxy/m },
  ].map((step) => ({ place: 'docs/cli.md', ...step })),
  {
    place: 'docs/decisions.md',
    line: 'scrumbot backend',
    typed: 'scrumbot backend --port 0',
    until: /Press Ctrl-C/,
    says: /^Backend: ws:\/\/127\.0\.0\.1:\d+\/ws$/m,
  },
  {
    place: 'docs/diagnostics.md',
    line: 'scrumbot bundle open FILE --identity KEYFILE --out bundle.zip',
    typed:
      'scrumbot bundle --recipient RECIPIENT --out sealed.zip.age && scrumbot bundle open sealed.zip.age --identity KEYFILE --out opened.zip && scrumbot bundle inspect opened.zip',
    says: /canaries were planted, 0 came out/,
    writes: ['sealed.zip.age', 'opened.zip'],
  },
  { place: 'docs/diagnostics.md', line: 'scrumbot doctor', says: /Data folder/ },
  {
    place: 'docs/durability.md',
    line: 'scrumbot sessions send',
    typed: 'scrumbot sessions send ID --target BACKEND',
    says: /delivered/,
  },
  { place: 'docs/durability.md', line: 'npx vitest run -t "fault 4:"', notRun: testsItself },
  { place: 'docs/architecture.md', line: 'npm run check:layers', notRun: testsItself },
  {
    place: 'docs/first-look.md',
    line: 'npm run gallery',
    notRun: 'it takes all pictures of the documents anew',
  },
  ...[
    ...['', ' -- --dir', ' -- --linux deb --arm64', ' -- --linux'].map((words) => ({
      ...{ line: `npm run package${words}`, notRun: packs },
    })),
    { line: 'npm run package -- --win', notRun: 'only Windows packs for Windows' },
    { line: 'npm run package -- --mac', notRun: 'only macOS packs for macOS' },
    { line: 'npm install --no-save --cpu=arm64', notRun: installs },
    {
      line: 'npm run sign-updates -- --new-key updates-key.pem',
      says: /SCRUMBOT_UPDATES_KEY=\S+/,
      writes: ['updates-key.pem'],
    },
    { line: 'npm run sign-updates', notRun: 'the line below is the same with what it needs' },
    {
      line: 'SCRUMBOT_UPDATES_PRIVATE_KEY=updates-key.pem npm run sign-updates -- dist',
      typed: 'SCRUMBOT_UPDATES_PRIVATE_KEY=updates-key.pem npm run sign-updates -- feeds',
      says: /latest-linux\.yml/,
    },
    { line: 'npm run icons', notRun: 'it draws files of the source anew' },
    {
      line: 'npx @electron/fuses read --app <path of the app>',
      notRun: 'it reads a packed Electron; tests/integration/package reads its fuses',
    },
  ].map((step) => ({ place: 'docs/packaging.md', ...step })),
  ...[
    '',
    ' -- store',
    ' -- bundle',
    ' -- press',
    ' -- ui',
    ' -- vitals',
    ' -- tap',
    ' -- tap-steady',
    ' -- verify',
  ]
    .concat([' -- direct', ' -- engine', ' -- search'])
    .map((words) => ({ place: 'docs/performance.md', line: `npm run bench${words}`, notRun: measures })),
  ...['docs/performance.md', 'docs/verification.md'].map((place) => ({
    ...{ place, line: 'scrumbot run', until: /UI: http/, says: /UI: http:\/\/127\.0\.0\.1:\d+\/#token=/ },
  })),
  ...['npm run test:attack', 'npm test'].map((line) => ({
    ...{ place: 'docs/security.md', line, notRun: testsItself },
  })),
  { place: 'docs/verification.md', line: 'scrumbot verify', notRun: 'it is run with its options, above' },
  { place: 'docs/verification.md', line: 'scrumbot schema scenario', says: /"steps"/ },
];
