import { counted, pluralOf } from '../../../plural.ts';
import { msText, sizeText } from '../../../units.ts';

const noEvidence = (why: string): string => `No evidence: ${why}.`;
const seconds = (sec: number): string => `${Math.floor(sec)} s`;

/** The rows of the health page: titles, figures, limits, what to do. Times in ms unless named, sizes in bytes. */
export const healthWords = {
  'health.target': 'Target',
  'health.system': 'System audio',
  'health.microphone': 'Microphone',
  'health.recording': 'Recording',
  'health.queue': 'Queue to the target',
  'health.sockets': 'Queue in the sockets',
  'health.processing': 'Event processing',
  'health.errors': 'Error rate',
  'health.results': 'Results per transcription',
  'health.store': 'Event store',
  'health.engine': 'Speech engine',
  'health.disk': 'Disk',
  'health.network': 'Network',
  'health.process': 'This process',

  'health.not-recording': noEvidence('nothing is being recorded'),
  'health.not-streaming': noEvidence('nothing is being streamed'),
  'health.not-measured': noEvidence('it has not been measured'),

  'health.source.limit': 'a frame within 2 s, at most 10 s of zeros',
  'health.source.unused': 'Not part of this recording.',
  'health.source.present': ({ db }: { db: number }) => `Sound at ${db} dB.`,
  'health.source.present-zeros': 'Sound at −∞ dB.',
  'health.source.quiet': ({ sec }: { sec: number }) => `Working, quiet for ${seconds(sec)}.`,
  'health.source.zeros': ({ sec }: { sec: number }) =>
    `Only zeros for ${seconds(sec)}; a working source has some noise.`,
  'health.source.zeros.next':
    'Check that it is not muted, that it may be recorded, and that the meeting plays on it.',
  'health.source.not-captured': 'No audio arrives; what is said now is missing from this track.',
  'health.source.not-captured.next': 'Check that the device is connected, then stop and record again.',
  'health.source.unknown': 'No audio has arrived from it so far.',

  'health.recording.limit': 'every write succeeds',
  'health.recording.failing.next': 'Free some disk space, or move the data folder to another disk.',
  'health.recording.safe': ({ sec }: { sec: number }) => `${sec} s are safe on disk.`,
  'health.recording.nothing': 'Nothing is on disk yet.',

  'health.queue.limit': ({ sec }: { sec: number }) => `at most ${sec} s`,
  'health.queue.value': (p: { sec: number; pending: number; retried: number }) =>
    `${p.sec} s of audio, ${counted(p.pending, 'chunk')} not confirmed, ${p.retried} resent.`,
  'health.queue.next': 'Nothing is lost. The target row says why it lags behind.',

  'health.sockets.limit': ({ sec }: { sec: number }) => `sent within ${sec} s`,
  'health.sockets.none': noEvidence('no socket to a target is open'),
  'health.sockets.empty': 'Nothing is waiting.',
  'health.sockets.waiting': ({ bytes, sec }: { bytes: number; sec: number }) =>
    `${bytes < 1_000 ? counted(bytes, 'byte') : sizeText(bytes)}, waiting for ${sec} s.`,
  'health.sockets.next':
    'The network is too slow for the audio, or the target has stopped reading. Nothing is lost: check the target row, and what else uploads.',

  'health.processing.limit': ({ ms }: { ms: number }) => `p99 under ${ms} ms`,
  'health.processing.none': noEvidence('no frame has arrived yet'),
  'health.processing.value': (p: { p50: number; p99: number; frames: number }) =>
    `p50 ${msText(p.p50)}, p99 ${msText(p.p99)} from the socket to the page, of ${counted(p.frames, 'frame')}.`,
  'health.processing.next': 'Look at the rows of the event store and of this process: which of them is slow?',

  'health.errors.limit': '0 %',
  'health.errors.none': noEvidence('no frame has been exchanged yet'),
  'health.errors.value': ({ errors, frames }: { errors: number; frames: number }) =>
    `${((100 * errors) / frames).toFixed(errors === 0 ? 0 : 2)} %: ${errors} of ${counted(frames, 'frame')} of this session ${pluralOf(errors, 'is an error', 'are errors')}.`,
  'health.errors.next': 'Open the events: they name what the target did not accept.',

  'health.results.limit': '1',
  'health.results.none': noEvidence('no result has arrived in this session'),
  'health.results.value': ({ results, repeats }: { results: number; repeats: number }) =>
    `${repeats === 0 ? '1' : (results / (results - repeats)).toFixed(2)}: ${counted(results, 'result')}, ${repeats} of them repeated.`,
  'health.results.next': 'Open Findings: it names the cause of each repeat.',

  'health.store.limit': 'commits p99 under 500 ms, log under 67 MB',
  'health.store.stuck': ({ sec }: { sec: number }) => `A commit has been running for ${sec} s.`,
  'health.store.value': (p: { file: number; log: number; commits: string; growth: string }) =>
    `File ${sizeText(p.file)}, log ${sizeText(p.log)}; ${p.commits}; ${p.growth}.`,
  'health.store.failing': ({ trouble, value }: { trouble: string; value: string }) => `${trouble} ${value}`,
  'health.store.no-commit': 'no commit measured yet',
  'health.store.commits': ({ p50, p99 }: { p50: number; p99: number }) =>
    `commits p50 ${msText(p50)}, p99 ${msText(p99)}`,
  'health.store.no-growth': 'growth not known yet',
  'health.store.growth': ({ bytes }: { bytes: number }) => `grows by ${sizeText(bytes)} a day`,
  'health.store.stuck.next':
    'Another program may hold the database, or the disk does not answer. Events are kept in memory meanwhile.',
  'health.store.failing.next': 'Free some disk space. Events are kept in memory and retried meanwhile.',
  'health.store.held.next': 'Close other programs that read the database.',
  'health.store.slow.next': 'The disk is slow or busy: check what else writes to it.',

  'health.disk.limit': ({ hours }: { hours: number }) => `1 GB and ${hours} hours of recording`,
  'health.disk.none': noEvidence("it couldn't be measured"),
  'health.disk.value': ({ free, hours }: { free: number; hours: number }) =>
    `${sizeText(free)} free: about ${counted(hours, 'hour')} of recording.`,
  'health.disk.next': 'Free some space, or delete old sessions.',

  'health.network.limit': ({ endings }: { endings: number }) =>
    `an interface is up, fewer than ${endings} broken connections an hour`,
  'health.network.up': ({ names, endings }: { names: string; endings: number }) =>
    `Up: ${names}; ${ended(endings)}.`,
  'health.network.down': ({ endings }: { endings: number }) => `No interface is up; ${ended(endings)}.`,
  'health.network.down.next': 'Connect this machine to a network. Audio is kept and sent when it is back.',
  'health.network.shaky.next': 'The network page says why each of them ended.',

  'health.process.limit': 'event loop late by less than 1 s, busy under 90 %, memory flat',
  'health.process.stuck': (p: { thread: string; sec: number; rss: number }) =>
    `The database's ${p.thread} thread has not answered for ${p.sec} s; ${sizeText(p.rss)}.`,
  'health.process.stuck.next':
    'Wait a minute; then quit and start again. Audio goes to its files without that thread.',
  'health.process.value': ({ parts }: { parts: readonly string[] }) => parts.join('; '),
  'health.process.rss': ({ bytes }: { bytes: number }) => sizeText(bytes),
  'health.process.busy': ({ percent }: { percent: number }) => `${percent} % busy`,
  'health.process.late': ({ ms }: { ms: number }) => `event loop at most ${msText(ms)} late`,
  'health.process.memory': ({ leak }: { leak: string }) => `memory: ${leak}`,
  'health.process.memory-unknown': 'memory: not judged yet.',
  'health.process.leak.next': 'Look at the memory page; take a heap snapshot when nothing is recorded.',
  'health.process.busy.next': 'Close other programs, or end a heavy analysis.',

  'health.engine.none': 'No engine is ready.',
  'health.engine.none.next':
    'Enter a key or install an engine; the audio is kept and can be transcribed later.',
  'health.engine.limit': 'ready, within its quota',
  'health.engine.target-limit': 'ready',
  'health.engine.of-target': ({ engine, target }: { engine: string; target: string }) =>
    `${engine}: transcribes for the target ${target}.`,
  'health.engine.not-ready': ({ engine, why }: { engine: string; why: string }) => `${engine}: ${why}`,
  'health.engine.value': (p: { engine: string; state: string; facts: readonly string[] }) =>
    `${p.engine}: ${p.state} (${p.facts.join(', ')}).`,
  'health.engine.ready': 'ready',
  'health.engine.in-progress': ({ requests }: { requests: number }) =>
    `${counted(requests, 'request')} in progress`,
  'health.engine.waiting': ({ sec }: { sec: number }) => `${sec} s of speech waiting`,
  'health.engine.audio-left': ({ minutes }: { minutes: number }) => `${minutes} min of audio left this hour`,
  'health.engine.requests-left': ({ requests }: { requests: number }) =>
    `${counted(requests, 'request')} left`,
  'health.engine.hold.next': 'Nothing to do: audio is kept and transcribed when it accepts more.',

  'health.target.connected': 'connected',
  'health.target.stopped.next': 'Audio is safe on disk. Check the target, then record again.',
  'health.target.away.next': 'Nothing to do: audio is on disk and is sent once the target is back.',
  'health.target.no-ack': ({ connection }: { connection: string }) =>
    `${connection} It has not answered our HANDSHAKE yet.`,
  'health.target.silent': ({ sec, chunks }: { sec: number; chunks: number }) =>
    `Connected, but it has confirmed nothing for ${sec} s; ${counted(chunks, 'chunk waits', 'chunks wait')}.`,
  'health.target.silent.limit': ({ sec }: { sec: number }) => `a chunk is confirmed within ${sec} s`,
  'health.target.silent.next':
    'Nothing to do yet: audio is kept, and a connection that is silent for 30 s is reopened.',
  'health.target.value': ({ parts }: { parts: readonly string[] }) =>
    `Reachable, handshake done; ${parts.join('; ')}.`,
  'health.target.no-round-trip': 'round trip not known yet',
  'health.target.round-trip': ({ p50, p95 }: { p50: number; p95: number }) =>
    `round trip p50 ${msText(p50)}, p95 ${msText(p95)}`,
  'health.target.no-clock': 'its clock is not known',
  'health.target.clock': ({ skew, uncertainty }: { skew: number; uncertainty: number }) =>
    `its clock is ${apart(skew)} (± ${msText(uncertainty)})`,
  'health.target.clock-no-zone': ({ skew, uncertainty }: { skew: number; uncertainty: number }) =>
    `its clock is ${apart(skew)} (± ${msText(uncertainty)}, to the quarter of an hour: it names no time zone)`,
  'health.target.limit': 'round trip p95 under 2 s, clock within 60 s',
  'health.target.slow.next': 'Look at the network page: is the network slow, or the target?',
  'health.target.clock.next': "Set this machine's clock, or the target's.",
} as const;

const ended = (endings: number): string => `${counted(endings, 'connection')} ended in the last hour`;

function apart(skewMs: number): string {
  const by = Math.abs(skewMs);
  return `${by < 60_000 ? msText(by) : `${Math.round(by / 60_000)} min`} ${skewMs < 0 ? 'behind' : 'ahead'}`;
}
