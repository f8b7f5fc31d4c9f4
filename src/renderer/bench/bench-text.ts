import { counted, withNoun } from '../../shared/plural.ts';

/** Words of the bench: tap, replay, twin run and scenarios. */
export const benchText = {
  tabs: 'What the bench does',
  tab: { tap: 'Tap', replay: 'Replay', twin: 'Twin run', scenario: 'Scenario' },
  tap: {
    region: 'A tap for another client',
    intro:
      'Any client can talk to a target through a port of this computer. Every message is passed on byte for byte, recorded, and judged like our own.',
    port: 'Port',
    recordAudio: 'Keep the audio that clients send, as sessions',
    start: 'Start the tap',
    stop: 'Stop',
    stopOf: (port: number) => `Stop the tap on port ${port}`,
    running: (port: number, target: string) => `Tap on port ${port}, to ${target}`,
    address: 'Clients connect to',
    counts: (open: number, all: number, refused: number) =>
      `${open} connected now, ${all} so far, ${refused} refused`,
    moved: (out: string, sent: string, came: string, received: string) =>
      `${withNoun(out, 'message')} to the target (${sent}), ${came} from it (${received})`,
    unrecorded: (messages: string) =>
      `${withNoun(messages, 'message')} went through without a record: more came than could be recorded.`,
    allow: 'Allow',
    allowOf: (origin: string) => `Allow ${origin}`,
    allowed: (origins: string) => `Also let in: ${origins}`,
    events: 'All its events',
    findings: 'Its findings',
    live: (port: number) => `Latest messages on port ${port}`,
    nothingYet: 'No message has come through yet.',
    columns: { number: 'Event', way: 'Direction', type: 'Type', size: 'Size', verdict: 'Verdict' },
    ways: { in: '← target', out: '→ client' },
    fine: 'in order',
    duplicate: 'duplicate',
    deprecated: 'old name',
    broken: (rules: number) => `${counted(rules, 'rule')} broken`,
    faults: (port: number) => `Faults on the way on port ${port}`,
    fault: {
      drop: 'Lose one message in ten',
      duplicate: 'Send each message twice',
      delay: 'Delay by 500 ms',
      reorder: 'Swap adjacent messages',
      'half-open': 'Go silent 10 s after a connection opens',
      close: 'Close with 1011 10 s after a connection opens',
    },
    faultsNote: 'The first four affect messages from now on, the last two only new connections.',
    help: 'How to point a client at it',
    steps: [
      'The Chrome extension, as developers load it, connects to ws://localhost:8080/ws: start the tap on port 8080 and change nothing. Otherwise set WEBSOCKET_URL in its config.js to the address of the tap, and reload it in chrome://extensions.',
      'Pages of Meet, Zoom and Teams are let in. What comes from an extension itself, or from another site, is refused until you press Allow here: any page on this machine could ask.',
      'When the console says ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS, Chrome wants a permission before a public page may reach this machine: click the icon left of the address, and allow “Apps on device” (older versions: “Local network access”) for the page of the meeting.',
      'Where that was refused before, chrome://settings/content/siteDetails?site=https://meet.google.com has it.',
    ],
  },
  play: {
    session: 'Session',
    noSession: 'Choose a session',
    noneYet: 'No session has events yet',
    speed: 'Speed',
    speeds: { '1': 'real time', '2': 'twice as fast', '10': 'ten times as fast', max: 'as fast as possible' },
    cancel: 'Cancel',
    recording: 'Recording the audio first.',
    reading: 'Reading what to replay.',
    sent: (sent: string, total: string) => `${sent} of ${total} messages sent`,
    progressOf: (target: string) => `Progress to ${target}`,
    failed: (why: string) => `Failed: ${why}`,
    noWords: 'No words yet.',
    show: 'Open the session',
    evidence: 'Show events',
  },
  replay: {
    region: 'Replay a session',
    intro:
      'A recording, an import, what went through a tap or a session of a bundle is sent to a target as a new meeting: the same messages at the same times, with the audio that was kept. What comes back is compared with what came back then.',
    what: 'What to replay',
    kinds: { session: 'a session of this app', bundle: 'a session of a bundle' },
    openBundle: 'Open a bundle…',
    opening: 'Opening…',
    sending: (file: string) => `How much of ${file} has arrived`,
    sessionOf: (file: string) => `Session of ${file}`,
    notes: 'What differs from the original',
    from: 'Leave out audio before (seconds)',
    start: 'Replay',
    done: (frames: string, connections: number) =>
      `${withNoun(frames, 'message was', 'messages were')} replayed on ${counted(connections, 'connection')}.`,
    table: 'Then and now',
    columns: { what: '', a: 'Then', b: 'Now' },
    rows: {
      messages: 'Messages from the target',
      bytes: 'Their bytes',
      results: 'Results',
      resultsPerTranscription: 'Results per transcription',
    },
  },
  twin: {
    region: 'The same audio to two targets',
    intro:
      'Both hear the same audio at the same time. Their answers are shown side by side: words by the time of their audio, messages, repeats and latency.',
    input: 'Audio',
    inputs: {
      session: 'of a kept session',
      system: 'system audio, recorded first',
      microphone: 'microphone, recorded first',
    },
    seconds: 'Seconds to record',
    a: 'Target A',
    b: 'Target B',
    start: 'Compare',
    table: 'Both sides',
    words: 'Words by the time of their audio',
    at: 'At',
    rows: {
      messages: 'Messages',
      bytes: 'Bytes',
      results: 'Results',
      resultsPerTranscription: 'Results per transcription',
      wordDifference: 'Words only on this side',
      p50: 'Time to a result, median (ms)',
      p95: 'Time to a result, p95 (ms)',
    },
    repeats: (cause: string) => `Repeats: ${cause}`,
  },
  scenario: {
    region: 'Run a scenario against a target',
    intro:
      'A scenario is a small file of steps: connect, send, expect, wait, repeat, in parallel. Each expectation is a check, and the result is kept as a verification.',
    newFile: 'scenario.yaml',
    text: (file: string) => `Steps of ${file}`,
    drop: 'Drop a YAML or JSON file here, choose one, or write your own.',
    choose: 'Choose file…',
    begin: 'Start from an example',
    save: 'Save file',
    start: 'Run',
    disturb: 'May disturb people who work with the target',
    running: (target: string) => `Running against ${target}`,
    steps: 'Steps so far',
    kept: 'The result is kept.',
    history: 'All results are on the Targets page.',
    tooLarge: (file: string, kib: number) => `${file} is too large for a scenario: more than ${kib} KiB.`,
    unreadable: (file: string) => `${file} can't be read as UTF-8 text.`,
    example: `name: A client is greeted
steps:
  - connect
  - name: The server greets the client
    expect: { type: HANDSHAKE_ACK, within: 2s }
  - send: { type: HANDSHAKE, clientType: scenario, version: '1', capabilities: [audio_chunk] }
  - name: HANDSHAKE is acknowledged
    expect: { type: HANDSHAKE_ACK, fields: { status: ready }, within: 2s }
  - ping
  - name: Nothing else comes unasked
    expectNothing: { for: 1s }
  - close
`,
  },
} as const;
