import { counted, pluralOf } from '../../../plural.ts';

type Stretch = { where: string; engine: string };
type Why = { why: string };

/** Where the transcription of a session stands, and what its engine left out. */
export const transcriptionWords = {
  'transcribe.preparing': ({ engine }: { engine: string }) => `Getting ${engine} ready.`,
  'transcribe.waiting-for-words': 'Waiting for the first words.',
  'transcribe.running': ({ engine }: { engine: string }) => `Transcribing with ${engine}.`,
  'transcribe.done': 'Everything is transcribed.',
  'transcribe.kept': ({ why }: Why) => `${why} The audio is kept.`,
  'transcribe.kept-for-later': ({ why }: Why) => `${why} The audio is kept and will be transcribed then.`,
  'transcribe.can-be-later': ({ why }: Why) => `${why} The audio is kept and can be transcribed later.`,
  'transcribe.gave-up': ({ why }: Why) =>
    `${why} The audio is kept, so the session can be transcribed again.`,
  'transcribe.stopped': ({ why }: Why) => `Transcribing stopped: ${why} The audio is kept.`,
  'transcribe.asked-at': ({ why, at }: Why & { at: string }) => `${why} Next try at ${at}.`,
  'transcribe.lacks-words': (p: Why & { lacking: number; of: number }) =>
    `${p.lacking} of ${counted(p.of, 'segment')} ${pluralOf(p.lacking, 'lacks', 'lack')} words. ${p.why}`,
  'transcribe.failed-segments': (p: Why & { failed: number; of: number }) =>
    `${p.failed} of ${counted(p.of, 'segment')} couldn't be transcribed: ${p.why}`,
  'transcribe.no-reason': 'no reason was given.',
  'transcribe.interrupted': 'It was stopped before everything was transcribed.',
  'transcribe.next-try-soon': 'The next try follows soon.',
  'transcribe.audio-cut': ({ there, of }: { there: number; of: number }) =>
    `Part of a segment's recording is missing: ${there.toFixed(1)} of ${of.toFixed(1)} s can be read.`,
  'transcribe.too-quiet': 'Too quiet to be understood; engines invent words for such sound.',
  'transcribe.few-words': ({ where, engine }: Stretch) =>
    `From ${where}, ${engine} heard hardly any words in speech.`,
  'transcribe.nothing-new': ({ where, engine }: Stretch) =>
    `From ${where}, ${engine} gave no words, and on a retry only those from before: its times may be wrong, or words are missing.`,
  'transcribe.broke-off': ({ where, engine }: Stretch) =>
    `From ${where}, ${engine} may have stopped before the end.`,
  'transcribe.doubtful': ({ where, engine }: Stretch) =>
    `From ${where}, ${engine} heard only words that were probably never said.`,
  'transcribe.stretch': ({ from, until }: { from: string; until: string }) => `${from} to ${until}`,

  'quota.requests-minute': "this minute's request quota is used up",
  'quota.audio-hour': "this hour's audio quota is used up",
  'quota.requests': 'its request quota is used up',
  'quota.audio': 'its audio quota is used up',
} as const;
