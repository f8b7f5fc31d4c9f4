import { counted } from '../../plural.ts';

type Source = { source: string };

/** A track in the middle of a sentence. */
const track = ({ source }: Source): string => (source === 'system' ? 'system audio' : `the ${source}`);
const trackFirst = (given: Source): string => track(given).replace(/^./, (letter) => letter.toUpperCase());

const checks: Readonly<Record<string, string>> = {
  system: 'Check that the meeting plays on the default output and that system audio may be recorded.',
  microphone: 'Check that the microphone is not muted and that its use is allowed.',
};

/** A headline behind a colon. */
const inTheMiddle = (headline: string): string =>
  headline.replace(/^\p{Lu}(?!\p{Lu})/u, (letter) => letter.toLowerCase());

type Done = { delivered: number; due: number };

/**
 * The line at the top of the page: a headline, its reason, what to do. While it records, reason and what to do stand in one
 * line of a laptop's window, so that nothing below them moves when they change.
 */
export const statusWords = {
  'status.ready': 'Ready to record',
  'status.ready.next': 'Choose a source and press Record.',
  'status.nothing-recorded': 'Nothing is being recorded.',
  'status.starting': 'Starting',
  'status.opening-sources': 'The sources are being opened.',
  'status.recording': 'Recording',
  'status.sound-quiet': 'The sources work, but are quiet right now.',
  'status.sound-arrives': 'Sound is arriving.',
  'status.kept': 'It is saved on disk.',
  'status.no-speech-yet': 'No speech so far, so nothing was sent.',
  'status.delivered': ({ delivered, due }: Done) =>
    `The target confirmed ${delivered} of ${counted(due, 'chunk')}.`,
  'status.transcribed': ({ delivered, due }: Done) =>
    `${delivered} of ${counted(due, 'segment')} transcribed.`,
  'status.words-by': ({ engine }: { engine: string }) => `Words by ${engine}.`,
  'status.rough-words': 'Rough words only.',
  'status.rough-words.next': 'Download a Whisper model for better words.',
  'status.no-words': 'Recording, but nothing will be transcribed',
  'status.no-engine': 'No speech engine on this computer is ready.',
  'status.no-engine.next': 'Download a Whisper model, and transcribe this later.',
  'status.stopping': 'Stopping',
  'status.stopping.capture-only': 'The recording is being saved.',
  'status.stopping.stream': "Waiting for the target's last answer. All audio is on disk.",
  'status.stopping.direct': 'The last segments are being transcribed. All audio is on disk.',
  'status.stopping.target-away': ({ target }: { target: string }) =>
    `Stopping: waiting for ${target}, which is away`,
  'status.stopping.engine-waits': ({ engine }: { engine: string }) => `Stopping: waiting for ${engine}`,
  'status.stopping.next': 'Wait, or stop waiting: all audio is on disk, and the rest can follow later.',
  'status.cut-off': 'It was cut off before its end.',
  'status.failed': 'The recording failed',
  'status.failed.next': 'Fix the cause, then record again.',
  'status.silent': 'The last recording is silent',
  'status.silent.next': 'Check the device before the next recording.',
  'status.incomplete': 'The last recording is not complete',
  'status.ended': 'The last recording has ended.',
  'status.ended.delivered': ({ delivered, due }: Done) =>
    `The last recording has ended: ${delivered} of ${counted(due, 'chunk')} delivered.`,
  'status.ended.transcribed': ({ delivered, due }: Done) =>
    `The last recording has ended: ${delivered} of ${counted(due, 'segment')} transcribed.`,
  'status.ended.outcome': (p: { headline: string; evidence: string }) => `${p.headline}: ${p.evidence}`,
  'status.not-measured': 'Recording, sound not measured yet',
  'status.not-measured.reason': 'No track has a level yet.',
  'status.not-captured': (p: Source) => `${trackFirst(p)} is not captured`,
  'status.not-captured.reason': 'What is said now is missing from this track.',
  'status.not-captured.next': 'Connect the device or choose another one: recording continues by itself.',
  'status.no-sound-yet': (p: Source) => `No sound from ${track(p)} yet`,
  'status.no-sound-yet.reason': 'Only digital silence so far.',
  'status.no-sound': (p: Source) => `No sound from ${track(p)}`,
  'status.no-sound.reason': ({ sec }: { sec: number }) => `Every sample of the last ${sec} s is zero.`,
  'status.no-sound.next': ({ source }: Source) => checks[source] ?? '',
  'status.track-not-measured': (p: Source) => `${trackFirst(p)} is not measured yet`,
  'status.track-not-measured.reason': 'No audio has arrived from it so far.',
  'status.target-silent': 'Recording, no answer from the target yet',
  'status.not-confirmed': 'Recording, delivery not confirmed yet',
  'status.not-confirmed.reason': 'The target has confirmed no chunk so far.',
  'status.target-stopped': 'The target stopped taking audio',
  'status.target-stopped.next': 'Audio is safe on disk. Check the target, then record again.',
  'status.target-away': 'The target is unreachable',
  'status.target-away.next': 'Nothing to do: saved audio is sent once it is back.',
  'status.engine-stopped': 'The speech engine has stopped',
  'status.engine-stopped.next': 'Fix the cause; the session can also be transcribed later.',
  'status.engine-waits': 'Waiting for the speech engine',
  'status.engine-waits.next': 'Nothing to do: audio is on disk and is transcribed later.',
  'status.last-failed': 'The last recording failed',
  'status.something-failed': 'Something failed in this recording',
  'status.something-failed.next': 'Fix the cause.',
  'status.audio-unsaved': "The recording can't be saved",
  'status.events-unsaved': "Events can't be saved",
  'status.unsaved.next': 'Free some disk space and check that the data folder is writable.',
  'silence.zeros': (p: Source & { check: string }) =>
    `No sound from ${track(p)}: every sample is zero. ${p.check}.`,
  'silence.quiet': (p: Source & { db: number; check: string }) =>
    `Hardly any sound from ${track(p)}: its peak is ${p.db} dB. ${p.check}.`,
  'silence.check-device': 'Check in the sound settings whether it is muted or turned down',
  'silence.check-file': 'The file itself has no more: check what it was recorded from',
  'status.also': ({ others }: { others: readonly string[] }) =>
    `Also: ${others.map(inTheMiddle).join('; ')}.`,
} as const;
