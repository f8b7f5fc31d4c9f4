import { counted } from '../../../plural.ts';

/** Why a bundle is not written, opened or read. */
export const bundleRefusals = {
  'bundle.none-yet': 'No bundle was written yet. Export one first.',
  'bundle.busy': 'A bundle is being written. Wait until it is done, or cancel it.',
  'bundle.gone': ({ path }: { path: string }) => `${path} is not there any more. Export it again.`,
  'bundle.unreadable': ({ path, why }: { path: string; why: string }) =>
    `${path} can't be read: ${why}. Export it again.`,
  'bundle.bad-usual-recipient':
    'The age key of support in the settings (bundle.recipient) is not an age key. Correct it, or name another for this bundle.',
  'bundle.closed': 'This bundle was closed because it was not used for half an hour. Open it again.',
  'bundle.not-begun': 'The start of this upload is missing. Choose the file again.',
  'bundle.piece-pending': 'A piece of this file is being written. Send one after another.',
  'bundle.too-large': 'This file is too large to be a bundle. Choose the right one.',
  'bundle.not-sent': 'This file was not sent here. Choose it again.',
  'bundle.no-answer': "An opened bundle can't do this: it holds what was recorded, not a running app.",
  'bundle.part-missing': ({ file }: { file: string }) =>
    `${file} is not in this bundle: it was left out, or couldn't be made.`,
  'bundle.no-session-events': ({ path, sessionId }: { path: string; sessionId: string }) =>
    `${path} has no events of a session ${sessionId}.`,
  'bundle.several-sessions': ({
    path,
    sessions,
    named,
    more,
  }: {
    path: string;
    sessions: number;
    named: string;
    more: number;
  }) =>
    `${path} has ${counted(sessions, 'session')} with frames, the newest first: ${named}${more > 0 ? ' …' : ''}. Say which one is meant.`,
  'bundle.sealed': ({ path }: { path: string }) =>
    `${path} is sealed. Open it first with the key that it was sealed for.`,
  'bundle.not-opened': ({ path, why }: { path: string; why: string }) => `${path} was not opened: ${why}.`,
  'zip.no-manifest': 'it has no manifest.json, so it is not a diagnostic bundle',
  'zip.bad-manifest': 'its manifest.json is not that of a diagnostic bundle',
  'zip.unreadable': ({ why }: { why: string }) => `it is not a readable zip file (${why})`,
  'zip.lacks': ({ name }: { name: string }) => `${name} is not in it`,
  'zip.large-file': ({ name, bytes }: { name: string; bytes: number }) =>
    `${name} in it would be ${bytes} bytes, larger than in any bundle`,
  'zip.many-files': ({ files }: { files: number }) => `it has ${files} files, and a bundle has a few dozen`,
  'zip.large': 'unpacked, it would be larger than any bundle',
  'zip.same-name': ({ name }: { name: string }) => `two files in it are called ${name}`,
  'zip.odd-name': ({ name }: { name: string }) =>
    `a bundle has no file named ${name}, which may point outside of it`,
  'zip.not-plain': ({ name }: { name: string }) => `${name} in it is a link or a special file`,
  'zip.encrypted': ({ name }: { name: string }) => `${name} in it is encrypted`,
  'zip.bomb': ({ name, times }: { name: string; times: number }) =>
    `${name} in it unpacks to ${times} times its size, as only a zip bomb does`,
  'bundle.no-such-session': 'This data folder has no session with that id.',
  'bundle.cancelled': 'The bundle was cancelled; nothing was written.',
  'bundle.question-left': 'The request was dropped before it was answered.',
  'bundle.thread-ended': "The bundle couldn't be made: its thread ended.",
  'bundle.not-made': ({ why }: { why: string }) => `The bundle couldn't be made: ${why}`,
  'bundle.no-part': ({ name, known }: { name: string; known: string }) =>
    `No part is called "${name}". Known: ${known}.`,
  'bundle.short-word': 'Give a word of at least two letters.',
  'bundle.leak': ({ rule, file }: { rule: string; file: string }) =>
    `No bundle was written: ${rule} passed the redaction of ${file}. Nothing is left behind. Report this as a defect, or leave that part out.`,
  'bundle.no-recipient': 'That is not an age recipient. One starts with "age1" and is made by "age-keygen".',
  'bundle.no-identity': 'The file of the identity has no line that starts with AGE-SECRET-KEY-1.',
  'bundle.wrong-identity': ({ path, why }: { path: string; why: string }) =>
    `${path} can't be opened with this identity: ${why}.`,
  'bundle.unwritable': ({ path, why }: { path: string; why: string }) =>
    `The bundle ${path} can't be written: ${why}. Choose another place for it.`,
} as const;
