import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Core } from '../../../src/main/core/core.ts';
import type { SessionReport } from '../../../src/shared/session/session.ts';
import type { Action } from '../../../src/shared/words/actions.ts';
import { startTestCore } from '../../support/core.ts';
import type { FakeGroq, GroqAnswer, GroqRequest } from '../../support/fake-groq.ts';
import { startTestGroq } from '../../support/test-groq.ts';
import { writeTalk } from '../../support/talk.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { runScrumbot, startScrumbot } from '../../support/scrumbot.ts';
import { createFastClock } from '../../support/fast-clock.ts';
import { untilRecorded } from '../../support/until-recorded.ts';

const key = 'gsk_test_0123456789abcdef';

type Given = { home: string; wav: string; groq: FakeGroq; environment: NodeJS.ProcessEnv };

/** A talk of `segments` segments, a home folder and a Groq on this machine. */
async function given(
  segments: number,
  answer: (request: GroqRequest, index: number) => GroqAnswer | Promise<GroqAnswer>,
): Promise<Given> {
  const folder = await makeTemporaryFolder();
  const wav = join(folder, 'talk.wav');
  await writeTalk(wav, segments);
  const groq = await startTestGroq(answer);
  const environment = { ...process.env, GROQ_API_KEY: key, SCRUMBOT_GROQ_BASE_URL: groq.url };
  return { home: join(folder, 'home'), wav, groq, environment };
}

async function transcribeWith(
  core: Core,
  wav: string,
): Promise<{ report: SessionReport; problem: string | null; action: Action | null }> {
  const { sessionId } = await core.sessions.start({
    inputs: [{ kind: 'file', path: wav, speed: 'max' }],
    mode: 'direct',
    engine: 'groq',
  });
  const failure = await core.sessions.ended();
  return {
    report: await core.sessions.show(sessionId),
    problem: failure?.message ?? null,
    action: failure?.action ?? null,
  };
}

const say = (index: number): GroqAnswer => ({ text: `Number ${index} is said.` });

