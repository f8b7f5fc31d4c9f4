import { filesThatAreRead } from '../told/events/files-that-are-read.ts';
import { counted } from '../../../plural.ts';

type Counts = { captured: number; sent: number; delivered: number; pending: number };

/** What the command line says of what it did. */
export const cliSaid = {
  'cli.no-alerts': 'No alerts.',
  'cli.open-alerts': ({ open }: { open: number }) => `${counted(open, 'alert is', 'alerts are')} open.`,
  'cli.nothing-recorded': 'Nothing was recorded in this data folder yet.',
  'cli.what-was-recorded': ({ why }: { why: string }) => `What was recorded: ${why}`,
  'cli.not-looked-at': 'Not checked:',
  'cli.warning': ({ what }: { what: string }) => `Warning: ${what}`,
  'cli.later-send': ({ sessionId }: { sessionId: string }) =>
    `Not waiting any longer. What is missing can follow later: "scrumbot sessions send ${sessionId}".`,
  'cli.later-transcribe': ({ sessionId }: { sessionId: string }) =>
    `Not waiting any longer. What is missing can follow later: "scrumbot transcribe --session ${sessionId}".`,
  'cli.stopping': 'Stopping; press Ctrl-C again to stop at once.',
  'cli.waits': ({ headline, why }: { headline: string; why: string }) =>
    `${headline}. ${why} Press Ctrl-C to stop waiting.`,
  'cli.delivered': ({ delivered }: { delivered: number }) => `${delivered} delivered`,
  'cli.unconfirmed': ({ chunks }: { chunks: number }) => `${chunks} unconfirmed`,
  'cli.pending': ({ chunks }: { chunks: number }) => `${chunks} pending`,
  'cli.silent': ({ chunks }: { chunks: number }) => `${chunks} silent, not sent`,
  'cli.sent': ({ target, chunks, rest }: { target: string; chunks: number; rest: readonly string[] }) =>
    `${target}: ${counted(chunks, 'chunk')} sent, ${rest.join(', ')}`,
  'cli.stored': ({ events }: { events: number }) => `${counted(events, 'event')} stored`,
  'cli.segments': ({ segments, what }: { segments: number; what: string }) =>
    `${counted(segments, 'segment')} transcribed  ${what}`,
  'cli.of-chunks': ({ done, due }: { done: number; due: number }) =>
    `${done} of ${counted(due, 'chunk')} delivered`,
  'cli.of-segments': ({ done, due }: { done: number; due: number }) =>
    `${done} of ${counted(due, 'segment')} transcribed`,
  'cli.open-in-browser': 'Open this address in a browser on this machine. Press Ctrl-C to stop.',
  'cli.press-ctrl-c': 'Press Ctrl-C to stop.',
  'cli.no-words-found': 'No transcript has these words.',
  'cli.no-sessions': 'No sessions yet. "scrumbot record --input system" makes one.',
  'cli.written': ({ file }: { file: string }) => `Written to ${file}`,
  'cli.session-deleted': ({ sessionId, erasure }: { sessionId: string; erasure: string }) =>
    `Session ${sessionId} is deleted. ${erasure}`,
  'cli.undelivered': ({ sec, target }: { sec: number; target: string }) =>
    `${sec.toFixed(1)} s were not delivered to ${target}. "scrumbot sessions send ID" sends them.`,
  'cli.chunks': (p: Counts) =>
    `${p.captured} captured, ${p.sent} sent, ${p.delivered} delivered, ${p.pending} pending`,
  'cli.app-saw': ({ time }: { time: string }) => `As the app saw it at ${time}`,
  'cli.sees': ({ time }: { time: string }) =>
    `As this command sees it at ${time}: no app is running or open here.`,
  'cli.limit': ({ limit }: { limit: string }) => `limit: ${limit}`,
  'cli.since': ({ time }: { time: string }) => `since ${time}`,
  'cli.no-words-in': ({ sessionId }: { sessionId: string }) =>
    `Session ${sessionId}: no words were found. "scrumbot sessions show ${sessionId}" has the details.`,
  'cli.no-verifications': 'No verifications yet.',
  'cli.same-verdicts': 'Every check has the same result in both.',
  'cli.backend': ({ url }: { url: string }) => `Backend: ${url}`,
  'cli.no-transcripts': ({ why }: { why: string }) => `No transcripts: ${why}`,
  'cli.speech-engine': ({ engine }: { engine: string }) => `Speech engine: ${engine}`,
  'cli.replayed': (p: { of: string; sessionId: string; frames: number; connections: number }) =>
    `${p.of} was sent again as session ${p.sessionId}: ${counted(p.frames, 'frame')} on ${counted(p.connections, 'connection')}`,
  'cli.replayed-audio': ({ chunks, silent }: { chunks: number; silent: number }) =>
    `${counted(chunks, 'chunk')} with their audio, ${silent} as silence`,
  'cli.not-replayed': ({ frames }: { frames: number }) =>
    `${counted(frames, 'frame')} left out: not kept whole, or not text`,
  'cli.refused-last': ({ why }: { why: string }) => `Refused last: ${why}`,
  'cli.let-in': ({ origin }: { origin: string }) => `To let it in: --allow-origin ${origin}`,
  'cli.no-backend': 'No ScrumBot backend answers there.',
  'cli.answers': 'It answers. Only audio shows whether it transcribes.',
  'cli.answers-partly': 'It answers, but not everything is in order.',
  'cli.no-tunnels': ({ ports }: { ports: string }) => `No tunnels. ${ports}.`,
  'cli.port-found': ({ port, found }: { port: number; found: string }) => `port ${port}: ${found}`,
  'cli.tunnel-moved': (p: { target: string; from: string; to: string; command: string }) =>
    `The tunnel of ${p.target} has another address now: ${p.to} instead of ${p.from}. To use it: ${p.command}`,
  'cli.added': ({ name }: { name: string }) => `Added ${name}.`,
  'cli.changed': ({ name }: { name: string }) => `Changed ${name}.`,
  'cli.removed': ({ name }: { name: string }) => `Removed ${name}.`,
  'cli.record-uses': ({ name }: { name: string }) => `Record uses ${name} now.`,
  'cli.imported-targets': ({ added, changed }: { added: number; changed: number }) =>
    `${added} added, ${changed} changed. Credentials are not in such files.`,
  'cli.key-kept.stored': ({ name }: { name: string }) =>
    `The key ${name} is kept encrypted, in this system's key store.`,
  'cli.key-kept.file': ({ name }: { name: string }) =>
    `The key ${name} is kept in a private file, not encrypted.`,
  'cli.key-kept.this-run': ({ name }: { name: string }) => `The key ${name} is kept until the app quits.`,
  'cli.key-kept.environment': ({ name }: { name: string }) => `The key ${name} is kept in the environment.`,
  'cli.key-still-set': ({ name }: { name: string }) =>
    `The key ${name} is removed here, but the environment still has one.`,
  'cli.key-forgotten': ({ name }: { name: string }) => `The key ${name} is removed.`,
  'cli.setting-is': ({ path, value }: { path: string; value: string }) => `${path} is ${value} now.`,
  'cli.waiting-for-events': 'Waiting for events. Press Ctrl-C to stop.',
  'cli.no-events': 'No events match.',
  'cli.events-deleted': (p: { events: number; session: string; erasure: string }) =>
    `${counted(p.events, 'event')} of ${p.session} deleted. ${p.erasure}`,
  'cli.events-written': ({ events, file }: { events: number; file: string }) =>
    `${counted(events, 'event')} written to ${file}`,
  'cli.not-in-har': ({ events }: { events: number }) =>
    `${counted(events, 'event is not a message and has', 'events are not messages and have')} no place in HAR.`,
  'cli.not-in-trace': ({ events }: { events: number }) =>
    `${counted(events, 'event is not a text frame and has', 'events are not text frames and have')} no place in a trace.`,
  'cli.by-hash-only': ({ messages }: { messages: number }) =>
    `${counted(messages, 'message')} with audio, or too long, are there by size and hash only.`,
  'cli.importing': ({ events }: { events: number }) => `${counted(events, 'event')} imported`,
  'cli.imported-before': (p: { file: string; earlier: string; time: string; events: number }) =>
    `${p.file} was already imported from ${p.earlier} at ${p.time}: ${counted(p.events, 'event')}.`,
  'cli.all-known': ({ file }: { file: string }) => `The events of ${file} are in the store already.`,
  'cli.some-known': (p: { stored: number; looked: number; file: string }) =>
    `${p.stored} of ${counted(p.looked, 'event')} of ${p.file} that were checked are already in the store.`,
  'cli.import-how': ({ known }: { known: string }) =>
    `${known} Nothing is imported. Add --only-new or --again.`,
  'cli.import-ask': ({ known }: { known: string }) =>
    `${known} Import [n]ew events only, [a]ll again, or nothing [Enter]? `,
  'cli.no-events-in': (p: { file: string; lines: number; line: number; why: string; isKnownTool: boolean }) =>
    `${p.file} holds no events: ${p.lines === 1 ? 'its line' : `the first of ${counted(p.lines, 'line')}`} (${p.line}) is left out because ${p.why}.${p.isKnownTool ? '' : ` ${filesThatAreRead}`}`,
  'cli.line-problem': ({ line, why }: { line: number; why: string }) => `line ${line}: ${why}`,
  'cli.line-skipped': ({ line, why }: { line: number; why: string }) => `line ${line} skipped: ${why}`,
  'cli.more-problems': ({ lines }: { lines: number }) => `and ${counted(lines, 'more line')} with problems`,
  'cli.imported': ({ events, file }: { events: number; file: string }) =>
    `${counted(events, 'event')} imported from ${file}`,
  'cli.imported-partly': (p: { events: number; file: string; skipped: number }) =>
    `${counted(p.events, 'event')} imported from ${p.file}, ${counted(p.skipped, 'line')} skipped`,
  'cli.times-estimated': ({ times }: { times: number }) =>
    `The times of ${times} are estimated, because the file has none; --started gives the first.`,
  'cli.directions-estimated': ({ directions }: { directions: number }) =>
    `The directions of ${directions} are those of their types, because the file has none.`,
  'cli.known-left-out': ({ known }: { known: number }) =>
    `${counted(known, 'event is', 'events are')} in the store already and left out.`,
  'cli.undo-import': ({ importId }: { importId: string }) =>
    `They are session ${importId}; "scrumbot events delete ${importId}" undoes it.`,
  'cli.nothing-imported': 'Nothing was imported yet.',
  'cli.judging': ({ percent }: { percent: number }) => `Judging events: ${percent} %. This is done once.`,
  'cli.key-place.stored': "encrypted, in this system's key store",
  'cli.key-place.file': 'in a private file, not encrypted',
  'cli.key-place.this-run': 'until the app quits',
  'cli.key-place.environment': ({ variable }: { variable: string }) => `in the environment (${variable})`,
  'cli.key-not-set': 'not set',
  'cli.key-set': 'set',
  'cli.key-ends-with': ({ ending }: { ending: string }) => `set, ends with ${ending}`,
  'cli.address-allowed': ({ address }: { address: string }) => `${address} is allowed without encryption.`,
  'cli.address-disallowed': ({ address }: { address: string }) => `${address} is not allowed any more.`,
  'cli.model-here': ({ name, path }: { name: string; path: string }) => `${name} is here: ${path}`,
  'cli.model-deleted': ({ name }: { name: string }) => `${name} is deleted.`,
  'cli.not-in-it': 'Not in it:',
  'cli.not-in-order': 'Not in order:',
  'cli.private': 'Private data in it:',
  'cli.nothing-written': 'Nothing was written.',
  'cli.replaced-values': ({ values }: { values: number }) =>
    `${counted(values, 'private value was', 'private values were')} replaced.`,
  'cli.canaries': ({ planted, found }: { planted: number; found: number }) =>
    `${counted(planted, 'canary was', 'canaries were')} planted, ${found} came out.`,
  'cli.findings-of-first': 'Findings of the first only:',
  'cli.findings-of-second': 'Findings of the second only:',
  'cli.nothing-differs': 'Nothing differs.',
  'cli.no-trouble': 'No problems were found.',
  'cli.copies-deleted': ({ copies }: { copies: string }) => `Copies that held it are deleted too: ${copies}.`,
  'cli.erased': 'Nothing of it is left in the database or its log.',
  'cli.line-left-out': ({ line, why }: { line: number; why: string }) => `Line ${line} is left out: ${why}.`,
  'cli.more-lines': ({ lines }: { lines: number }) => `… and ${counted(lines, 'more line')}.`,
  'cli.odd-line': ({ what, events, line }: { what: string; events: number; line: string }) =>
    `${what}: ${counted(events, 'event')}, first in line ${line}.`,
  'cli.analysed': (p: {
    frames: number;
    sessions: number;
    duplicates: number;
    bytes: number;
    deprecated: number;
    invalid: number;
  }) =>
    `${counted(p.frames, 'frame')} of ${counted(p.sessions, 'session')}: ${counted(p.duplicates, 'duplicate event')} (${counted(p.bytes, 'byte')}), ${counted(p.deprecated, 'deprecated name')}, ${counted(p.invalid, 'validation error')}.`,
  'cli.monitored': (p: { events: number; duplicates: number; deprecated: number; invalid: number }) =>
    `${counted(p.events, 'event')}: ${counted(p.duplicates, 'duplicate')}, ${p.deprecated} deprecated, ${counted(p.invalid, 'validation error')}. Add --json for the whole report.`,
} as const;
