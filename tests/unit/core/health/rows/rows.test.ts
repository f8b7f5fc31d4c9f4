import { expect, test } from 'vitest';
import { createEventCollector } from '../../../../../src/main/core/health/evidence/event-evidence.ts';
import { clockSkew } from '../../../../../src/main/core/health/evidence/clock-skew.ts';
import type { Evidence, Row } from '../../../../../src/main/core/health/rows/row.ts';
import { rowsOf } from '../../../../../src/main/core/health/rows/rows.ts';
import { lineOfTrouble, troubleIn } from '../../../../../src/main/core/health/trouble.ts';
import { healthRowIds, inReadingOrder, worstRow } from '../../../../../src/shared/health/health-row.ts';
import { sayIt } from '../../../../../src/shared/words/words.ts';
import type { StoredEvent } from '../../../../../src/shared/events/events.ts';
import { recordingStatus, sampleSession, sampleStatus } from '../../../../e2e/support/samples.ts';

const nowMs = Date.UTC(2026, 2, 2, 9, 27);
const sessionId = recordingStatus.session?.sessionId ?? '';
// No row is to say that its engine is missing.
const withoutEngine = { ...recordingStatus, session: { ...sampleSession(), engine: null } };
const healthyFigures = {
  'process.main.rssBytes': 180e6,
  'loop.utilisation': 0.04,
  'loop.delayMaxMs': 12,
  'store.fileBytes': 40e6,
  'store.walBytes': 2e6,
  'store.writeP50Ms': 3,
  'store.writeP99MaxMs': 20,
  'disk.freeBytes': 100e9,
};

let seq = 0;
function event(type: string, more: Partial<StoredEvent> = {}): StoredEvent {
  seq += 1;
  return {
    seq,
    wallMs: nowMs - 1_000,
    monoMs: 5_000,
    kind: 'connection',
    type,
    direction: null,
    sessionId,
    target: 'staging',
    connectionId: 'c-1',
    generation: 1,
    bytes: null,
    raw: null,
    fields: {},
    reason: null,
    ...more,
  };
}
const frame = (type: string, data: object = {}, more: Partial<StoredEvent> = {}): StoredEvent =>
  event(type, { kind: 'frame', direction: 'in', raw: JSON.stringify({ type, data }), ...more });

const connected = (): StoredEvent[] => [
  event('connection.opening', { wallMs: nowMs - 2_000 }),
  event('HANDSHAKE_ACK', {
    kind: 'frame',
    direction: 'in',
    wallMs: nowMs - 1_900,
    raw: JSON.stringify({ type: 'HANDSHAKE_ACK', timestamp: new Date(nowMs - 1_950 + 3_000).toISOString() }),
  }),
  event('connection.open'),
  ...[10, 20, 30, 40].map((roundTripMs) => event('ping.answered', { fields: { roundTripMs } })),
];

function rows(events: readonly StoredEvent[], more: Partial<Evidence> = {}): Record<Row['id'], Row> {
  const collector = createEventCollector();
  collector.add(events, { monotonicMs: 5_060, sessionId });
  const all = rowsOf({
    nowMs,
    status: recordingStatus,
    events: collector.read(nowMs),
    figures: healthyFigures,
    leak: null,
    growthPerDay: 12e6,
    engine: null,
    interfaces: ['eth0'],
    isTargetHere: true,
    ...more,
  });
  return Object.fromEntries(all.map((row) => [row.id, row])) as Record<Row['id'], Row>;
}

test('says each row in the words of its codes, which come along', () => {
  for (const row of Object.values(rows(connected()))) {
    const { title, value, limit, next } = row;
    const words = Object.entries(row.said ?? {}).map(([name, one]) => [name, one && sayIt(one)]);
    expect(Object.fromEntries(words), row.id).toEqual({ title, value, limit, next });
  }
});

test('has every row once, in the order in which it is shown', () => {
  expect(Object.keys(rows([]))).toEqual(healthRowIds);
});

test('says unknown, and expects nothing, where nothing runs and nobody measured', () => {
  const all = rows([], { status: sampleStatus(), figures: {}, interfaces: [] });
  for (const id of [
    'target',
    'system',
    'microphone',
    'recording',
    'queue',
    'sockets',
    'processing',
    'errors',
    'results',
  ] as const) {
    expect(all[id]).toMatchObject({ level: 'unknown', isExpected: false });
  }
  for (const id of ['store', 'disk', 'process'] as const) {
    expect(all[id]).toMatchObject({ level: 'unknown', isExpected: true });
  }
});

