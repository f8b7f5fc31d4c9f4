import { withNoun } from '../../shared/plural.ts';

/** The words of engines and the transcripts they make, a part of the catalogue in text.ts. */
export const enginesText = {
  engines: {
    engine: 'Speech engine',
    auto: 'First available',
    none: 'none: recorded only',
    noneReady:
      'No engine is ready. Enter a Groq key, choose another engine, or record now and transcribe later.',
    states: {
      ready: 'ready',
      'needs-key': 'needs a key',
      'needs-setup': 'needs setup',
      'not-installed': 'not installed',
    },
    key: (title: string) => `Key for ${title}`,
    newKey: 'Replace key',
    saveKey: 'Save key',
    forgetKey: 'Remove key',
    keySet: (title: string, lastFour: string | null) =>
      lastFour === null ? `A key for ${title} is set.` : `A key for ${title} is set, ending in ${lastFour}.`,
    kept: {
      stored: "It is encrypted by this system's key store.",
      file: 'It is in a private file on this computer, not encrypted.',
      'this-run': "It can't be stored safely here, so it is kept until the app quits.",
      environment: 'It comes from the environment.',
    },
    left: 'Left:',
    audioLeft: (length: string) => `${length} of audio this hour`,
    requestsLeft: (n: string) => withNoun(n, 'request'),
    goesOnIn: (length: string) => `Continues in ${length}.`,
    address: 'Address of the server, up to /v1',
    addressHint: 'http://127.0.0.1:8080/v1',
    saveAddress: 'Save address',
  },
  transcripts: {
    title: 'Transcripts by engines',
    progress: (done: string, all: string) => `${done} of ${withNoun(all, 'segment')}`,
    speech: (length: string) => `${length} of speech`,
    cost: (length: string, usd: string) => `${length} billed, $${usd}`,
    failed: (n: string) => `${n} could not be transcribed`,
    waiting: (n: string) => `${n} still waiting`,
    shown: 'shown',
    show: 'Show',
    again: 'Try again',
    running: (n: string, sentence: string) => `Segments done: ${n}. ${sentence}`,
    cancel: 'Cancel transcription',
    transcribe: 'Transcribe with an engine…',
    another: 'Transcribe with another engine…',
    start: 'Transcribe',
    started: 'Started. The words appear here.',
  },
} as const;
