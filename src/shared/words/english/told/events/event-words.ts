import { counted, pluralOf } from '../../../../plural.ts';

/** What the app records of itself, as the reason of an event, and what it says of stores and files. */
export const eventWords = {
  'settings.damaged': ({ movedTo }: { movedTo: string }) =>
    `The settings couldn't be read, so the defaults are used. The old file is kept as ${movedTo}.`,
  'settings.damaged.title': "Settings couldn't be read",
  'settings.dropped': ({ settings }: { settings: readonly string[] }) =>
    `Not allowed in the settings, so the default is used: ${settings.join(', ')}. All others are kept.`,
  'settings.dropped.one': ({ name, why }: { name: string; why: string }) => `${name} (${why})`,
  'settings.dropped.title': 'A setting is not used',
  'storage.low': ({ home, minutes }: { home: string; minutes: number }) =>
    `${home} has room for ${counted(minutes, 'more minute')} of this recording. Free some disk space.`,
  'storage.low.title': 'The disk is nearly full',
  'storage.log-grows':
    'Another program reads the database and does not finish, so its log grows on the disk. Close that program.',
  'storage.erased': 'What was deleted earlier is now gone from the database file and its log as well.',
  'storage.copies-left':
    'Copies of some rows are left in unused parts of the database; they are removed when the recording has ended.',
  'storage.some-left': 'Some of it is still in the database file.',
  'storage.tried-again': ({ why }: { why: string }) => `${why} The app tries again by itself.`,
  'storage.held': ({ holders }: { holders: readonly string[] }) =>
    `${holders.length === 0 ? 'Another program' : holders.join(' and ')} is reading the database, so deleted rows are still in its log (scrumbot.db-wal). Let it finish, or close it.`,
  'storage.left-out': (p: { frames: number; why: string; types: string; duplicates: number }) =>
    `${counted(p.frames, 'frame')} left out, because ${p.why}: ${p.types}. ${p.duplicates} of them were duplicates.`,
  'storage.no-room': 'the little disk space left is kept for audio',
  'storage.too-much': 'the target sends more than is stored for one connection',
  'storage.not-shown': ({ why }: { why: string }) => `Events were stored but couldn't be shown: ${why}.`,
  'storage.frame-lost': ({ why }: { why: string }) => `The frame couldn't be kept: ${why}.`,
  'storage.frame-cut': 'The frame is too long to be kept whole.',

  'capture.restarting': ({ why }: { why: string }) => `${why}. Capture resumes by itself.`,
  'capture.restarted': ({ device }: { device: string }) => `Capturing again, from ${device}.`,
  'capture.zeros': ({ device, check }: { device: string; check: string }) =>
    `Only digital silence comes from ${device}. ${check}.`,
  'capture.zeros.system': 'If something is playing, check which output it plays on',
  'capture.zeros.microphone': 'If somebody is speaking, check whether the microphone is muted',
  'capture.drift': ({ device, percent, isFast }: { device: string; percent: string; isFast: number }) =>
    `The clock of ${device} runs ${percent} % ${isFast === 1 ? 'fast' : 'slow'}. Its audio is adjusted to the clock of this computer, so that the tracks stay in sync.`,
  'capture.clock-forward': ({ sec }: { sec: number }) =>
    `The computer's clock was set forward by ${sec} s. No sound was lost.`,
  'capture.clock-back': ({ sec }: { sec: number }) =>
    `The computer's clock was set back by ${sec} s. No sound was lost.`,
  'capture.stalled': ({ name, sec }: { name: string; sec: number }) =>
    `Nothing has come through ${name} for ${sec} s. Still waiting: check the program that writes into it.`,
  'capture.resumed': ({ name }: { name: string }) => `Sound comes through ${name} again.`,
  'capture.scaled': ({ db }: { db: number }) =>
    `The file exceeds full scale, so it was made ${db.toFixed(1)} dB quieter to avoid clipping.`,

  'session.cut-off': 'The app ended while this was being recorded. Everything up to then is kept.',
  'session.unlisted': 'This recording was found on disk without an entry in the database.',
  'session.recovered': 'Recovered recording',

  'engine.off': 'Speech recognition is switched off (engine "none"). Choose "auto" to switch it on.',
  'engine.none-of': ({ problems }: { problems: readonly string[] }) =>
    `No speech engine is ready. ${problems.join(' ')}`,

  'verify.silent-peer': ({ sec }: { sec: number }) =>
    `It did not answer our HANDSHAKE within ${sec} seconds.`,
  'verify.binary-peer': ({ sec }: { sec: number }) =>
    `It sent binary frames, which the protocol does not have. It did not answer our HANDSHAKE within ${sec} seconds.`,
  'verify.other-answer': ({ said }: { said: string }) => `It answered our HANDSHAKE with ${said}.`,
  'verify.unreadable-answer': 'something that is not a message',

  'twin.more': (p: { cause: string; side: string; a: number; b: number }) =>
    `"${p.cause}" is ${Math.min(p.a, p.b) === 0 ? 'only' : 'more often'} at ${p.side} (${p.a} and ${p.b})`,
  'twin.results': ({ a, b }: { a: number; b: number }) => `results differ (${a} and ${b})`,
  'twin.words': ({ a, b }: { a: number; b: number }) => `words differ (${a} only at a, ${b} only at b)`,
  'twin.same': 'Both sides say the same. A second run with longer audio would confirm it.',
  'twin.differs': ({ differences }: { differences: readonly string[] }) =>
    `${differences.join('; ')}. A run with a and b swapped would confirm that it is the target and not the order.`,

  'copy.no-database': 'There is no database in the data folder.',
  'copy.no-room': "The database can't be copied: the disk is nearly full.",
  'copy.unreadable': ({ why }: { why: string }) => `The database can't be read: ${why}`,
  'copy.salvaged': ({ integrity, rows }: { integrity: string; rows: number }) =>
    `The database is damaged (${integrity}). Only ${counted(rows, 'row')} could be read and ${pluralOf(rows, 'is', 'are')} in here.`,
  'copy.settings-unreadable': ({ why }: { why: string }) => `The settings can't be read: ${why}.`,
} as const;
