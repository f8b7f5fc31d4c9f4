import type { TapReport, TapStatus } from '../../src/shared/tap/tap.ts';
import type { Alert } from '../../src/shared/events/alerts.ts';
import { sampleColumns, sampleHealth, sampleMemory, sampleSpan } from './vitals-samples.ts';
import type { Handlers } from '../../src/shared/contract/contract.ts';
import type { DesktopFacts } from '../../src/shared/machine/desktop.ts';
import type { StoredEvent } from '../../src/shared/events/events.ts';
import type { Status } from '../../src/shared/session/status.ts';
import type { FollowedLog, ProcessReport } from '../../src/shared/settings/targets/processes.ts';
import type { ProbeReport } from '../../src/shared/settings/targets/probe.ts';
import type { Key } from '../../src/shared/settings/secrets.ts';
import type { SessionReport, SessionSummary } from '../../src/shared/session/session.ts';
import { sampleBundle, sampleOpened, samplePlan, samplePreview } from './bundle-samples.ts';
import { cleanReport, noFindings, sampleComparison } from './analysis-samples.ts';
import { compareRuns, summaryOfRun } from '../../src/main/core/verification/report/compare.ts';
import { sampleRun } from './verification-samples.ts';
import { settingsSchema } from '../../src/shared/settings/settings.ts';

const summary: SessionSummary = {
  sessionId: 's-1',
  meetingId: 'weekly_1',
  title: 'Weekly',
  mode: 'stream',
  target: 'built-in',
  engine: null,
  state: 'recording',
  reason: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: null,
  seconds: 1.5,
  undelivered: 1,
  hasWords: true,
  notes: '',
  tags: [],
};

const counts = { captured: 2, silent: 0, sent: 2, delivered: 1, unconfirmed: 0, retried: 0, pending: 1 };

const report: SessionReport = {
  ...summary,
  state: 'ended',
  endedAt: '2026-01-01T00:00:02.000Z',
  untranscribed: [],
  receipt: { minutes: [], notes: [], undelivered: [] },
  tracks: [{ source: 'system', path: 'recordings/s-1/system.wav', seconds: 1.5, samples: 24_000, gaps: [] }],
  chunks: counts,
  bytes: { out: 10, in: 20, plainOut: 30 },
  traffic: 'lossless',
  transcript: [{ startSec: 0, endSec: 1.5, text: 'Grüße ✓', speaker: 'Unknown', flags: ['final'] }],
  text: 'Grüße ✓',
  transcripts: [],
  events: { total: 1, byType: { AUDIO_CHUNK: 1 } },
  findings: noFindings,
};

const desktopFacts: DesktopFacts = {
  openAtLogin: false,
  hasTray: true,
  hasSoundSettings: false,
  canShowFolders: false,
};
const groqKey: Key['state'] = { set: true, lastFour: 'wxyz', kept: 'stored' };

export const sampleEvent: StoredEvent = {
  seq: 1,
  wallMs: 1_767_225_600_000,
  monoMs: 12.5,
  kind: 'frame',
  type: 'AUDIO_CHUNK',
  direction: 'out',
  sessionId: 's-1',
  target: 'built-in',
  connectionId: 'c-1',
  generation: 1,
  bytes: 42,
  raw: '{"type":"AUDIO_CHUNK"}',
  fields: { audioBytes: 32_000 },
  reason: null,
};

/** A status that tells its place in a row of them. */
export function statusNumber(storedEvents: number): Status {
  return {
    verdict: { level: 'good', headline: 'Recording', reason: 'Sound is arriving.', next: null },
    session: summary,
    connection: { phase: 'streaming', sentence: 'Connected.' },
    levels: [{ source: 'system', state: 'present', peakDb: -3, rmsDb: null, zeroSec: 0, quietSec: 0 }],
    chunks: counts,
    bytes: report.bytes,
    queuedSec: 1,
    recordedSec: 1.5,
    transcriptLines: 1,
    storedEvents,
    storageProblem: null,
  };
}

export const sampleProbe: ProbeReport = {
  target: 'dev',
  url: 'wss://dev.example/ws',
  probedAt: '2026-01-01T00:00:00.000Z',
  reachable: true,
  ok: true,
  steps: [
    { id: 'upgrade', title: 'WebSocket', status: 'ok', found: 'open', ms: 12.5, next: null },
    {
      id: 'clock',
      title: 'Clock',
      status: 'warn',
      found: '+4100 ms ± 20 ms',
      ms: null,
      next: 'One of the two clocks is wrong: set it by a time server.',
    },
  ],
  serverVersion: '1.0',
  rttMs: 3.2,
  clock: { skewMs: 4_100, uncertaintyMs: 20, zoneMinutes: null },
};