describe('a session with Groq', () => {
  it('asks as the documents say, keeps order, and bills at least ten seconds a request', async () => {
    const { home, wav, groq, environment } = await given(3, (_request, index) => say(index));
    const { report, problem } = await transcribeWith(await startTestCore({ home, environment }), wav);
    expect(problem).toBeNull();
    expect(report.text).toBe('Number 0 is said. Number 1 is said. Number 2 is said.');
    expect(report).toMatchObject({ mode: 'direct', engine: 'groq', state: 'ended', reason: null });
    expect(report.chunks).toMatchObject({ captured: 3, sent: 3, delivered: 3, retried: 0, pending: 0 });

    for (const request of groq.ledger) {
      expect(request.path).toBe('/openai/v1/audio/transcriptions');
      expect(request.headers.authorization).toBe(`Bearer ${key}`);
      expect(request.file).toMatchObject({ name: 'segment.flac', type: 'audio/flac' });
      expect(request.fields).toMatchObject({
        model: ['whisper-large-v3-turbo'],
        response_format: ['verbose_json'],
        'timestamp_granularities[]': ['word', 'segment'],
        temperature: ['0'],
      });
    }
    expect(groq.ledger.map(({ fields }) => fields.prompt)).toEqual([
      undefined,
      ['Number 0 is said.'],
      ['Number 1 is said.'],
    ]);
    const [transcript] = report.transcripts;
    expect(transcript).toMatchObject({ engine: 'groq', segments: 3, done: 3, parked: 0, waiting: 0 });
    const uploadedSec = groq.ledger.reduce((sum, { audioSec }) => sum + audioSec, 0);
    expect(transcript?.billedSec).toBeCloseTo(uploadedSec, 1);
    expect(transcript?.billedSec).toBeLessThanOrEqual(1.15 * (transcript?.speechSec ?? 0));
    expect(transcript?.costUsd).toBeCloseTo((uploadedSec / 3_600) * 0.04, 6);
  });

  it('gives lines meeting times, the track as speaker, and none of the silence to Groq', async () => {
    const { home, wav, groq, environment } = await given(2, (_request, index) => say(index));
    const { report } = await transcribeWith(await startTestCore({ home, environment }), wav);
    const uploadedSec = groq.ledger.reduce((sum, { audioSec }) => sum + audioSec, 0);
    expect(uploadedSec).toBeLessThan(report.seconds - 3);
    const [first, second] = report.transcript;
    expect(first).toMatchObject({ speaker: 'system', flags: [] });
    expect(first?.startSec).toBeLessThan(1.5);
    // The second begins after the first one's end and the silence of two seconds between them.
    expect((second?.startSec ?? 0) - (first?.endSec ?? 0)).toBeGreaterThan(1);
    expect(second?.endSec).toBeLessThanOrEqual(report.seconds);
  });

  it('keeps the key out of everything that is stored', async () => {
    const { home, wav, environment } = await given(1, (_request, index) => say(index));
    await runScrumbot(['transcribe', wav, '--engine', 'groq', '--json', '--log-level', 'trace'], {
      home,
      environment,
    });
    const files = (await readdir(home, { recursive: true, withFileTypes: true })).filter((file) =>
      file.isFile(),
    );
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const file of files) {
      const bytes = await readFile(join(file.parentPath, file.name));
      expect(bytes.includes(key), file.name).toBe(false);
    }
  });

  it('asks for a key that is refused, asks Groq no more, and goes on once there is a right one', async () => {
    const { home, wav, groq, environment } = await given(3, (request, index) =>
      request.headers.authorization === `Bearer ${key}` ? say(index) : { status: 401 },
    );
    const core = await startTestCore({ home, environment: { ...environment, GROQ_API_KEY: undefined } });
    await core.handlers['keys.set']({ name: 'groq', value: 'gsk_wrong_0123456789' });
    const { report, problem } = await transcribeWith(core, wav);
    expect(problem).toContain('Groq refused the key (401). Enter a valid one.');
    expect(groq.ledger).toHaveLength(1);
    expect(report.transcripts[0]).toMatchObject({ done: 0, waiting: 3 });

    expect(await core.handlers['keys.set']({ name: 'groq', value: key })).toEqual({
      set: true,
      lastFour: 'cdef',
      kept: 'file',
    });
    expect((await stat(join(home, 'secrets.json'))).mode & 0o777).toBe(0o600);
    const { done } = await core.transcription.transcribe(report.sessionId, {
      engine: undefined,
      isAnew: false,
    });
    await done;
    const after = await core.sessions.show(report.sessionId);
    expect(after.transcripts).toHaveLength(1);
    expect(after).toMatchObject({
      reason: null,
      text: 'Number 1 is said. Number 2 is said. Number 3 is said.',
    });
  });

  it('has two requests in flight at most, and one slow segment holds up its own session only', async () => {
    let letGo = (): void => undefined;
    const slow = new Promise<void>((resolve) => (letGo = resolve));
    const { home, wav, groq, environment } = await given(2, async (_request, index) => {
      if (index === 0) await slow;
      return say(index);
    });
    const core = await startTestCore({ home, environment });
    const sessions: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const { sessionId } = await core.sessions.start({
        inputs: [{ kind: 'file', path: wav, speed: 'max' }],
        mode: 'capture-only',
      });
      await core.sessions.ended();
      sessions.push(sessionId);
    }
    const all = await Promise.all(
      sessions.map((sessionId) =>
        core.transcription.transcribe(sessionId, { engine: 'groq', isAnew: false }),
      ),
    );
    // Two sessions of two segments pass beside the one that hangs.
    await groq.received(5);
    expect(groq.inFlight().most).toBeLessThanOrEqual(2);
    letGo();
    await Promise.all(all.map(({ done }) => done));
    expect(groq.inFlight().most).toBeLessThanOrEqual(2);
    expect(groq.ledger).toHaveLength(6);
  });

  it('adds the transcript of a second engine beside the first', async () => {
    const { home, wav, environment } = await given(2, (_request, index) => say(index));
    const core = await startTestCore({ home, environment });
    const { report } = await transcribeWith(core, wav);
    await core.handlers['settings.update']({
      direct: { openaiBaseUrl: `${environment.SCRUMBOT_GROQ_BASE_URL ?? ''}/openai/v1` },
    });
    const { transcriptId, done } = await core.transcription.transcribe(report.sessionId, {
      engine: 'openai-compatible',
      isAnew: false,
    });
    await done;
    const after = await core.sessions.show(report.sessionId);
    expect(after.transcripts.map(({ engine, done: count }) => [engine, count])).toEqual([
      ['groq', 2],
      ['openai-compatible', 2],
    ]);
    expect(after.text).toBe(report.text);
    expect((await core.sessions.show(report.sessionId, transcriptId)).text).toBe(
      'Number 2 is said. Number 3 is said.',
    );
  });

  it('finds words in all sessions, forgets those of deleted ones, and shows nothing that was never said', async () => {
    const answers = [
      { text: 'We ship the login page.' },
      { text: 'Thank you for watching.', part: { no_speech_prob: 0.9, avg_logprob: -0.9 } },
      { text: 'The Grüße page is next.' },
    ];
    const { home, wav, environment } = await given(3, (_request, index) => answers[index] ?? say(index));
    const core = await startTestCore({ home, environment });
    const { report } = await transcribeWith(core, wav);
    const search = (query: string) => core.handlers['transcripts.search']({ query, limit: 50 });
    expect((await search('PAGE logi')).map(({ text }) => text)).toEqual(['We ship the login page.']);
    expect(await search('gruße')).toHaveLength(1);
    expect(await search('watching')).toEqual([]);
    expect(await search('"login" OR * NEAR(')).toEqual([]);
    expect(report.text).toBe('We ship the login page. The Grüße page is next.');
    expect(report.transcript.map(({ flags }) => flags)).toEqual([[], ['no-speech', 'known-phrase'], []]);
    await core.sessions.remove(report.sessionId);
    expect(await search('page')).toEqual([]);
  });

  it('records without a key and says how to get words later', async () => {
    const { home, wav, groq } = await given(1, (_request, index) => say(index));
    const environment = { PATH: '/nowhere' };
    const core = await startTestCore({ home, environment });
    const { sessionId } = await core.sessions.start({
      inputs: [{ kind: 'file', path: wav, speed: 'max' }],
      mode: 'direct',
    });
    expect((await core.sessions.ended())?.message).toContain(
      'No speech engine is ready. Download a Whisper model',
    );
    const report = await core.sessions.show(sessionId);
    expect(report.seconds).toBeGreaterThan(10);
    expect(groq.ledger).toEqual([]);
  });
});

