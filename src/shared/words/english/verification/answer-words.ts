import { counted, pluralOf } from '../../../plural.ts';

type Share = { got: number; of: number };

/** What the phases on reachability, greeting, recording and a spoken meeting look at, find and advise. */
export const answerWords = {
  'verify.environment.machine': 'This machine',
  'verify.environment.machine.found': (p: { cores: number; freeMb: number; totalMb: number; node: string }) =>
    `${counted(p.cores, 'core')}, ${p.freeMb} of ${p.totalMb} MB free, Node ${p.node}.`,
  'verify.environment.reachable': 'Target reachable',
  'verify.environment.reachable.found': ({ ms }: { ms: number }) =>
    `A WebSocket opened in ${ms} ms, and HANDSHAKE was answered.`,
  'verify.environment.reachable.next':
    'Reachable does not mean healthy: only audio shows whether it transcribes.',
  'verify.environment.clock': 'Clock',
  'verify.environment.clock.none': 'The target sends no time.',
  'verify.environment.clock.found': ({ skewMs, uncertaintyMs }: { skewMs: number; uncertaintyMs: number }) =>
    `Its clock is ${skewMs} ms from ours, give or take ${uncertaintyMs} ms.`,
  'verify.environment.processes': "The target's processes",
  'verify.environment.processes.own': ({ engine }: { engine: string }) =>
    `The built-in backend is part of this process; its words are from ${engine === '' ? 'no engine' : engine}.`,
  'verify.environment.processes.none': "They do not run on this machine, or can't be seen from here.",
  'verify.environment.processes.found': ({ processes }: { processes: readonly string[] }) =>
    `${processes.join('; ')}.`,
  'verify.environment.process': ({ facts }: { facts: readonly string[] }) => facts.join(', '),
  'verify.environment.process.state': ({ name, status }: { name: string; status: string }) =>
    `${name} ${status}`,
  'verify.environment.process.memory': ({ mb, processes }: { mb: number; processes: number }) =>
    `${mb} MB in ${counted(processes, 'process', 'processes')}`,
  'verify.environment.process.cpu': ({ percent }: { percent: number }) => `${percent} % of a core`,
  'verify.environment.process.restarts': ({ restarts }: { restarts: number }) => counted(restarts, 'restart'),
  'verify.environment.port': ({ port }: { port: number }) => `Port ${port} belongs to one process`,

  'verify.health.rest': 'REST backend',
  'verify.health.no-rest': 'The target has no REST address.',
  'verify.health.no-rest.next': 'Where it has one, add its HTTP address to the target.',
  'verify.health.timestamp': 'Timestamp in /health',
  'verify.health.timestamp.found':
    'The testing guide expects a "timestamp"; no ScrumBot backend sends one on either base. This is for information only.',
  'verify.health.not-200.next': ({ ms }: { ms: number }) =>
    `It did not answer with 200 within ${ms} ms. Is the address right, and is the service behind it running?`,

  'verify.handshake.ack-on-connect': 'HANDSHAKE_ACK on connecting',
  'verify.handshake.no-greeting': 'The target did not greet.',
  'verify.handshake.greeting': 'The target greeted with HANDSHAKE_ACK.',
  'verify.handshake.ack-on-connect.next':
    'A ScrumBot backend sends HANDSHAKE_ACK before anything is asked. Is a proxy or another service in between?',
  'verify.handshake.ack-per-handshake': 'HANDSHAKE_ACK for each HANDSHAKE',
  'verify.handshake.ack-per-handshake.found': ({ got, of }: Share) => `${got} of ${of} were answered.`,
  'verify.handshake.ack-per-handshake.next':
    "Look into the server's log for what it was doing: a connection is served strictly in order.",
  'verify.handshake.ack-p50': 'HANDSHAKE to ACK, median',
  'verify.handshake.ack-p50.found': ({ ms, wayMs }: { ms: number; wayMs: string | number }) =>
    `${ms} ms, of which the network takes ${wayMs === '' ? 'an unknown number of' : wayMs} ms.`,
  'verify.handshake.ack-p50.next':
    'Messages are held up inside the server although it has nothing to do: its answers are delayed. Look at its load, and at proxies that buffer.',
  'verify.handshake.ack-p95': 'HANDSHAKE to ACK, p95',
  'verify.handshake.ack-p95.found': ({ ms }: { ms: number }) => `${ms} ms.`,
  'verify.handshake.ack-p95.next':
    'Some answers are delayed much more than others: check the load of the server while this runs.',
  'verify.handshake.pings': 'Pings',
  'verify.handshake.no-pong': 'No ping was answered (no pong).',
  'verify.handshake.no-pong.next':
    'Without pongs nothing proves that a chunk was read. A WebSocket server answers pings by itself: is something in between that swallows them?',
  'verify.handshake.pings.found': ({ ms }: { ms: number }) => `Answered in ${ms} ms.`,
  'verify.handshake.doing': ({ nth, of }: { nth: number; of: number }) => `HANDSHAKE ${nth} of ${of}`,

  'verify.monitoring.stored': 'Stored as seen on the wire',
  'verify.monitoring.nothing': 'Nothing came from the target.',
  'verify.monitoring.stored.found': (p: { out: number; in: number; stored: number }) =>
    `${counted(p.out, 'frame')} went and ${p.in} came; ${p.stored} are stored.`,
  'verify.monitoring.stored.disordered': (p: { out: number; in: number; stored: number }) =>
    `${counted(p.out, 'frame')} went and ${p.in} came; ${p.stored} are stored, not in the order in which they came.`,
  'verify.monitoring.stored.next':
    'Events are missing from our own store: check the row "Event store" of the health page.',
  'verify.monitoring.readable': 'Frames that can be read',
  'verify.monitoring.readable.all': ({ frames }: { frames: number }) =>
    `All ${frames} frames are JSON messages.`,
  'verify.monitoring.readable.found': (p: { bad: number; of: number; why: string }) =>
    `${counted(p.bad, 'frame')} of ${p.of} can't be read (bad JSON): ${p.why}`,
  'verify.monitoring.readable.next':
    'The target breaks messages off or sends something else between them. Look at the raw frames named here.',
  'verify.monitoring.validated': 'Validated',
  'verify.monitoring.validated.found': ({ frames, lacking }: { frames: number; lacking: number }) =>
    `${counted(frames, 'frame')} were checked against the reference's rules: ${lacking} ${pluralOf(lacking, 'lacks', 'lack')} a required field, as a real backend's PROCESSING_STATUS and ERROR always do.`,

  'verify.talk.answered': 'Each transcription answered',
  'verify.talk.answered.late': (p: Share & { sec: number }) =>
    `${p.got} of ${p.of} were answered when nothing more had come for ${p.sec} s.`,
  'verify.talk.answered.late.next':
    'The target answers pings, but is too slow to be judged: see the first result.',
  'verify.talk.answered.found': (p: Share & { sec: number }) =>
    `${p.got} of ${counted(p.of, 'stretch', 'stretches')} of ${p.sec} s of speech were answered with a result.`,
  'verify.talk.answered.updates': ({ lost }: { lost: number }) =>
    `The update of ${counted(lost, 'lost result')} came.`,
  'verify.talk.target-says': ({ problems }: { problems: readonly string[] }) =>
    `The target says: ${problems.join(' ')}`,
  'verify.talk.answered.next':
    'Results are lost on the way, or the transcriber gave up: compare with what the server logged as sent.',
  'verify.talk.updates': 'MEETING_UPDATE for each result',
  'verify.talk.updates.none': 'There was no result that has an update.',
  'verify.talk.updates.all': ({ results }: { results: number }) =>
    `Each of ${counted(results, 'result')} had its MEETING_UPDATE.`,
  'verify.talk.updates.lost': ({ results }: { results: number }) =>
    `${counted(results, 'result')} had no MEETING_UPDATE: it was lost.`,
  'verify.talk.updates.next':
    'Messages are lost between the server and us: check proxies and the log of the server.',
  'verify.talk.words': 'Words back',
  'verify.talk.no-words': 'No words received.',
  'verify.talk.no-words-but': ({ problems }: { problems: readonly string[] }) =>
    `No words: ${problems.join(' ')}`,
  'verify.talk.no-words.next': 'The transcriber of the target does not work: check its log and its model.',
  'verify.talk.words.stand-in': ({ results }: { results: number }) =>
    `${counted(results, 'result')} with words. They are made up by the stand-in for a recogniser, so they can't be compared with what was said.`,
  'verify.talk.words.found': ({ results, percent }: { results: number; percent: number }) =>
    `${counted(results, 'result')} with words. ${percent} % of the words that were said are among them.`,
  'verify.talk.first-result': 'First result after the third second of speech',
  'verify.talk.no-result': 'No result came.',
  'verify.talk.first-result.stuck': ({ ms }: { ms: number }) =>
    `No result within ${ms} ms, though pings are answered: the transcriber is slow or stuck.`,
  'verify.talk.first-result.open': ({ ms }: { ms: number }) => `${ms} ms.`,
  'verify.talk.first-result.found': ({ ms }: { ms: number }) => `${ms} ms. The reference takes 900 ms.`,
  'verify.talk.first-result.next':
    'The transcriber is slow: where it takes longer for 3 s of speech than 3 s it falls behind, and audio is lost. Use a smaller model or a faster machine.',
  'verify.talk.order': 'Order of messages',
  'verify.talk.order.found': 'Each result came before its MEETING_UPDATE, the last before the summary.',
  'verify.talk.order.late': ({ results }: { results: number }) =>
    `${counted(results, 'result')} came after a message that has to follow it (reordered).`,
  'verify.talk.order.next':
    'Messages overtake each other: something between the server and us, or several tasks of the server, send on one connection without an order.',
  'verify.talk.end': 'End of the meeting',
  'verify.talk.end.not-yet': 'The target had not answered all audio yet, so it could not end the meeting.',
  'verify.talk.end.complete': 'Complete: initialization, summary, PROCESSING_COMPLETE.',
  'verify.talk.end.missing': ({ missing }: { missing: string }) => `Missing: ${missing}.`,
  'verify.talk.end.next':
    'The server did not finish the meeting. One that waits for bufferFlushComplete got it; check its log from the end of this meeting on.',
  'verify.talk.way-back': 'From the server writing a result to its arrival',
  'verify.talk.way-back.no-clock':
    "The target's clock is not known: it names no time, or the phase environment was not run.",
  'verify.talk.way-back.no-time': 'The results have no times.',
  'verify.talk.way-back.skew': ({ skewMs, uncertaintyMs }: { skewMs: number; uncertaintyMs: number }) =>
    `its clock is ${skewMs > 0 ? '+' : ''}${skewMs} ms from ours ± ${uncertaintyMs} ms`,
  'verify.talk.way-back.misfit': ({ skew, ms }: { skew: string; ms: number }) =>
    `The times in the results do not fit the clock that the probe saw (${skew}): by them results came ${ms} ms before they were written.`,
  'verify.talk.way-back.misfit.next':
    'A clock was set meanwhile, or the server writes the time of something else.',
  'verify.talk.way-back.found': (p: { ms: number; uncertaintyMs: number; results: number; skew: string }) =>
    `${p.ms} ms ± ${p.uncertaintyMs} ms, median of ${p.results}, by the times that the server wrote; ${p.skew}, which is taken off.`,
} as const;