/** A log that is followed now. */
export const sampleFollowedLog: FollowedLog = {
  target: 'dev',
  startedAt: '2026-01-01T09:00:00.000Z',
  isFollowing: true,
  lines: 42,
  messages: [
    { type: 'MEETING_UPDATE', said: 12, seen: 12 },
    { type: 'TRANSCRIPTION_RESULT', said: 14, seen: 12 },
  ],
  lastLine: 'INFO: WebSocket message: TRANSCRIPTION_RESULT',
  problem: null,
};

export const sampleProcesses: ProcessReport = {
  target: 'dev',
  ports: [{ port: 8_080, service: 'socket' }],
  manager: 'PM2 runs 2 processes.',
  processes: [
    {
      name: 'scrumbot-websocket',
      pid: 4_242,
      from: 'pm2',
      status: 'online',
      listens: [8_080],
      configuredPort: 8_080,
      processes: 2,
      memoryBytes: 84_300_000,
      cpuPercent: 3,
      uptimeSec: 5_400,
      restarts: 1,
      errorLines: [],
    },
    {
      name: 'scrumbot-backend',
      pid: null,
      from: 'pm2',
      status: 'errored',
      listens: [],
      configuredPort: 8_080,
      processes: 0,
      memoryBytes: null,
      cpuPercent: null,
      uptimeSec: null,
      restarts: 16,
      errorLines: ["[Errno 98] error while attempting to bind on address ('0.0.0.0', 8080)"],
    },
  ],
  clashes: [
    {
      port: 8_080,
      names: ['scrumbot-backend', 'scrumbot-websocket'],
      found: 'scrumbot-backend and scrumbot-websocket are set to PORT=8080; only one of them can use it.',
      next: 'Give each its own PORT.',
    },
  ],
  ok: false,
  summary: 'Two processes are told the same port.',
};

const sampleAlert: Alert = {
  id: 1,
  rule: 'deprecated',
  raisedMs: 1,
  lastRaisedMs: 2,
  timesRaised: 2,
  count: 11,
  threshold: 10,
  sentence: '11 events under a deprecated name.',
  acknowledgedMs: null,
};