test('the engine behind the built-in target is the one of the session, and expected to be ready', () => {
  const { session } = recordingStatus;
  const status = {
    ...recordingStatus,
    session: session === null ? null : { ...session, mode: 'stream' as const, engine: 'whisper' },
  };
  const engine = { name: 'whisper', title: 'Whisper', state: 'ready', sentence: 'Ready.' } as const;
  const more = { hold: null, inFlight: 0, left: { audioSecThisHour: null, requestsTold: null } };
  const rowOf = (change: object): Row =>
    rows([], { status, engine: { ...engine, ...more, ...change } as Evidence['engine'] }).engine;
  expect(rowOf({})).toMatchObject({ level: 'good', isExpected: true });
  expect(rowOf({}).value).toContain('Whisper: transcribes for the target');
  expect(rowOf({ state: 'needs-setup', sentence: 'Needs a model.' })).toMatchObject({
    level: 'bad',
    value: 'Whisper: Needs a model.',
  });
});

test('a target that answers is good, with its round trip, its clock and the events that say so', () => {
  const { target } = rows(connected());
  expect(target.level).toBe('good');
  expect(target.value).toContain('p50 30 ms, p95 40 ms');
  expect(target.value).toContain('its clock is 3000 ms ahead (± 50 ms)');
  expect(target.eventIds).toHaveLength(2);
});

test('a target that has not answered the handshake is unknown, not good', () => {
  expect(rows([event('connection.opening')]).target.level).toBe('unknown');
});

test('a connection that broke off is the evidence of the target that is away', () => {
  const broken = event('connection.ended', {
    reason: 'The connection was lost (code 1006).',
    fields: { code: '1006' },
  });
  const status = {
    ...recordingStatus,
    connection: { phase: 'waiting', sentence: 'x', attempt: 1, untilMs: nowMs + 1 } as const,
  };
  const { target } = rows([...connected(), broken], { status });
  expect(target).toMatchObject({ level: 'warning', value: broken.reason, eventIds: [broken.seq] });
});

test('an open connection that confirms nothing while chunks wait is no reachable target', () => {
  const chunks = { ...recordingStatus.chunks, pending: 12 };
  const status = { ...recordingStatus, chunks };
  expect(rows(connected(), { status }).target.level).toBe('good');
  const later = { status, nowMs: nowMs + 13_000 };
  const { target } = rows(connected(), later);
  expect(target).toMatchObject({ level: 'warning', isExpected: true });
  expect(target.value).toContain('confirmed nothing for 14 s; 12 chunks wait');
  expect(target.eventIds).toHaveLength(1);
  // Where nothing waits there is nothing to confirm, as in a long silence.
  const idle = { ...status, chunks: { ...chunks, pending: 0 } };
  expect(rows(connected(), { ...later, status: idle }).target.level).toBe('good');
});

test('a clock that is an hour off is a warning with its size', () => {
  const timestamp = new Date(nowMs + 3_600_000 - 1_950).toISOString();
  const raw = JSON.stringify({ type: 'HANDSHAKE_ACK', timestamp });
  const ack = frame('HANDSHAKE_ACK', {}, { wallMs: nowMs - 1_900, raw });
  const { target } = rows([event('connection.opening', { wallMs: nowMs - 2_000 }), ack]);
  expect(target.level).toBe('warning');
  expect(target.value).toContain('its clock is 60 min ahead');
});

test('a backlog beyond 30 s, and a disk that takes nothing, are told in their rows', () => {
  expect(rows(connected(), { status: { ...recordingStatus, queuedSec: 31 } }).queue.level).toBe('warning');
  const storageProblem = 'The database is locked.';
  const all = rows(connected(), { status: { ...recordingStatus, storageProblem } });
  expect(all.store).toMatchObject({ level: 'bad', isExpected: true });
  expect(all.recording).toMatchObject({ level: 'bad', value: storageProblem });
});

test('what stays in the sockets for more than 5 s is a warning with its size, and none is open is unknown', () => {
  const sockets = (bytes: number, sec: number) =>
    rows(connected(), {
      figures: { ...healthyFigures, 'link.waitingBytes': bytes, 'link.waitingSec': sec },
    }).sockets;
  expect(sockets(0, 0)).toMatchObject({
    level: 'good',
    value: 'Nothing is waiting.',
    limit: 'sent within 5 s',
  });
  expect(sockets(41_000, 4)).toMatchObject({ level: 'good', next: null });
  const stuck = sockets(41_000, 12);
  expect(stuck).toMatchObject({ level: 'warning', isExpected: true });
  expect(stuck.value).toBe('41 kB, waiting for 12 s.');
  expect(stuck.next).toContain('stopped reading');
  expect(stuck.eventIds).toHaveLength(1);
  expect(rows(connected()).sockets).toMatchObject({ level: 'unknown', isExpected: false });
});

