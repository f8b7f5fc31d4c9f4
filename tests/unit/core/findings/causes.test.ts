import { describe, expect, test } from 'vitest';
import type { AnalysisReport, Cause } from '../../../../src/shared/events/findings.ts';
import { analyse, analyseFrames, connectionEnd, result, storedFrame } from '../../../support/frames.ts';

/** Cause and events of every finding. */
function foundIn(report: AnalysisReport): [Cause, number[]][] {
  return report.findings.map(({ cause, eventIds }) => [cause, eventIds]);
}

const words = 'let us review the sprint goals';

describe('causes', () => {
  test('old/new pair: one content under both names', () => {
    const report = analyseFrames([
      { atMs: 0, message: result(words) },
      { atMs: 2, message: { ...result(words), type: 'transcription_result' } },
    ]);
    expect(foundIn(report)).toEqual([['old-new-pair', [1, 2]]]);
    expect(report.findings[0]?.evidence).toBe(
      'The same content came as TRANSCRIPTION_RESULT and 2 ms later as transcription_result on connection c1.',
    );
    // What is wasted is the frame under the old name.
    expect(report.bytesWasted).toBe(storedFrame({ atMs: 0, message: result(words) }, 1).bytes);
    expect(report.deprecated).toMatchObject([
      { name: 'transcription_result', share: 0.5, isSafeToRemove: false },
    ]);
  });

  test('double send: the same twice on one connection, the ignored fields aside', () => {
    const report = analyseFrames([
      { atMs: 0, message: result(words, { chunkId: 'k1' }) },
      { atMs: 90, message: result(words, { chunkId: 'k1' }) },
      { atMs: 180, message: result(words, { chunkId: 'k1' }) },
    ]);
    expect(report.findings).toMatchObject([{ cause: 'double-send', eventIds: [1, 2, 3], repeats: 2 }]);
  });

  test('no double send beyond the window, but nearly the same words', () => {
    const frames = [0, 5_001].map((atMs) => ({ atMs, message: result(words) }));
    expect(foundIn(analyseFrames(frames))).toEqual([['near-duplicate', [1, 2]]]);
    expect(foundIn(analyseFrames(frames, { windowSec: 6 }))).toEqual([['double-send', [1, 2]]]);
  });

  test('answered twice: the same words as timeout and as final', () => {
    const report = analyseFrames([
      { atMs: 0, message: result(words, { trigger_reason: 'timeout' }) },
      { atMs: 9_000, message: result(words, { is_final: true }) },
    ]);
    expect(foundIn(report)).toEqual([['answered-twice', [1, 2]]]);
    expect(report.findings[0]?.evidence).toContain('as timeout and as final');
    expect(JSON.stringify(report.findings)).not.toContain('sprint');
  });

  test('answered twice: two results with one chunk id of the server, heard a little differently', () => {
    const report = analyseFrames([
      { atMs: 0, message: result(words, { chunkId: 'chunk_1' }) },
      { atMs: 700, message: result(`${words}s`, { chunkId: 'chunk_1' }) },
    ]);
    expect(foundIn(report)).toEqual([['answered-twice', [1, 2]]]);
  });

  test.each(['chunk_1', 7])(
    'one chunk id (%j) for different words repeats nothing, and is told',
    (chunkId) => {
      const report = analyseFrames([
        { atMs: 0, message: result(words, { chunkId }) },
        { atMs: 700, message: result('any blockers for the release', { chunkId }) },
        { atMs: 900, message: result('that is all for today', { chunkId }) },
        // Another connection may be of a server that was started again, and counts from the start.
        { atMs: 9_000, message: result('welcome back', { chunkId }), connection: 'c2', generation: 2 },
      ]);
      expect(foundIn(report)).toEqual([['id-reused', [1, 2, 3]]]);
      expect(report).toMatchObject({
        duplicates: 0,
        bytesWasted: 0,
        results: { messages: 4, transcriptions: 4 },
      });
    },
  );

  test('what we sent again is told, and is no duplicate of the target, nor is its answer', () => {
    const chunk = { type: 'AUDIO_CHUNK', data: 'AAECAwQFBgc=', chunkId: 's-1-0' };
    const second = { connection: 'c2', generation: 2 };
    const report = analyseFrames([
      { atMs: 0, message: chunk, direction: 'out' },
      { atMs: 100, message: result(words, { timestamp: 't1' }) },
      { atMs: 5_000, message: chunk, direction: 'out', ...second },
      { atMs: 5_100, message: result(words, { timestamp: 't2' }), ...second },
    ]);
    expect(foundIn(report)).toEqual([
      ['client-retry', [2, 4]],
      ['client-retry', [1, 3]],
    ]);
    expect(report).toMatchObject({ duplicates: 0, bytesWasted: 0 });
  });

  test('the same words of two meetings at once are no fault', () => {
    const of = (connection: string, meetingId: string, atMs: number, more: object) => ({
      atMs,
      connection,
      message: result(words, { meetingId, timestamp: `${connection}${atMs}`, ...more }),
    });
    const report = analyseFrames([
      { ...of('c1', 'm1', 0, {}), message: result('hello all of you', { meetingId: 'm1' }) },
      { ...of('c2', 'm2', 0, {}), message: result('welcome everybody', { meetingId: 'm2' }) },
      of('c1', 'm1', 3_000, { chunkId: 'a' }),
      of('c2', 'm2', 3_400, { trigger_reason: 'timeout', meetingId: null }),
    ]);
    expect(report.findings).toEqual([]);
  });

  test('replay: the same again on the connection that took the place of another', () => {
    const report = analyse([
      storedFrame({ atMs: 0, message: result(words) }, 1),
      connectionEnd(50, 1, 2),
      storedFrame({ atMs: 400, message: result(words), connection: 'c2', generation: 2 }, 3),
    ]);
    expect(report.findings).toMatchObject([{ cause: 'replay', eventIds: [1, 3], confidence: 0.95 }]);
  });

  test('double socket: the same at the same time on two connections that live', () => {
    const pair = (atMs: number, text: string) => [
      { atMs, message: result(text), connection: 'c1', generation: 1 },
      { atMs: atMs + 1, message: result(text), connection: 'c2', generation: 2 },
    ];
    const report = analyseFrames([...pair(0, words), ...pair(3_000, 'any blockers for the release')]);
    // Until the first connection spoke again, the second could have taken its place.
    expect(foundIn(report)).toEqual([
      ['double-socket', [1, 2]],
      ['double-socket', [3, 4]],
    ]);
  });

  test('double listener: one frame that was delivered twice', () => {
    const report = analyseFrames([{ atMs: 0, message: result(words), deliveries: 2 }]);
    expect(report.findings).toMatchObject([
      { cause: 'double-listener', eventIds: [1], repeats: 1, bytesWasted: 0 },
    ]);
  });

  const chunk = (chunkId: string, data = 'AAECAwQFBgc=') => ({ type: 'AUDIO_CHUNK', data, chunkId });

  test('client retry: we sent a chunk again', () => {
    const report = analyseFrames([
      { atMs: 0, message: chunk('s-1-0'), direction: 'out' },
      { atMs: 1_000, message: chunk('s-1-16000'), direction: 'out' },
      { atMs: 61_000, message: chunk('s-1-16000'), direction: 'out', connection: 'c2', generation: 2 },
    ]);
    expect(foundIn(report)).toEqual([['client-retry', [2, 3]]]);
  });

  test('chunks with the same sound and different ids are different chunks, and so is silence', () => {
    const silence = Buffer.alloc(32_000).toString('base64');
    const report = analyseFrames([
      { atMs: 0, message: chunk('s-1-0'), direction: 'out' },
      { atMs: 1_000, message: chunk('s-1-16000'), direction: 'out' },
      { atMs: 2_000, message: { type: 'AUDIO_CHUNK', data: silence }, direction: 'out' },
      { atMs: 3_000, message: { type: 'AUDIO_CHUNK', data: silence }, direction: 'out' },
    ]);
    expect(report.findings).toEqual([]);
  });

  test('echo: both tracks say nearly the same', () => {
    const report = analyseFrames([
      { atMs: 0, message: result(words), fields: { track: 'system' } },
      { atMs: 1_200, message: result('let us review the sprint goal'), fields: { track: 'microphone' } },
      { atMs: 9_000, message: result('any blockers for the release'), fields: { track: 'system' } },
      { atMs: 11_500, message: result('any blockers for the release'), fields: { track: 'microphone' } },
    ]);
    expect(foundIn(report)).toEqual([['echo', [1, 2]]]);
  });

  test('near duplicate: nearly the same words within half a minute', () => {
    const report = analyseFrames([
      { atMs: 0, message: result('John, can you check the database today?') },
      { atMs: 20_000, message: result('john can you check the databases today') },
      { atMs: 60_000, message: result('john can you check the database today') },
    ]);
    expect(foundIn(report)).toEqual([['near-duplicate', [1, 2]]]);
  });

  test('who counts says nothing twice', () => {
    const report = analyseFrames(
      [1, 2, 3].map((number) => ({
        atMs: number * 1_000,
        message: result(`now we talk about item ${number}`, { chunkId: `c${number}` }),
      })),
    );
    expect(report.findings).toEqual([]);
  });

  test('unexplained: the same on two connections, neither at once nor one after the other', () => {
    const report = analyseFrames([
      { atMs: 0, message: result('one two three four'), connection: 'c1' },
      { atMs: 100, message: result(words), connection: 'c2', generation: 1 },
      { atMs: 1_500, message: { type: 'MEETING_UPDATE', data: { latestTranscript: 'x' } }, connection: 'c1' },
      { atMs: 3_000, message: result(words), connection: 'c1' },
    ]);
    expect(foundIn(report)).toEqual([['unexplained', [2, 4]]]);
  });

  test('expected twins are told and not counted', () => {
    const ack = { type: 'HANDSHAKE_ACK', serverVersion: '1.0', status: 'ready' };
    const report = analyseFrames([
      { atMs: 0, message: { ...ack, timestamp: 't' } },
      { atMs: 1, message: { type: 'HANDSHAKE', clientType: 'desktop_app' }, direction: 'out' },
      { atMs: 2, message: ack },
      { atMs: 900, message: result(words) },
      { atMs: 901, message: { type: 'MEETING_UPDATE', data: { meetingId: 'm', latestTranscript: words } } },
    ]);
    expect(foundIn(report)).toEqual([
      ['expected-twin', [1, 3]],
      ['expected-twin', [4, 5]],
    ]);
    expect(report).toMatchObject({ duplicates: 0, bytesWasted: 0, recommendations: [] });
  });

  test('an acknowledgement more than was asked for is a double send', () => {
    const ack = { type: 'HANDSHAKE_ACK', serverVersion: '1.0', status: 'ready' };
    const chunk = { type: 'AUDIO_CHUNK', data: 'AAECAwQFBgc=', chunkId: 's-1-0' };
    const acks = [1, 2, 3].map((atMs) => ({ atMs, message: ack }));
    const report = analyseFrames([{ atMs: 0, message: chunk, direction: 'out' }, ...acks]);
    expect(report.duplicates).toBe(2);
    expect(report.byCause).toMatchObject([{ cause: 'double-send' }]);
    // What we sent may also come into sight later.
    const later = analyseFrames([...acks, { atMs: 9, message: chunk, direction: 'out' }]);
    expect(later.byCause).toMatchObject([{ cause: 'double-send', repeats: 2 }]);
    expect(later.duplicates).toBe(2);
  });

  test('where nothing was recorded of what we sent, two acknowledgements are the usual ones', () => {
    const ack = { type: 'HANDSHAKE_ACK', serverVersion: '1.0', status: 'ready' };
    const error = { type: 'ERROR', error: 'Invalid JSON format' };
    const heard = [ack, ack, error, error, error].map((message, atMs) => ({ atMs, message }));
    expect(foundIn(analyseFrames(heard))).toEqual([['expected-twin', [1, 2]]]);
    const third = analyseFrames([...heard, { atMs: 9, message: ack }]);
    expect(third).toMatchObject({
      duplicates: 1,
      byCause: [{ cause: 'double-send' }, { cause: 'expected-twin' }],
    });
  });

  test('the clock may jump back an hour, and what was sent twice was sent twice', () => {
    const first = storedFrame({ atMs: 0, message: result(words) }, 1);
    const second = storedFrame({ atMs: 100, message: result(words) }, 2);
    const report = analyse([first, { ...second, wallMs: second.wallMs - 3_600_000 }]);
    expect(foundIn(report)).toEqual([['double-send', [1, 2]]]);
  });
});