/** Handlers with fixed answers that note what they were given. */
export function createFakeHandlers(): { handlers: Handlers; received: { name: string; input: unknown }[] } {
  const received: { name: string; input: unknown }[] = [];
  const note = <T>(name: keyof Handlers, output: T) => {
    return (input: unknown): Promise<T> => {
      received.push({ name, input });
      return Promise.resolve(output);
    };
  };
  const handlers: Handlers = {
    'app.info': note('app.info', { version: '0.1.0', platform: 'linux', home: '/home/someone' }),
    'status.get': note('status.get', statusNumber(1)),
    'health.get': note('health.get', sampleHealth),
    'health.history': note('health.history', [sampleSpan]),
    'samples.list': note('samples.list', sampleColumns),
    'memory.get': note('memory.get', sampleMemory),
    'network.get': note('network.get', { byType: [], sessions: [], targets: [], endings: [] }),
    'memory.snapshot': note('memory.snapshot', { path: '/home/someone/heap.heapsnapshot', bytes: 1 }),
    'session.start': note('session.start', summary),
    'session.stop': note('session.stop', report),
    'session.stopWaiting': note('session.stopWaiting', {}),
    'stream.tryNow': note('stream.tryNow', {}),
    'sendings.list': note('sendings.list', []),
    'sessions.peaks': note('sessions.peaks', { secPerPeak: 0.05, peaks: [0, 255] }),
    'sendings.tryNow': note('sendings.tryNow', {}),
    'sendings.cancel': note('sendings.cancel', {}),
    'session.switchTarget': note('session.switchTarget', summary),
    'sessions.send': note('sessions.send', report),
    'sessions.annotate': note('sessions.annotate', summary),
    'sessions.list': note('sessions.list', [summary]),
    'sessions.show': note('sessions.show', report),
    'sessions.showFolder': note('sessions.showFolder', {}),
    'sessions.export': note('sessions.export', { fileName: 's-1.txt', text: 'Grüße ✓' }),
    'sessions.delete': note('sessions.delete', { isGone: true, reason: null, removedCopies: [] }),
    'events.list': note('events.list', [sampleEvent]),
    'events.count': note('events.count', { total: 1, oldestSeq: 1, newestSeq: 1 }),
    'events.choices': note('events.choices', {
      types: ['AUDIO_CHUNK'],
      sessions: [{ sessionId: 's-1', title: null, newestSeq: 1 }],
      targets: ['built-in'],
    }),
    'events.histogram': note('events.histogram', { fromMs: 0, stepMs: 1_000, counts: [1] }),
    'events.delete': note('events.delete', { deleted: 3, isGone: true, reason: null, removedCopies: [] }),
    'alerts.list': note('alerts.list', [sampleAlert]),
    'alerts.acknowledge': note('alerts.acknowledge', []),
    'analysis.run': note('analysis.run', cleanReport()),
    'analysis.whatIf': note('analysis.whatIf', { usual: cleanReport(), changed: cleanReport() }),
    'analysis.compare': note('analysis.compare', sampleComparison),
    'analysis.events': note('analysis.events', [sampleEvent]),
    'analysis.marking': note('analysis.marking', { markedSeq: 1, firstSeq: 1, lastSeq: 1 }),
    'analysis.marks': note('analysis.marks', [{ seq: 1, verdicts: ['duplicate'], causes: ['double-send'] }]),
    'targets.list': note('targets.list', {
      targets: [{ name: 'built-in', wsUrl: null, badge: 'blue', asksFirst: false, credentials: [] }],
      current: 'built-in',
    }),
    'targets.add': note('targets.add', { advice: [] }),
    'targets.edit': note('targets.edit', { advice: [] }),
    'targets.remove': note('targets.remove', {}),
    'targets.use': note('targets.use', {}),
    'targets.probe': note('targets.probe', sampleProbe),
    'targets.processes': note('targets.processes', sampleProcesses),
    'targets.followLog': note('targets.followLog', sampleFollowedLog),
    'targets.followedLog': note('targets.followedLog', { log: sampleFollowedLog }),
    'targets.unfollowLog': note('targets.unfollowLog', { log: { ...sampleFollowedLog, isFollowing: false } }),
    'targets.discover': note('targets.discover', { agents: [], tunnels: [], changed: [] }),
    'targets.export': note('targets.export', { fileName: 'scrumbot-targets.json', text: '{}' }),
    'targets.import': note('targets.import', { added: ['dev'], changed: [] }),
    'backend.faults': note('backend.faults', { faults: '' }),
    'backend.setFaults': note('backend.setFaults', { faults: 'duplicate' }),
    'tap.start': note('tap.start', sampleTap),
    'tap.stop': note('tap.stop', sampleTapReport),
    'tap.list': note('tap.list', [sampleTap]),
    'tap.allow': note('tap.allow', sampleTap),
    'tap.faults': note('tap.faults', sampleTap),
    'replay.start': note('replay.start', {}),
    'replay.twin': note('replay.twin', {}),
    'replay.state': note('replay.state', { phase: 'idle' }),
    'replay.cancel': note('replay.cancel', {}),
    ...verificationHandlers(note),
    ...bundleHandlers(note),
    ...directHandlers(note),
    'settings.get': note('settings.get', settingsSchema.parse({})),
    'settings.update': note('settings.update', settingsSchema.parse({ engine: 'groq' })),
    'desktop.get': note('desktop.get', desktopFacts),
    'desktop.update': note('desktop.update', { ...desktopFacts, openAtLogin: true }),
    'sound.check': note('sound.check', {
      source: 'microphone',
      state: 'zeros',
      device: 'Headset',
      peakDb: null,
      sentence: 'Headset delivers only digital silence.',
      next: 'Check that it is not muted.',
    }),
    'sound.devices': note('sound.devices', []),
    'sound.listen': note('sound.listen', {}),
    'sound.openSettings': note('sound.openSettings', {}),
    'keys.list': note('keys.list', [{ name: 'groq', variable: 'GROQ_API_KEY', state: groqKey }]),
    'keys.set': note('keys.set', groqKey),
    'keys.clear': note('keys.clear', { ...groqKey, set: false, lastFour: null }),
    'machine.examine': note('machine.examine', [
      { id: 'home', title: 'Data folder', status: 'ok', found: '/home/someone', mend: null },
    ]),
  };
  return { handlers, received };
}