test('a source whose file has ended is not missed while the last words are waited for', () => {
  const level = { source: 'system', state: 'not-captured', peakDb: null, rmsDb: null } as const;
  const levels = [{ ...level, zeroSec: 0, quietSec: 0 }];
  const session = sampleSession({ state: 'stopping' });
  const all = rows(connected(), { status: { ...recordingStatus, session, levels } });
  expect(all.system).toMatchObject({ level: 'unknown', isExpected: false, next: null });
});

test.each([
  ['system', 'not-captured', 0, 'bad'],
  ['system', 'zeros', 11, 'warning'],
  ['system', 'zeros', 4, 'unknown'],
  ['system', 'quiet', 0, 'good'],
  ['microphone', 'unknown', 0, 'unknown'],
] as const)('%s that is %s for %i s is %s', (source, state, zeroSec, level) => {
  const levels = [{ source, state, peakDb: null, rmsDb: null, zeroSec, quietSec: 0 }];
  const all = rows(connected(), { status: { ...recordingStatus, levels } });
  expect(all[source]).toMatchObject({ level, isExpected: true });
  const other = source === 'system' ? 'microphone' : 'system';
  expect(all[other]).toMatchObject({ level: 'unknown', isExpected: false });
});

test('two results with the same words within five seconds break one result a transcription, by their numbers', () => {
  const first = frame('transcription_result', { text: 'Good morning' });
  const second = frame('TRANSCRIPTION_RESULT', { text: 'Good morning' });
  const third = frame('TRANSCRIPTION_RESULT', { text: 'Next point' });
  const { results } = rows([...connected(), first, second, third]);
  expect(results).toMatchObject({ level: 'bad', eventIds: [first.seq, second.seq], isExpected: true });
  expect(results.value).toContain('1.50');
  expect(rows([...connected(), first, third]).results.level).toBe('good');
  const later = { ...second, monoMs: first.monoMs + 6_000 };
  expect(rows([...connected(), first, later]).results.level).toBe('good');
});

test('errors of the target are counted against all frames', () => {
  const error = frame('ERROR', { message: 'Invalid JSON format' });
  const { errors } = rows([frame('HANDSHAKE_ACK'), error, frame('unreadable'), frame('MEETING_UPDATE')]);
  expect(errors.level).toBe('warning');
  expect(errors.value).toContain('50.00 %: 2 of 4');
  expect(errors.eventIds[0]).toBe(error.seq);
});

test('an event that takes 100 ms from the socket to what is shown breaks the bar', () => {
  const collector = (lateMs: number): Row =>
    rows([frame('MEETING_UPDATE', {}, { monoMs: 5_060 - lateMs })]).processing;
  expect(collector(99).level).toBe('good');
  expect(collector(100)).toMatchObject({ level: 'warning', limit: 'p99 under 100 ms' });
});

test.each([
  ['store', { 'store.walBytes': 80e6 }, 'warning'],
  ['store', { 'store.writeP99MaxMs': 900 }, 'warning'],
  ['disk', { 'disk.freeBytes': 0.2e9 }, 'bad'],
  ['disk', { 'disk.freeBytes': 0.9e9 }, 'warning'],
  ['store', { 'store.commitWaitMs': 10_500 }, 'bad'],
  ['process', { 'thread.writer.silentMs': 11_000 }, 'bad'],
  ['process', { 'loop.delayMaxMs': 1_500 }, 'warning'],
  ['process', { 'loop.utilisation': 0.95 }, 'warning'],
] as const)('%s with %o is %s', (id, figures, level) => {
  expect(rows([], { figures: { ...healthyFigures, ...figures } })[id].level).toBe(level);
  expect(rows([])[id].level).toBe('good');
});

test('a leak makes the process a warning, too short to tell does not', () => {
  const leak = { slope: null, hours: 1, sentence: 'It grows.' };
  expect(rows([], { leak: { ...leak, kind: 'growing' } }).process.level).toBe('warning');
  expect(rows([], { leak: { ...leak, kind: 'too-short' } }).process.level).toBe('good');
});

test('no network is bad for a target elsewhere, and nothing for one on this machine', () => {
  expect(rows([], { interfaces: [], isTargetHere: false }).network).toMatchObject({
    level: 'bad',
    isExpected: true,
  });
  expect(rows([], { interfaces: [], isTargetHere: true }).network).toMatchObject({
    level: 'idle',
    isExpected: false,
  });
});

test('connections that end three times within an hour are a warning with their events', () => {
  const endings = [1, 2, 3].map(() => event('connection.ended', { fields: { code: '1006' } }));
  const { network } = rows(endings);
  expect(network).toMatchObject({ level: 'warning', eventIds: endings.map((ended) => ended.seq) });
  const old = endings.map((ended) => ({ ...ended, wallMs: nowMs - 3_600_001 }));
  expect(rows(old).network.level).toBe('good');
});

