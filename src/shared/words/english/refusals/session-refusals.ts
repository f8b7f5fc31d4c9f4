/** Why a recording, or what is asked of one, is refused. */
export const sessionRefusals = {
  'recording.no-track': ({ track }: { track: string }) => `The session has no track "${track}".`,
  'recording.gone': ({ path }: { path: string }) =>
    `The recording ${path} can't be read. Its file is gone or damaged.`,
  'recording.not-recovered': ({ path, why }: { path: string; why: string }) =>
    `The recording ${path} can't be recovered: ${why}`,
  'recording.no-folder': ({ sessionId }: { sessionId: string }) =>
    `The recording of ${sessionId} has no folder any more.`,
  'recording.unreadable': ({ path, why }: { path: string; why: string }) =>
    `The recording ${path} can't be read: ${why}`,
  'recording.unwritable': ({ path, why }: { path: string; why: string }) =>
    `Audio can't be written to ${path}: ${why}. Free disk space or check the folder's permissions.`,
  'session.same-track':
    'Two inputs would go to the same track. Record either system audio or a file, with or without the microphone.',
  'session.recorded-elsewhere': ({ pid }: { pid: number }) =>
    `Another process (${pid}) is recording this session. Stop it there before you delete it.`,
  'session.ended': 'The recording has ended; nothing is streamed any more.',
  'session.wrong-step': ({ from, to }: { from: string; to: string }) =>
    `A session that is ${from} can't become ${to}`,
  'session.no-meter': ({ source }: { source: string }) => `There is no meter for ${source}.`,
  'session.confirm-switch': ({ target }: { target: string }) =>
    `People may be working with ${target}, and the rest of this recording would go there. Confirm it if that is meant; until then the recording stays with its target.`,
  'session.longest': ({ hours, restHours, name }: { hours: string; restHours: string; name: string }) =>
    `A recording ends after ${hours}: the last ${restHours} of ${name} are not in it. Cut the file in two, and record each.`,
  'session.too-many-files': ({ most }: { most: number }) =>
    `There are ${most} files already. Remove those that are done first.`,
  'session.piece-pending': ({ name }: { name: string }) =>
    `${name} is being written. Send its pieces one after another.`,
  'session.file-too-long': ({ name }: { name: string }) =>
    `${name} is longer than it was said to be. Choose it again.`,
  'session.file-removed': 'The file was removed.',
  'session.file-gone': 'This file is not here any more. Choose it again.',
  'session.file-in-work': ({ name }: { name: string }) => `${name} is being transcribed. Stop that first.`,
  'session.no-room': ({
    name,
    needed,
    path,
    free,
  }: {
    name: string;
    needed: string;
    path: string;
    free: string;
  }) => `${name} needs ${needed} on the disk of ${path}, which has ${free} left. Free some of it first.`,
  'session.one-at-a-time': 'A recording is running. Stop it first.',
  'session.none-running': 'No recording is running.',
  'session.delete-while-recording': 'This session is being recorded. Stop it before you delete it.',
  'session.nothing-streamed': 'Nothing is being streamed. The target of the next recording is a setting.',
  'session.send-while-recording': 'This session is still being recorded. Stop it first, then send it.',
  'session.transcribed-already': 'This session is already being transcribed. Wait until that is done.',
  'session.transcribe-while-recording':
    'This session is being recorded. Stop it first; then it can be transcribed.',
  'session.not-transcribed': 'This session is not being transcribed.',
  'session.tracks-apart': 'A speech engine needs each track by itself.',
} as const;
