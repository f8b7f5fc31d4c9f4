import { describe, expect, it } from 'vitest';
import type { Level } from '../../../../src/shared/sound/audio.ts';
import type { SessionSummary } from '../../../../src/shared/session/session.ts';
import { statusLineOf, type StatusFacts } from '../../../../src/shared/session/lines/status-line.ts';

function session(more: Partial<SessionSummary> = {}): SessionSummary {
  return {
    sessionId: 's1',
    meetingId: 's1',
    title: 'Stand-up',
    mode: 'stream',
    target: 'built-in',
    engine: 'whisper',
    state: 'recording',
    reason: null,
    startedAt: '2026-03-02T09:00:00.000Z',
    endedAt: null,
    seconds: 30,
    undelivered: 0,
    hasWords: true,
    notes: '',
    tags: [],
    ...more,
  };
}

function level(more: Partial<Level> = {}): Level {
  return { source: 'system', state: 'present', peakDb: -9, rmsDb: -22, zeroSec: 0, quietSec: 0, ...more };
}

function facts(more: Partial<StatusFacts> = {}): StatusFacts {
  return {
    session: session(),
    connection: { phase: 'streaming', sentence: 'Streaming to built-in.' },
    levels: [level()],
    chunks: { captured: 30, silent: 0, sent: 30, delivered: 29, unconfirmed: 0, retried: 0, pending: 1 },
    storageProblem: null,
    audioProblem: null,
    lastFailure: null,
    ...more,
  };
}

const noChunks = { captured: 0, silent: 0, sent: 0, delivered: 0, unconfirmed: 0, retried: 0, pending: 0 };

