import { counted } from '../../plural.ts';

/** What the status line says of trouble that the health page measures: for people, the figures stand there. */
export const troubleWords = {
  'trouble.target-slow': 'The target answers slowly',
  'trouble.target-slow.reason': 'Its confirmations arrive late. Nothing is lost.',
  'trouble.target-silent': 'The target has gone quiet',
  'trouble.target-silent.reason': ({ sec, chunks }: { sec: number; chunks: number }) =>
    `It has confirmed nothing for ${sec} s; ${counted(chunks, 'chunk waits', 'chunks wait')}.`,
  'trouble.clock': 'Clocks disagree',
  'trouble.clock.reason': "The target's clock and this computer's are far apart.",
  'trouble.queue': 'The target lags behind',
  'trouble.queue.reason': ({ sec }: { sec: number }) =>
    `${sec} s of audio are waiting on this computer to be sent.`,
  'trouble.sockets': 'Audio is sent too slowly',
  'trouble.sockets.reason': 'The network is too slow for the audio, or the target has stopped reading.',
  'trouble.processing': 'Events show up late',
  'trouble.processing.reason': 'This computer is slow to save and show what arrives.',
  'trouble.errors': 'The target reports errors',
  'trouble.errors.reason': ({ errors }: { errors: number }) =>
    `It answered ${counted(errors, 'time')} with an error in this session.`,
  'trouble.results': 'The target repeats its results',
  'trouble.results.reason': ({ repeats }: { repeats: number }) =>
    `${counted(repeats, 'result')} came more than once.`,
  'trouble.store': 'Events are saved slowly',
  'trouble.store.reason': 'The disk is slow or busy.',
  'trouble.store-held': 'The database keeps growing',
  'trouble.store-held.reason': "Another program holds it open, so it can't be cleaned up.",
  'trouble.store-failing': "Events can't be saved",
  'trouble.store-failing.reason': 'They are kept in memory meanwhile.',
  'trouble.disk': 'Disk space is running out',
  'trouble.network-down': 'No network',
  'trouble.network-down.reason': 'This computer is not connected to a network.',
  'trouble.network': 'The connection keeps breaking',
  'trouble.network.reason': ({ endings }: { endings: number }) =>
    `${counted(endings, 'connection')} ended in the last hour.`,
  'trouble.thread': 'A part of the app is not responding',
  'trouble.thread.reason': 'The recording itself continues.',
  'trouble.memory': 'The app uses more and more memory',
  'trouble.memory.reason': 'It should stay level.',
  'trouble.busy': 'The app is very busy',
  'trouble.busy.reason': 'What it shows may be late.',
  'trouble.store-unknown': 'It is unknown whether events are saved in time',
  'trouble.disk-unknown': 'Free disk space is unknown',
  'trouble.process-unknown': 'It is unknown how busy the app is',
  'trouble.unknown.reason': "It couldn't be measured so far.",
} as const;
