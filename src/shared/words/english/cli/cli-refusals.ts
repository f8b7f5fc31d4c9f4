/** What is wrong with how a command was called. Only the command line says these, so they may name its options. */
export const cliRefusals = {
  'cli.not-an-alert': ({ id }: { id: string }) =>
    `"${id}" is not an alert. "scrumbot alerts list" shows their ids.`,
  'cli.verdicts-need-monitor': "Verdicts are the reference monitor's: add --format monitor.",
  'cli.compare-two': 'Name two to compare: --compare BEFORE AFTER.',
  'cli.long-note': 'A note has at most 20,000 characters.',
  'cli.option-takes': (p: { option: string; known: string; given: string }) =>
    `${p.option} takes ${p.known}, not "${p.given}".`,
  'cli.no-home': ({ home }: { home: string }) => `There is no data folder ${home}. Name another with --home.`,
  'cli.not-a-bundle': ({ path }: { path: string }) =>
    `${path} already exists and is not a bundle, so it is left as it is. Name another file with --out.`,
  'cli.no-bundle-folder': ({ folder }: { folder: string }) =>
    `There is no folder ${folder} for the bundle. Create it, or name another with --out.`,
  'cli.open-needs': 'Name the key that opens it with --identity, and the zip to write with --out.',
  'cli.exists': ({ path }: { path: string }) => `${path} already exists. Name another file with --out.`,
  'cli.bad-identity': ({ why }: { why: string }) => `The identity can't be read: ${why}`,
  'cli.no-file': ({ path }: { path: string }) => `There is no file ${path}.`,
  'cli.bench-stopped': 'Stopped before the end of the file.',
  'cli.bad-reference': ({ given, why }: { given: string; why: string }) =>
    `The reference ${given} can't be read (${why}). Name a text file, or give the words in quotes.`,
  'cli.unwritable': ({ path, why }: { path: string; why: string }) => `${path} can't be written: ${why}.`,
  'cli.unreadable': ({ path, why }: { path: string; why: string }) => `${path} can't be read: ${why}.`,
  'cli.not-a-date': ({ text }: { text: string }) =>
    `"${text}" is not a date. Write it like 2026-01-31 or 2026-01-31T09:00.`,
  'cli.never-began': 'The session ended before it started.',
  'cli.bad-meeting-id':
    '--meeting-id takes 1 to 80 letters, digits, "_" or "-": it becomes the name of a folder.',
  'cli.audio-needs-file': 'Audio needs a file: add --out meeting.wav',
  'cli.no-key': ({ name, known }: { name: string; known: string }) =>
    `No key is called "${name}". Known: ${known}.`,
  'cli.key-typed':
    'A key typed here could be read by others: pipe it in, or name a variable that holds it with --from env:NAME.',
  'cli.key-from': '--from names a variable that is set, such as env:MY_KEY.',
  'cli.no-setting': ({ path }: { path: string }) =>
    `No setting is called "${path}". "scrumbot settings list" shows all of them.`,
  'cli.no-setting-but': ({ path, meant }: { path: string; meant: string }) =>
    `No setting is called "${path}". Did you mean ${meant}? "scrumbot settings list" shows all of them.`,
  'cli.setting-refused': ({ path, why }: { path: string; why: string }) => `${path}: ${why}`,
  'cli.one-value': ({ path }: { path: string }) =>
    `${path} takes one value; put quotes around one with spaces.`,
  'cli.on-or-off': ({ path, given }: { path: string; given: string }) =>
    `${path} is "on" or "off", not "${given}".`,
  'cli.takes-number': ({ path, given }: { path: string; given: string }) =>
    `${path} takes a number, not "${given}".`,
  'cli.header-form': "A header is given as 'Name: value', such as --header 'X-Api-Key: env:MY_KEY'.",
  'cli.no-variable': ({ name }: { name: string }) => `The variable ${name} is not set.`,
  'cli.change-what': 'Name what to change; "scrumbot targets edit --help" lists it.',
  'cli.no-targets-file': ({ file }: { file: string }) =>
    `There is no file ${file}. "scrumbot targets export FILE" writes one.`,
  'cli.origin-form':
    '--allow-origin takes an origin such as https://meet.example.org, or one extension as chrome-extension://ID.',
  'cli.sealed': ({ path }: { path: string }) =>
    `${path} is sealed. Name the key that opens it with --identity KEYFILE.`,
  'cli.replay-what': 'Name what to send again: --session ID, a file of events, a capture or a bundle.',
  'cli.replay-one': 'Name what to send again: --session ID or a file of events, not both.',
  'cli.replay-unreadable': ({ file }: { file: string }) =>
    `${file} can't be read. Name a file of events or a bundle, or --session ID.`,
  'cli.replay-nothing': ({ file, why }: { file: string; why: string }) =>
    why === ''
      ? `${file} holds no frames of a client that could be sent again, or they are in the store: use --session.`
      : `${file} holds no frames that could be sent again: ${why}.`,
  'cli.replay-which': (p: { file: string; count: number; sessions: string; more: boolean }) =>
    `${p.file} holds ${p.count} sessions in which a client speaks, and is imported now. Name one of them with --session: ${p.sessions}${p.more ? ', …' : ''}.`,
  'cli.twin-duration': 'Live sound is recorded before it is sent twice: say how long with --duration SEC.',
  'cli.twin-unwritable': ({ folder, why }: { folder: string; why: string }) =>
    `The results can't be written to ${folder}: ${why}.`,
  'cli.transcribe-what': 'Name a sound file, or a kept session with --session ID; one of the two.',
  'cli.takes-path': ({ option }: { option: string }) =>
    `${option} takes a path, not "-". "scrumbot verify show latest --format" prints a document.`,
  'cli.many-scenarios': ({ most, given }: { most: number; given: number }) =>
    `--scenario takes ${most} files at most, not ${given}.`,
  'cli.scenario-unreadable': ({ file, why }: { file: string; why: string }) =>
    `The scenario ${file} can't be read: ${why}.`,
  'cli.scenario-large': ({ file, kib }: { file: string; kib: number }) =>
    `The scenario ${file} has more than ${kib} KiB.`,
  'cli.scenario-not-utf8': ({ file }: { file: string }) => `The scenario ${file} is not UTF-8 text.`,
  'cli.format-is': ({ known }: { known: string }) => `--format is one of ${known}.`,
  'cli.no-phase-named': ({ known }: { known: string }) => `No phase is named. Known: ${known}.`,
  'cli.no-phase': ({ name, known }: { name: string; known: string }) =>
    `No phase is called "${name}". Known: ${known}.`,
  'cli.watch-form': '--watch takes 1 second to a day, such as 30 or 30s.',
  'cli.no-schema': ({ command, known }: { command: string; known: string }) =>
    `There is no schema for "${command}". Known: ${known}.`,
  'cli.not-a-duration': ({ text }: { text: string }) =>
    `"${text}" is not a duration. Write it like 90s, 15m, 1h or 7d.`,
  'cli.number-range': (p: { option: string; min: number; max: number; given: string }) =>
    `${p.option} takes a number from ${p.min} to ${p.max}, not "${p.given}".`,
  'cli.whole-number-range': (p: { option: string; min: number; max: number; given: string }) =>
    `${p.option} takes a whole number from ${p.min} to ${p.max}, not "${p.given}".`,
  'cli.input-file': 'Name the file: --input file:meeting.wav',
  'cli.not-an-input': ({ text }: { text: string }) =>
    `"${text}" is not an input. Use system, mic, file:PATH, or - for what is piped in.`,
  'cli.raw-form': ({ given, known }: { given: string; known: string }) =>
    `--raw takes an encoding, a sample rate and channels, such as s16le,48000,2, not "${given}". Encodings: ${known}.`,
  'cli.page-not-built': ({ folder }: { folder: string }) =>
    `The page is not built: ${folder} has none. Run "npm run build" first.`,
  'cli.port-unusable': ({ port, why }: { port: number; why: string }) =>
    `Port ${port} can't be used: ${why}. Choose another with --port.`,
} as const;
