/** The words of engines and the transcripts they make, a part of the catalogue in text.ts. */
export const enginesText = {
  engines: {
    engine: 'Speech engine',
    auto: 'The first that is ready',
    none: 'none: kept here',
    noneReady:
      'No engine is ready. Enter a Groq key, choose another engine, or record now and transcribe later.',
    states: {
      ready: 'ready',
      'needs-key': 'needs a key',
      'needs-setup': 'to be set up',
      'not-installed': 'not installed',
    },
    key: (title: string) => `Key for ${title}`,
    newKey: 'Another key',
    saveKey: 'Save key',
    forgetKey: 'Forget it',
    keySet: (title: string, lastFour: string | null) =>
      lastFour === null
        ? `A key for ${title} is set.`
        : `The key for ${title} that ends in ${lastFour} is set.`,
    kept: {
      stored: "It is encrypted by this system's key store.",
      file: 'It is in a private file on this computer, not encrypted.',
      'this-run': 'It cannot be stored safely here, so it is kept until the app ends.',
      environment: 'It comes from the environment.',
    },
    left: 'Left:',
    audioLeft: (length: string) => `${length} of audio this hour`,
    requestsLeft: (n: string) => `${n} requests`,
    goesOnIn: (length: string) => `It goes on in ${length}.`,
    address: 'Address of the server, up to /v1',
    addressHint: 'http://127.0.0.1:8080/v1',
    saveAddress: 'Save address',
  },
  transcripts: {
    title: 'Transcripts by engines',
    progress: (done: string, all: string) => `${done} of ${all} segments`,
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
    started: 'It has begun; the words appear here.',
  },
} as const;