type Note = <T>(name: keyof Handlers, output: T) => (input: unknown) => Promise<T>;

function verificationHandlers(note: Note) {
  return {
    'verification.start': note('verification.start', { runId: sampleRun.runId }),
    'verification.resume': note('verification.resume', { runId: sampleRun.runId }),
    'verification.current': note('verification.current', {
      progress: { run: sampleRun, phase: null, doing: '', share: 1 },
    }),
    'verification.cancel': note('verification.cancel', {}),
    'verification.pause': note('verification.pause', {}),
    'verification.history': note('verification.history', [summaryOfRun(sampleRun)]),
    'verification.show': note('verification.show', sampleRun),
    'verification.compare': note('verification.compare', compareRuns(sampleRun, sampleRun)),
    'verification.document': note('verification.document', { fileName: 'verification.md', text: '# ✓' }),
  };
}

function bundleHandlers(note: Note) {
  return {
    'bundle.plan': note('bundle.plan', samplePlan),
    'bundle.preview': note('bundle.preview', samplePreview),
    'bundle.search': note('bundle.search', [{ file: 'logs.jsonl', isFound: true, isMore: false }]),
    'bundle.start': note('bundle.start', {}),
    'bundle.cancel': note('bundle.cancel', {}),
    'bundle.state': note('bundle.state', {
      state: { phase: 'done' as const, report: sampleBundle },
      folder: '/home/someone/Downloads',
      canShow: true,
    }),
    'bundle.show': note('bundle.show', {}),
    'bundle.read': note('bundle.read', { data: 'UEs=', isLast: true }),
    'bundle.upload': note('bundle.upload', { id: 'u-1' }),
    'bundle.open': note('bundle.open', { id: 'b-1', bundle: sampleOpened }),
    'bundle.opened': note('bundle.opened', sampleOpened),
    'bundle.ask': note('bundle.ask', { value: [sampleSpan] as unknown }),
    'bundle.close': note('bundle.close', {}),
  } satisfies Partial<Handlers>;
}

/** Speech engines, keys and transcripts. */
function directHandlers(note: Note) {
  const key = { set: true, lastFour: 'wxyz', kept: 'stored' } as const;
  return {
    'engines.list': note('engines.list', { engines: [], chosen: 'auto' }),
    'engines.tryNow': note('engines.tryNow', {}),
    'keys.set': note('keys.set', key),
    'keys.clear': note('keys.clear', { ...key, set: false, lastFour: null }),
    'engines.allow': note('engines.allow', { plainAddresses: ['http://192.168.1.20:8000'] }),
    'engines.models': note('engines.models', []),
    'engines.getModel': note('engines.getModel', {}),
    'engines.cancelModel': note('engines.cancelModel', {}),
    'engines.removeModel': note('engines.removeModel', {}),
    'files.send': note('files.send', { id: 'f-1' }),
    'files.list': note('files.list', []),
    'files.remove': note('files.remove', {}),
    'transcripts.start': note('transcripts.start', {}),
    'transcripts.progress': note('transcripts.progress', { progress: null }),
    'transcripts.cancel': note('transcripts.cancel', {}),
    'transcripts.search': note('transcripts.search', []),
  } satisfies Partial<Handlers>;
}

export const sampleTap: TapStatus = {
  sessionId: 'tap-20260101-090000-0a1b2c3d',
  port: 8080,
  addresses: ['ws://127.0.0.1:8080/ws', 'ws://[::1]:8080/ws'],
  target: 'built-in',
  connections: 1,
  open: 1,
  refused: 0,
  lastRefusal: null,
  refusedOrigin: null,
  allowedOrigins: [],
  faults: '',
  problem: null,
  frames: { in: 3, out: 20 },
  unrecorded: 0,
  bytes: { in: 512, out: 218_480 },
};

export const sampleTapReport: TapReport = {
  connections: 1,
  refused: 0,
  frames: { in: 3, out: 20 },
  unrecorded: 0,
  bytes: { in: 512, out: 218_480 },
  sessionIds: ['tap-20260101-090000-0a1b2c3d'],
  findings: { duplicates: 0, deprecated: 0, validationErrors: 0, byCause: {} },
};