describe('what stands out beside duplicates', () => {
  test('a new violation comes before those that the backend commits always', () => {
    const report = analyseFrames([
      ...[0, 1, 2].map((atMs) => ({
        atMs,
        message: { type: 'PROCESSING_STATUS', data: { message: 'x', stage: `${atMs}` } },
      })),
      { atMs: 3, message: result(words, { confidence: 'high' }) },
      { atMs: 4, message: { type: 'TRANSCRIPTION_RESULT', data: { text: 'x', confidence: null } } },
    ]);
    expect(report.violations).toMatchObject([
      {
        type: 'TRANSCRIPTION_RESULT',
        path: 'data.confidence',
        expected: 'number',
        found: 'string',
        sampleId: 4,
      },
      { type: 'TRANSCRIPTION_RESULT', path: 'data.timestamp', found: 'missing', isConstant: false },
      { type: 'PROCESSING_STATUS', path: 'data.meetingId', events: 3, isConstant: true },
      { type: 'PROCESSING_STATUS', path: 'data.status', events: 3, isConstant: true },
    ]);
    expect(report.monitor.validationErrors).toBe(4);
  });

  test('an old name is safe to remove once enough sessions did without it', () => {
    const session = (number: number, type: string) => ({
      atMs: number * 1000,
      message: { ...result(`words of session ${number}`), type },
      sessionId: `s-${number}`,
    });
    const sessions = (count: number) =>
      Array.from({ length: count }, (_zero, index) => session(index + 2, 'TRANSCRIPTION_RESULT'));
    const first = session(1, 'transcription_result');
    expect(analyseFrames([first, ...sessions(4)]).deprecated[0]).toMatchObject({
      sessionsSince: 4,
      isSafeToRemove: false,
    });
    expect(analyseFrames([first, ...sessions(5)]).deprecated[0]).toMatchObject({
      sessionsSince: 5,
      isSafeToRemove: true,
    });
  });

  test('drift: a field appears, vanishes, changes its type; what comes and goes is none', () => {
    const update = (index: number) => ({
      meetingId: 'm',
      n: index < 50 ? index : `${index}`,
      ...(index < 50 && { old: true }),
      ...(index >= 50 && { fresh: 1 }),
      ...(index % 3 === 0 && { sometimes: true }),
    });
    const report = analyseFrames(
      Array.from({ length: 100 }, (_zero, index) => ({
        atMs: index * 10_000,
        message: { type: 'MEETING_UPDATE', data: update(index) },
      })),
    );
    expect(report.drift).toMatchObject([
      { path: 'data.n', change: 'type-changed', was: 'number', is: 'string' },
      { path: 'data.fresh', change: 'appeared', eventId: 51 },
      { path: 'data.old', change: 'vanished' },
    ]);
    expect(report.recommendations.some(({ text }) => text.includes('data.fresh of MEETING_UPDATE'))).toBe(
      true,
    );
  });
});