describe('statusLineOf', () => {
  it('is idle and says how to begin when nothing was recorded yet', () => {
    const verdict = statusLineOf(facts({ session: null, levels: [], chunks: noChunks }));
    expect(verdict).toMatchObject({ level: 'idle', headline: 'Ready to record' });
    expect(verdict.next).toContain('Record');
  });

  it('is good only when sound arrives and the target confirmed chunks', () => {
    expect(statusLineOf(facts())).toMatchObject({ level: 'good', headline: 'Recording' });
    expect(statusLineOf(facts()).reason).toContain('29 of 30');
  });

  it('says that words are rough, and how to get better ones, where nothing better is here', () => {
    const direct = (engine: string) =>
      statusLineOf(facts({ session: session({ mode: 'direct', target: null, engine }) }));
    expect(direct('pocketsphinx')).toMatchObject({
      level: 'good',
      reason: expect.stringContaining('Rough words only') as string,
      next: expect.stringContaining('Whisper model') as string,
      action: { do: 'get-model' },
    });
    expect(direct('whisper')).toMatchObject({ next: null, action: null });
  });

  it('says what writes the words behind a target, where that is known', () => {
    const behind = (engine: string | null) => statusLineOf(facts({ session: session({ engine }) }));
    expect(behind('whisper').reason).toContain('Words by whisper.');
    expect(behind('pocketsphinx')).toMatchObject({
      reason: expect.stringContaining('Rough words only') as string,
      action: { do: 'get-model' },
    });
    const elsewhere = statusLineOf(facts({ session: session({ engine: null, target: 'staging' }) }));
    expect(elsewhere).toMatchObject({ level: 'good', next: null });
    expect(elsewhere.reason).not.toContain('Words by');
  });

  it('warns while the built-in target has no engine, with the way to one', () => {
    expect(statusLineOf(facts({ session: session({ engine: null }) }))).toMatchObject({
      level: 'warning',
      headline: 'Recording, but nothing will be transcribed',
      reason: 'No speech engine on this computer is ready. It is saved on disk.',
      next: expect.stringContaining('Download a Whisper model') as string,
      action: { do: 'get-model' },
    });
  });

  const away = 'Nothing answers at this address: the target is not running, or the port is wrong.';
  const deaf = { state: 'zeros', peakDb: null, rmsDb: null, zeroSec: 3_600 } as const;
  it.each([
    ['with rough words', { session: session({ engine: 'pocketsphinx' }) }],
    ['without an engine', { session: session({ engine: null }) }],
    ['without sound', { levels: [level(deaf)] }],
    ['without a microphone', { levels: [level({ source: 'microphone', state: 'not-captured' })] }],
    [
      'with its target away',
      { connection: { phase: 'waiting', sentence: away, attempt: 3, untilMs: 4_000 } },
    ],
  ] satisfies [string, Partial<StatusFacts>][])(
    'stays one line of a laptop while it records %s',
    (_how, more) => {
      const chunks = { ...noChunks, captured: 5_000, sent: 5_000, delivered: 4_998, pending: 2 };
      const { reason, next } = statusLineOf(facts({ chunks, ...more }));
      // So many letters stand beside the longest button at 1280 px.
      expect(`${reason} Next: ${next}`.length).toBeLessThanOrEqual(140);
    },
  );

  it('stays good while a live source is merely quiet', () => {
    expect(statusLineOf(facts({ levels: [level({ state: 'quiet', quietSec: 300 })] })).level).toBe('good');
  });

  it('stays good when everything so far was silence that is not sent', () => {
    const chunks = { ...noChunks, captured: 30, silent: 30 };
    expect(statusLineOf(facts({ chunks, levels: [level({ state: 'quiet' })] })).level).toBe('good');
  });

  it.each([
    ['a track is not measured', { levels: [level({ state: 'unknown' })] }],
    ['no track has a level', { levels: [] }],
    ['zeros have lasted less than 10 s', { levels: [level({ state: 'zeros', zeroSec: 9.9 })] }],
    ['the target is being connected', { connection: { phase: 'connecting', sentence: 'Connecting.' } }],
    ['no chunk was confirmed', { chunks: { ...noChunks, captured: 3, sent: 3, pending: 3 } }],
    ['no chunk was cut', { chunks: noChunks }],
  ] satisfies [string, Partial<StatusFacts>][])('is unknown while %s', (_when, more) => {
    expect(statusLineOf(facts(more)).level).toBe('unknown');
  });

  it.each([
    ['system', 'system audio', 'default output'],
    ['microphone', 'microphone', 'muted'],
  ] as const)('warns after 10 s of zeros on %s and says what to do', (source, name, step) => {
    const verdict = statusLineOf(
      facts({ levels: [level(), level({ source, state: 'zeros', peakDb: null, rmsDb: null, zeroSec: 10 })] }),
    );
    expect(verdict.level).toBe('warning');
    expect(verdict.headline).toContain(name);
    expect(verdict.reason).toContain('10 s');
    expect(verdict.next).toContain(step);
  });

  it('is bad when an expected track is not captured, however well the other does', () => {
    const verdict = statusLineOf(
      facts({ levels: [level(), level({ source: 'microphone', state: 'not-captured' })] }),
    );
    expect(verdict).toMatchObject({ level: 'bad', headline: 'The microphone is not captured' });
  });

  it('warns while the target is away and is bad when it stopped for good', () => {
    const away = statusLineOf(
      facts({ connection: { phase: 'waiting', sentence: 'Next try in 4 s.', attempt: 1, untilMs: 4_000 } }),
    );
    expect(away).toMatchObject({ level: 'warning', reason: 'Next try in 4 s.' });
    const gone = statusLineOf(facts({ connection: { phase: 'stopped', sentence: 'It closed with 1008.' } }));
    expect(gone).toMatchObject({ level: 'bad', reason: 'It closed with 1008.' });
  });

  it('asks nothing of a target when only capturing', () => {
    const verdict = statusLineOf(
      facts({
        session: session({ mode: 'capture-only', target: null }),
        connection: { phase: 'idle', sentence: 'Nothing is streamed in this mode.' },
        chunks: noChunks,
      }),
    );
    expect(verdict.level).toBe('good');
  });

  it('names lesser trouble beside the worst', () => {
    const verdict = statusLineOf(
      facts({
        levels: [level({ state: 'not-captured' })],
        connection: { phase: 'waiting', sentence: 'Next try in 4 s.', attempt: 1, untilMs: 4_000 },
        storageProblem: 'The disk is full.',
      }),
    );
    expect(verdict.headline).toBe('System audio is not captured');
    expect(verdict.reason).toContain("Also: the target is unreachable; events can't be saved.");
  });

  it('tells a second problem of the same weight', () => {
    const verdict = statusLineOf(
      facts({
        connection: { phase: 'waiting', sentence: 'Next try in 4 s.', attempt: 1, untilMs: 4_000 },
        storageProblem: 'The disk is full.',
      }),
    );
    expect(verdict.reason).toBe("Next try in 4 s. Also: events can't be saved.");
  });

  it('warns of a storage problem even when idle', () => {
    expect(statusLineOf(facts({ session: null, storageProblem: 'The disk is full.' }))).toMatchObject({
      level: 'warning',
      reason: 'The disk is full.',
    });
  });

  it('says of a recording that cannot be written what it is, and not that events are not stored', () => {
    const reason = "Audio can't be written to system.wav: ENOSPC.";
    const verdict = statusLineOf(facts({ audioProblem: reason }));
    expect(verdict).toMatchObject({ level: 'bad', headline: "The recording can't be saved", reason });
    const both = statusLineOf(facts({ audioProblem: reason, storageProblem: 'The disk is full.' }));
    expect(both.headline).toBe("The recording can't be saved");
    expect(both.reason).toContain("Also: events can't be saved.");
  });

  it('repeats the failure of a running session', () => {
    expect(statusLineOf(facts({ lastFailure: 'parec ended with 1.' }))).toMatchObject({
      level: 'bad',
      reason: 'parec ended with 1.',
    });
  });

  it('does not call tracks dead that ended because of Stop', () => {
    const verdict = statusLineOf(
      facts({ session: session({ state: 'stopping' }), levels: [level({ state: 'not-captured' })] }),
    );
    expect(verdict).toMatchObject({ level: 'busy', headline: 'Stopping' });
    expect(verdict.reason).toContain("target's last answer");
  });

  it('says what it waits for after Stop, and that nobody has to wait', () => {
    const verdict = statusLineOf(
      facts({
        session: session({ state: 'stopping', target: 'staging' }),
        connection: { phase: 'waiting', sentence: 'No answer from host h.', attempt: 3, untilMs: 4_000 },
      }),
    );
    expect(verdict).toMatchObject({
      level: 'warning',
      headline: 'Stopping: waiting for staging, which is away',
      reason: 'No answer from host h.',
    });
    expect(verdict.next).toContain('stop waiting');
  });

  it('keeps to the stop while other trouble is a warning, names that beside it, and puts what is broken first', () => {
    const stopping = { session: session({ state: 'stopping' }) };
    const late = { headline: 'Events show up late', reason: 'It takes long.', next: null };
    expect(statusLineOf(facts({ ...stopping, trouble: [{ level: 'warning', ...late }] }))).toMatchObject({
      level: 'busy',
      headline: 'Stopping',
      reason: expect.stringContaining('Also: events show up late.') as string,
    });
    expect(statusLineOf(facts({ ...stopping, storageProblem: 'The disk is full.' })).headline).toBe(
      'Stopping',
    );
    const broken = statusLineOf(facts({ ...stopping, audioProblem: 'ENOSPC.' }));
    expect(broken).toMatchObject({ level: 'bad', headline: "The recording can't be saved" });
  });

  it.each([
    ['ended', null, 'idle'],
    ['ended', '3 of 40 chunks were not delivered.', 'warning'],
    ['recovered', null, 'warning'],
    ['failed', 'No microphone was found.', 'bad'],
  ] as const)('after a session that is %s with the reason %j it is %s', (state, reason, expected) => {
    const verdict = statusLineOf(
      facts({
        session: session({ state, reason }),
        levels: [level({ state: 'not-captured' })],
        lastFailure: reason,
      }),
    );
    expect(verdict.level).toBe(expected);
    if (reason !== null) expect(verdict.reason).toBe(reason);
  });
});