test('the worst expected row is the one that is worst, and unknown outranks good', () => {
  const all = Object.values(
    rows(connected(), { figures: { ...healthyFigures, 'disk.freeBytes': 0.2e9 }, status: withoutEngine }),
  ).map((row) => ({ ...row, sinceMs: null }));
  expect(worstRow(all)?.id).toBe('disk');
  expect(
    worstRow(
      all.map((row) => ({ ...row, level: row.id === 'store' ? ('unknown' as const) : ('good' as const) })),
    )?.id,
  ).toBe('store');
  expect(worstRow(all.map((row) => ({ ...row, isExpected: false })))).toBeNull();
});

test('what needs somebody is read first and what is not needed last, else in the order of the ids', () => {
  const at = (
    id: (typeof healthRowIds)[number],
    level: 'good' | 'warning' | 'bad' | 'unknown',
    isExpected = true,
  ) => ({ ...rows([]).disk, id, level, isExpected, sinceMs: null });
  const read = inReadingOrder([
    at('target', 'unknown', false),
    at('system', 'bad', false),
    at('recording', 'good'),
    at('queue', 'warning'),
    at('store', 'unknown'),
    at('disk', 'bad'),
    at('network', 'warning'),
  ]);
  expect(read.map(({ id }) => id)).toEqual([
    'disk',
    'queue',
    'network',
    'recording',
    'store',
    'target',
    'system',
  ]);
});

test('a clock without time zone is told to the quarter of an hour', () => {
  expect(clockSkew('2026-03-02T11:27:00.250', nowMs - 10, nowMs + 10)).toEqual({
    ms: 250,
    uncertaintyMs: 10,
    hasZone: false,
  });
  expect(clockSkew('2026-03-02T11:27:00.250+02:00', nowMs - 10, nowMs + 10)?.ms).toBe(250);
  expect(clockSkew('yesterday', nowMs, nowMs)).toBeNull();
});

test('says trouble in the status line without the figures of the row, whatever it is', () => {
  const bad = rows([...connected(), frame('MEETING_UPDATE', {}, { monoMs: 4_000 })], {
    figures: {
      ...healthyFigures,
      'loop.delayMaxMs': 4_000,
      'store.writeP99MaxMs': 2_000,
      'disk.freeBytes': 100e6,
      'link.waitingBytes': 400_000,
      'link.waitingSec': 9,
    },
    status: { ...withoutEngine, queuedSec: 70 },
  });
  const lines = toldOf(bad);
  const isTrouble = ({ level }: Row): boolean => level === 'warning' || level === 'bad';
  expect(lines).toHaveLength(Object.values(bad).filter(isTrouble).length);
  expect(lines.map(({ headline }) => headline)).toEqual([
    'The target lags behind',
    'Audio is sent too slowly',
    'Events show up late',
    'Events are saved slowly',
    'Disk space is running out',
    'The app is very busy',
  ]);
  for (const { reason } of lines) expect(reason).not.toMatch(/\bp\d\d\b|commit|event loop|socket/);
});

test('says of what nobody could measure that it is unknown, with the reason', () => {
  const lines = toldOf(rows(connected(), { figures: {} }));
  expect(lines.map(({ level, headline, reason }) => [level, headline, reason])).toEqual([
    ['unknown', 'It is unknown whether events are saved in time', "It couldn't be measured so far."],
    ['unknown', 'Free disk space is unknown', "It couldn't be measured so far."],
    ['unknown', 'It is unknown how busy the app is', "It couldn't be measured so far."],
  ]);
});

test('leaves to the status line that the target is away, which knows before the next look that it is back', () => {
  const ended = event('connection.ended', { reason: 'It broke off.' });
  for (const connection of [
    { phase: 'waiting', sentence: 'Next try in 4 s.', attempt: 1, untilMs: nowMs + 4_000 },
    { phase: 'stopped', sentence: 'It closed with 1008.' },
  ] as const) {
    const away = rows([...connected(), ended], { status: { ...recordingStatus, connection } });
    expect(away.target.level).not.toBe('good');
    expect(toldOf(away)).toEqual([]);
  }
});

function toldOf(all: ReturnType<typeof rows>): ReturnType<typeof lineOfTrouble>[] {
  const shown = Object.values(all).map((row) => ({ ...row, sinceMs: nowMs - 60_000 }));
  return troubleIn(
    { atMs: nowMs, rows: shown },
    { isRunning: true, isTargetTold: false, isStopping: false },
  ).map(lineOfTrouble);
}
