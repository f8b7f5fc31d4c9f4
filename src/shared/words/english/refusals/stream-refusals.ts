import { counted } from '../../../plural.ts';

/** Why audio is not delivered or transcribed. */
export const streamRefusals = {
  'stream.being-sent': ({ target }: { target: string }) =>
    `This session is ${target === '' ? 'already being sent' : `being sent to ${target}`}. Cancel that, or wait until it is done, and send it to the other target then.`,
  'stream.sending-cancelled': ({ chunks }: { chunks: number }) =>
    `Sending was cancelled. ${chunks === 0 ? 'Nothing is missing' : `${counted(chunks, 'chunk is', 'chunks are')} kept`}; send the session again when you want to.`,
  'stream.read-back-failed': ({ why }: { why: string }) => `${why}.`,
  'stream.part-untranscribed': (p: { times: number; lastSaid: string }) =>
    `The target couldn't transcribe ${counted(p.times, 'stretch', 'stretches')} of audio. ${p.lastSaid} The recording is complete.`,
} as const;
