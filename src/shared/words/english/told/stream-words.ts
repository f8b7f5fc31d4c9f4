import { counted, pluralOf } from '../../../plural.ts';

type Target = { target: string };

/** Where audio stands on its way to a target, and how that ended. */
export const streamWords = {
  'link.idle': 'Not connected: nothing is being recorded.',
  'link.opening-sources': 'Not connected: the sources are being opened.',
  'link.not-yet': 'Not connected yet.',
  'link.nothing-streamed': 'Nothing is streamed in this mode.',
  'link.preparing': 'Getting ready to send.',
  'link.connecting': ({ target }: Target) => `Connecting to ${target}.`,
  'link.handshake': ({ target }: Target) => `Waiting for ${target} to answer the handshake.`,
  'link.streaming': ({ target }: Target) => `Streaming to ${target}.`,
  'link.draining': ({ target }: Target) => `Sending the rest to ${target}.`,
  'link.ending': ({ target }: Target) => `Waiting for the last answer of ${target}.`,
  'link.complete': 'The meeting is complete.',
  'link.waiting': ({ why }: { why: string }) => `${why} The audio is kept and sent when the target is back.`,
  'link.without-compression': ({ why }: { why: string }) => `${why} The next try is without compression.`,
  'link.not-ended': (p: { unconfirmed: number; tries: number; why: string }) =>
    `All audio was ${p.unconfirmed === 0 ? 'delivered' : 'sent'}, but the target did not end the meeting${p.tries > 1 ? ` in ${counted(p.tries, 'try', 'tries')}` : ''}. ${p.why}`,
  'link.not-taken': ({ where }: { where: readonly string[] }) =>
    `The target does not accept the audio of ${where.join(', ')}: it closed the connection three times when that was sent. Everything else was delivered. The recording is kept, and that part can be sent again.`,
  'link.set-aside': ({ where, code }: { where: string; code: string }) =>
    `The target closed the connection three times on the audio of ${where} (code ${code}). That part is skipped; the rest continues.`,
  'link.stretch': ({ fromSec, untilSec }: { fromSec: number; untilSec: number }) =>
    `second ${fromSec.toFixed(1)} to ${untilSec.toFixed(1)}`,
  'link.undelivered': (p: { why: string; pending: number; due: number }) =>
    `${p.why} ${p.pending} of ${counted(p.due, 'chunk')} ${pluralOf(p.pending, 'was', 'were')} not delivered; the recording is kept.`,

  'note.proves-nothing': ({ target }: Target) =>
    `${target} does not answer pings, so delivery can't be confirmed: the audio counts as unconfirmed, and is sent only once.`,
  'note.restarted': ({ target }: Target) =>
    `${target} restarted while it was away. Nothing is lost: it had answered everything it had read.`,
  'note.restarted-resent': ({ target, sec }: Target & { sec: number }) =>
    `${target} restarted and lost what it had not transcribed yet: ${sec.toFixed(1)} s of audio are sent to it again.`,
  'note.other-client': ({ meeting, target }: Target & { meeting: string }) =>
    `Another client sends audio in the meeting "${meeting}" at ${target}: its words are marked. A target has one buffer per meeting, so both lose audio; give each its own meeting id.`,
  'note.errors': ({ target, times, lastSaid }: Target & { times: number; lastSaid: string }) =>
    `${target} answered audio with an error ${counted(times, 'time')}; the last said: "${lastSaid}". That part may not be transcribed.`,
  'note.none-transcribed': (p: Target & { delivered: number; lastSaid: string }) =>
    `${counted(p.delivered, 'chunk was', 'chunks were')} delivered, none transcribed: ${p.target} says "${p.lastSaid}".`,
  'note.read-back': ({ target, lines }: Target & { lines: number }) =>
    `${counted(lines, 'line')} that ${target} stored never arrived here. ${pluralOf(lines, 'It was', 'They were')} read back and ${pluralOf(lines, 'is', 'are')} marked in the transcript.`,

  'stream.audio-error': ({ said }: { said: string }) => `The target answered audio with an error: "${said}".`,
  'stream.no-reason': 'no reason',
  'stream.untranscribed': "The target couldn't transcribe part of the audio and gave no reason.",
  'stream.foreign': ({ type }: { type: string }) =>
    `The target answered for another meeting; its ${type} is kept as an event only.`,
  'stream.not-handled': ({ why }: { why: string }) => `A message of the target couldn't be handled: ${why}.`,
  'stream.binary': 'The target sent a binary frame; the protocol has text frames only.',
  'stream.sent-again': 'Sent again: nothing proved that the target had read it before the connection ended.',
  'stream.not-read-back': ({ target, why }: Target & { why: string }) =>
    `What ${target} stored of the meeting was not read back: ${why}`,
  'stream.rest-not-encrypted': 'its REST address is not encrypted; https:// would be',
  'stream.rest-http': ({ status }: { status: number }) => `it answers with HTTP ${status}`,
  'stream.rest-too-long': ({ mb }: { mb: number }) => `its answer is longer than ${mb} MB`,
  'stream.rest-no-meeting': 'it knows no meeting of this name',
  'stream.rest-other': 'its answer is not a meeting',
} as const;
