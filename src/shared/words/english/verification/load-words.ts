import { counted } from '../../../plural.ts';

type Slope = { slope: number; low: number; high: number };

/** What the phases on duplicates, cuts, load, traffic, memory and length look at, find and advise. */
export const loadWords = {
  'verify.duplicates.old-names': 'Deprecated names',
  'verify.duplicates.none-among': ({ messages }: { messages: number }) =>
    `None among ${counted(messages, 'message')}.`,
  'verify.duplicates.old-names.found': (p: { old: number; messages: number; names: readonly string[] }) =>
    `${p.old} of ${counted(p.messages, 'message')}: ${p.names.join(', ')}.`,
  'verify.duplicates.old-name': (p: { name: string; times: number; now: string }) =>
    `${p.name} (${p.times}, now ${p.now})`,
  'verify.duplicates.old-names.next':
    'The event fixes are not in this server: deploy a version that sends the upper-case names only.',
  'verify.duplicates.repeats': 'Repeated messages',
  'verify.duplicates.no-result': 'No result came, so none could be repeated.',
  'verify.duplicates.no-result.next': 'The phase end-to-end says why.',
  'verify.duplicates.repeats.found': ({ repeats, pairs }: { repeats: number; pairs: readonly string[] }) =>
    `${counted(repeats, 'duplicate')}: ${pairs.join('; ')}.`,
  'verify.duplicates.repeats.more': (p: { repeats: number; pairs: readonly string[]; more: number }) =>
    `${counted(p.repeats, 'duplicate')}: ${p.pairs.join('; ')}. And ${p.more} more.`,
  'verify.duplicates.pair': ({ events, cause }: { events: readonly string[]; cause: string }) =>
    `${events.join(' and ')} (${cause.toLowerCase()})`,
  'verify.duplicates.both-names.next':
    'The server sends each message under its old and its new name: deploy the version with the event fixes.',
  'verify.duplicates.end-race.next':
    'The end of the meeting and the background check transcribe the same buffer (end race): the server has to lock it.',
  'verify.duplicates.twice.next':
    'The server sends messages twice: look for two listeners or two sends for one transcription.',
  'verify.duplicates.suppressed': 'The same words reported once',
  'verify.duplicates.suppressed.found': ({
    sec,
    times,
    texts,
  }: {
    sec: number;
    times: number;
    texts: number;
  }) => `The same ${sec} s, sent ${counted(times, 'time')}, came back as ${counted(texts, 'text')}.`,
  'verify.duplicates.suppressed.next': 'The server does not recognise words that it sent before.',
  'verify.duplicates.ratio': 'Results per transcription',
  'verify.duplicates.ratio.none': 'Nothing was transcribed.',
  'verify.duplicates.ratio.found': ({
    results,
    transcriptions,
  }: {
    results: number;
    transcriptions: number;
  }) =>
    `${counted(results, 'result')} for ${counted(transcriptions, 'transcription')}. The server before the event fixes sends about 2.5 for one.`,
  'verify.duplicates.ratio.next':
    'Each transcription should be reported once. The repeated messages are named above.',
  'verify.duplicates.doing': (p: { sec: number; nth: number; of: number }) =>
    `the same ${p.sec} s, ${p.nth} of ${p.of}`,

  'verify.reconnect.survives': 'A meeting continues after a cut',
  'verify.reconnect.short-life': ({ why }: { why: string }) =>
    `The connection did not live long enough: ${why}`,
  'verify.transcribes-nothing': ({ problems }: { problems: readonly string[] }) =>
    `The target transcribes nothing: ${problems.join(' ')}`,
  'verify.too-slow':
    'The target had not answered when nothing had come for long: it is too slow to be judged.',
  'verify.reconnect.survives.found':
    'Two seconds before a cut and one after it were answered as one stretch.',
  'verify.reconnect.survives.lost':
    'Of two seconds before a cut and one after it nothing was transcribed: they were lost.',
  'verify.reconnect.survives.next':
    'The server forgets the audio of a meeting with its connection, or was restarted. What was lost has to be sent again.',
  'verify.reconnect.idle': 'An idle connection stays alive',
  'verify.reconnect.half-open': ({ sec }: { sec: number }) =>
    `After ${sec} s the connection is half-open: it is not closed, and nobody answers on it.`,
  'verify.reconnect.half-open.next':
    'The server or something in between drops connections without closing them. A client has to watch for silence; raise the idle timeout of proxies above 60 s.',
  'verify.reconnect.idle.found': ({ sec }: { sec: number }) => `After ${sec} s it still answers.`,
  'verify.reconnect.restarted': ({ why }: { why: string }) =>
    `The server was restarted: it cut the connection (${why}) and no longer knows our session.`,
  'verify.reconnect.restarted.next':
    'Audio that the server held in memory is lost with each restart. Find out what restarts it: its own log, the process manager (pm2 list shows restarts), memory limits.',
  'verify.reconnect.cut': ({ why }: { why: string }) => `The server cut a connection that was idle: ${why}`,
  'verify.reconnect.cut.next':
    'Find out what closes connections: the server, or the idle timeout of a proxy or load balancer in between.',
  'verify.reconnect.doing.cut': 'cut in the middle of a meeting',
  'verify.reconnect.doing.idle': 'waiting until a connection has been idle for a while',

  'verify.stress.connections': 'Connections under load',
  'verify.stress.connections.found': ({ connections }: { connections: number }) =>
    connections === 1
      ? 'It stayed open from the first chunk to the end.'
      : `All ${connections} stayed open from the first chunk to the end.`,
  'verify.stress.connections.broke': (p: { broken: number; of: number; why: string }) =>
    `${counted(p.broken, 'connection')} of ${p.of} broke: ${p.why}`,
  'verify.stress.connections.next':
    'The phase reconnect says whether idle connections break as well. If they do not, the server ends connections under load.',
  'verify.stress.loss': 'Nothing lost under load',
  'verify.stress.loss.broken': "It can't be judged when connections break.",
  'verify.stress.loss.found': (p: {
    got: number;
    of: number;
    connections: number;
    chunks: number;
    everyMs: number;
    lines: readonly string[];
  }) =>
    `${p.got} of ${counted(p.of, 'stretch', 'stretches')} of speech were answered (${counted(p.connections, 'connection')} × ${counted(p.chunks, 'chunk')}, ${p.everyMs} ms apart). By connection: ${p.lines.join('; ')}.`,
  'verify.stress.line': (p: { number: number; results: number; of: number; times: string }) =>
    `${p.number}: ${p.results} of ${p.of}, ${p.times}`,
  'verify.stress.times': (p: { p50: string | number; p95: string | number; p99: string | number }) =>
    `p50 ${p.p50}, p95 ${p.p95}, p99 ${p.p99} ms`,
  'verify.stress.loss.next':
    'Results are lost. If the phase end-to-end loses none, the server loses them under load: lower it, or look for a lock that several meetings share.',
  'verify.stress.latency': 'Third second to result under load',
  'verify.stress.latency.found': (p: { p50: number; p95: number; p99: number }) =>
    `p50 ${p.p50} ms, p95 ${p.p95} ms, p99 ${p.p99} ms.`,
  'verify.stress.latency.bound': (p: { p50: number; p95: number; p99: number }) =>
    `At most p50 ${p.p50} ms, p95 ${p.p95} ms, p99 ${p.p99} ms.`,
  'verify.stress.client': 'Our own share',
  'verify.stress.pace': ({ tookMs, askedMs }: { tookMs: number; askedMs: number }) =>
    `All chunks were sent within ${tookMs} ms (${askedMs} ms asked for).`,
  'verify.stress.ends': 'Meetings ended',
  'verify.stress.ends.none': 'No meeting was ended by the target.',
  'verify.stress.ends.open': 'Not all audio was answered yet.',
  'verify.stress.ends.found': (p: { got: number; of: number; least: number; most: number }) =>
    `${p.got} of ${p.of}, in ${p.least} to ${p.most} ms.`,
  'verify.stress.ends.next': 'PROCESSING_COMPLETE is missing: the server did not finish these meetings.',

  'verify.bad-input.rate-zero': 'Sample rate 0',
  'verify.bad-input.rate-zero.found':
    'Not tried: it breaks the timeout of a real backend until that is restarted.',
  'verify.bad-input.too-big.found': 'Left out of a quick run: it takes 16 MiB.',
  'verify.bad-input.next': ({ expected }: { expected: string }) =>
    `A real backend does this: ${expected}. Clients rely on it.`,
  'verify.bad-input.no-connection': ({ why }: { why: string }) =>
    `There was no connection to try it on: ${why}`,

  'verify.traffic.messages': 'Messages per meeting minute',
  'verify.traffic.messages.found': ({ sec, types }: { sec: number; types: readonly string[] }) =>
    `In ${sec} s of speech came ${types.join(', ')}.`,
  'verify.traffic.type': (p: { type: string; messages: number; bytes: number }) =>
    `${p.type} ${p.messages} (${p.bytes} bytes)`,
  'verify.traffic.bytes-in': 'Bytes received per meeting minute',
  'verify.traffic.bytes-out': 'Bytes sent per meeting minute',
  'verify.traffic.bytes.found': ({ bytes }: { bytes: number }) =>
    `${bytes} bytes a minute, as text before compression.`,
  'verify.traffic.baseline': 'Against an earlier run',
  'verify.traffic.no-baseline': 'There is no earlier run of this target to compare with; this one is kept.',
  'verify.traffic.no-baseline.next': 'Compare two runs: of two targets, or before and after.',
  'verify.traffic.no-figure': 'One of the two runs has no figure.',
  'verify.traffic.baseline.found': (p: { now: number; percent: number; before: number; run: string }) =>
    `${p.now} bytes a minute came, ${p.percent} % of the ${p.before} of run ${p.run}.`,
  'verify.traffic.repeated.next': 'Messages are repeated: see the phase duplicates.',
  'verify.traffic.more.next': 'The server sends more than it did. Comparing two runs shows it by type.',
  'verify.traffic.no-ratio': 'The number of results per transcription is not known.',
  'verify.traffic.half.found': (p: { after: number; percent: number; before: number }) =>
    `${p.after} results for one transcription, ${p.percent} % of the ${p.before} before the event fixes.`,
  'verify.traffic.half.next': 'The testing guide asks for half of the traffic of the old server.',

  'verify.memory.own': 'Memory of this process',
  'verify.memory.own.found': ({ mb }: { mb: number }) => `It grew by ${mb} MB over the run.`,
  'verify.memory.own.with-backend': ({ mb }: { mb: number }) =>
    `It grew by ${mb} MB over the run, the built-in backend included.`,
  'verify.memory.own.next': 'Look at the memory page, and make a heap snapshot there.',
  'verify.memory.server': ({ connections }: { connections: number }) =>
    `Growth over ${counted(connections, 'abandoned connection')}`,
  'verify.memory.built-in': 'The built-in backend has no process of its own to measure.',
  'verify.memory.not-here':
    "The target's processes do not run on this machine, or can't be seen from here, so no connections were opened.",
  'verify.memory.not-here.next': 'Run the verification on the machine of the server to see its memory.',
  'verify.memory.few-looks': 'Too few samples of the memory to tell.',
  'verify.memory.found': (p: Slope & { grownBy: number; after: number }) =>
    `${p.slope} MB each (${p.low} to ${p.high} with 95 % confidence), ${p.grownBy} MB in all${p.after > 0 ? `, after ${p.after} before them` : ''}. The reference grows by 0.29 MB each.`,
  'verify.memory.unsure.next':
    'This may be memory that it is about to free. Run the phase memory again, or watch the process for a day.',
  'verify.memory.leak.next':
    'The server keeps what belongs to connections that are gone. Restart it from time to time until that is fixed (pm2 restart, or max_memory_restart), and look for lists of sessions that nobody clears.',
  'verify.memory.doing': ({ connections }: { connections: number }) =>
    `${counted(connections, 'connection')} abandoned`,

  'verify.soak.connection': 'The connection stays open',
  'verify.soak.broke': ({ minutes, why }: { minutes: number; why: string }) =>
    `It broke after ${counted(minutes, 'minute')}: ${why}`,
  'verify.soak.broke.next':
    'Look into the log of the server and of proxies at that time; the process manager may have restarted it.',
  'verify.soak.lived': ({ minutes }: { minutes: number }) =>
    `It stayed open for ${counted(minutes, 'minute')}.`,
  'verify.soak.lived-restarts': (p: { minutes: number; restarts: number; at: string }) =>
    `It stayed open for ${counted(p.minutes, 'minute')}; this app was restarted ${p.restarts === 1 ? '' : `${counted(p.restarts, 'time')}, `}after ${p.at} minutes and continued the same meeting.`,
  'verify.soak.repeats': 'No duplicate',
  'verify.soak.repeats.found': ({ repeats, minutes }: { repeats: number; minutes: number }) =>
    `${counted(repeats, 'duplicate')} in ${counted(minutes, 'minute')}.`,
  'verify.soak.repeats.next': 'The phase duplicates names their cause.',
  'verify.soak.steady': 'Results keep coming',
  'verify.soak.steady.found': ({ results, sec }: { results: number; sec: number }) =>
    `${counted(results, 'result')}; the longest time without one was ${sec} s.`,
  'verify.soak.steady.next':
    'The transcriber falls behind or stops in a long meeting: check its load and its log.',
  'verify.soak.memory': 'Memory of the server',
  'verify.soak.memory.not-here': "The target's processes can't be seen from here.",
  'verify.soak.memory.short': ({ minutes }: { minutes: number }) =>
    `Too early to tell: memory has a trend after at least ${counted(minutes, 'minute')}.`,
  'verify.soak.memory.found': (p: Slope) => `${p.slope} MB a minute (${p.low} to ${p.high}).`,
  'verify.soak.memory.next':
    'The server grows during one meeting: it keeps audio or texts that it has answered.',
  'verify.soak.doing': ({ minutes, of }: { minutes: number; of: number }) =>
    `${minutes} of ${counted(of, 'minute')}`,
} as const;