describe('kill -9 in mid-queue', () => {
  it('loses no segment, and sends nothing twice but the one whose answer was lost', async () => {
    const { home, wav, groq, environment } = await given(5, async (_request, index) => {
      // The third is being worked on when the process dies.
      if (index === 2) await new Promise(() => undefined);
      return say(index);
    });
    const running = startScrumbot(['transcribe', wav, '--engine', 'groq', '--json'], { home, environment });
    await groq.received(3);
    await untilRecorded(home, wav);
    running.process.kill('SIGKILL');
    await running.finished;

    const sessions = await runScrumbot(['sessions', 'list', '--json'], { home, environment });
    const [session] = JSON.parse(sessions.stdout) as { sessionId: string }[];
    const { stdout, code } = await runScrumbot(
      ['transcribe', '--session', session?.sessionId ?? '', '--engine', 'groq', '--json'],
      { home, environment },
    );
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as SessionReport;
    expect(report.text).toBe(
      'Number 0 is said. Number 1 is said. Number 3 is said. Number 4 is said. Number 5 is said.',
    );
    expect(report.transcripts[0]).toMatchObject({ segments: 5, done: 5, answersLost: 1 });
    const audio = groq.ledger.map(({ file }) => file.bytes.toString('base64'));
    expect(audio).toHaveLength(6);
    // Only the third went out twice.
    expect(new Set(audio).size).toBe(5);
    expect(audio[3]).toBe(audio[2]);
  });
});

describe('limits', () => {
  it('goes on by itself after the time that Groq asks for', async () => {
    const { home, wav, groq, environment } = await given(2, (_request, index) =>
      index === 0 ? { status: 429, headers: { 'retry-after': '7' } } : say(index),
    );
    const core = await startTestCore({ home, environment, clock: createFastClock(20) });
    const { report, problem } = await transcribeWith(core, wav);
    expect(problem).toBeNull();
    expect(groq.ledger).toHaveLength(3);
    expect(report.transcripts[0]).toMatchObject({ done: 2, answersLost: 0 });
  });

  it('says until when it waits, and keeps what is left for later', async () => {
    const { home, wav, groq, environment } = await given(2, () => ({
      status: 429,
      headers: { 'retry-after': '3600' },
    }));
    const core = await startTestCore({ home, environment });
    const { report, problem, action } = await transcribeWith(core, wav);
    expect(problem).toContain('Groq accepts no more right now (429)');
    expect(action).toEqual({ do: 'transcribe-session', sessionId: report.sessionId });
    expect(groq.ledger).toHaveLength(1);
    expect(report.transcripts[0]).toMatchObject({ done: 0, waiting: 2, parked: 0 });
    const { engines } = await core.handlers['engines.list']({});
    const hold = engines.find(({ name }) => name === 'groq')?.hold;
    expect((hold?.untilMs ?? 0) - Date.now()).toBeGreaterThan(3_500_000);
    await rm(wav);
  });

  it('asks at once, though Groq said later, when somebody wants it tried now', async () => {
    const { home, wav, groq, environment } = await given(2, (_request, index) =>
      index === 0 ? { status: 429, headers: { 'retry-after': '3600' } } : say(index),
    );
    const core = await startTestCore({ home, environment, resumesDelivery: true });
    const { report } = await transcribeWith(core, wav);
    expect(report.transcripts[0]).toMatchObject({ done: 0, waiting: 2 });
    expect(groq.ledger).toHaveLength(1);
    await expect
      .poll(async () => {
        await core.handlers['engines.tryNow']({});
        return (await core.sessions.show(report.sessionId)).text;
      })
      .toBe('Number 1 is said. Number 2 is said.');
    expect(groq.ledger).toHaveLength(3);
  });
});
