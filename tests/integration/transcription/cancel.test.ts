import { stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Core } from '../../../src/main/core/core.ts';
import type { SessionReport } from '../../../src/shared/session/session.ts';
import { startTestCore } from '../../support/core.ts';
import { createFastClock } from '../../support/fast-clock.ts';
import type { FakeGroq, GroqAnswer } from '../../support/fake-groq.ts';
import { runScrumbot, startScrumbot } from '../../support/scrumbot.ts';
import { writeTalk } from '../../support/talk.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { startTestGroq } from '../../support/test-groq.ts';
import { describeWith } from '../../support/machine/needs.ts';

const segments = 4;
const held = 2;

type Given = { home: string; environment: NodeJS.ProcessEnv; groq: FakeGroq; sessionId: string };

/**
 * A kept session of four segments without words, and a Groq that answers two requests and lets the third wait until
 * its connection is closed.
 */
async function given(): Promise<Given> {
  const folder = await makeTemporaryFolder();
  const [home, wav] = [join(folder, 'home'), join(folder, 'talk.wav')];
  await writeTalk(wav, segments);
  const groq = await startTestGroq((_request, index): GroqAnswer =>
    index === held ? { stall: true } : { text: `Number ${index} is said.` },
  );
  const environment = {
    ...process.env,
    GROQ_API_KEY: 'gsk_test_0123456789',
    SCRUMBOT_GROQ_BASE_URL: groq.url,
  };
  const { code, stdout } = await runScrumbot(
    ['record', '--input', `file:${wav}`, '--speed', 'max', '--mode', 'capture-only', '--json'],
    { home, environment },
  );
  expect(code).toBe(0);
  return { home, environment, groq, sessionId: (JSON.parse(stdout) as SessionReport).sessionId };
}

const audioOf = (groq: FakeGroq): string[] => groq.ledger.map(({ file }) => file.bytes.toString('base64'));

/** That each segment was heard, and only the one that was under way when it was stopped went out twice. */
function expectNothingTwice(groq: FakeGroq): void {
  const audio = audioOf(groq);
  expect(audio).toHaveLength(segments + 1);
  expect(new Set(audio).size).toBe(segments);
  expect(audio[held + 1]).toBe(audio[held]);
}

const allOfIt = 'Number 0 is said. Number 1 is said. Number 3 is said. Number 4 is said.';

async function transcriptOf(core: Core, sessionId: string) {
  const { text, transcripts } = await core.sessions.show(sessionId);
  return { text, transcript: transcripts[0], count: transcripts.length };
}

describe('a transcription that is cancelled', () => {
  it('keeps what is done, sends nothing more, and goes on where it was when it is begun again', async () => {
    const { home, environment, groq, sessionId } = await given();
    const core = await startTestCore({ home, environment });
    const { done } = await core.transcription.transcribe(sessionId, { engine: 'groq', isAnew: false });
    const failure = done.then(
      () => null,
      (error: unknown) => error,
    );
    await groq.received(held + 1);
    const progress = { segments: held, sentence: 'Transcribing with Groq.' };
    expect(await core.handlers['transcripts.progress']({ sessionId })).toEqual({ progress });
    await core.handlers['transcripts.cancel']({ sessionId });
    expect(await core.handlers['transcripts.progress']({ sessionId })).toEqual({ progress: null });
    expect(await failure).toMatchObject({
      code: 'engine-failed',
      action: { do: 'transcribe-session', sessionId },
    });
    await expect.poll(() => groq.inFlight().now).toBe(0);
    expect(groq.ledger).toHaveLength(held + 1);
    expect(await transcriptOf(core, sessionId)).toMatchObject({
      text: 'Number 0 is said. Number 1 is said.',
      transcript: { done: 2, parked: 0, answersLost: 1 },
    });

    await core.handlers['transcripts.start']({ sessionId, engine: undefined, isAnew: false });
    await expect.poll(async () => (await transcriptOf(core, sessionId)).text).toBe(allOfIt);
    expect(await transcriptOf(core, sessionId)).toMatchObject({
      count: 1,
      transcript: { segments, done: segments, waiting: 0, answersLost: 1 },
    });
    expectNothingTwice(groq);
  });

  it('sets aside what the recording has lost meanwhile, rather than call it silence', async () => {
    const { home, environment, groq, sessionId } = await given();
    const core = await startTestCore({ home, environment });
    const { done } = await core.transcription.transcribe(sessionId, { engine: 'groq', isAnew: false });
    const failure = done.catch(() => null);
    await groq.received(held + 1);
    await expect
      .poll(async () => (await transcriptOf(core, sessionId)).transcript)
      .toMatchObject({ isCut: true, segments });
    await core.handlers['transcripts.cancel']({ sessionId });
    await failure;
    const track = join(home, 'recordings', sessionId, 'system.wav');
    await truncate(track, Math.round((await stat(track)).size * 0.5));

    const again = await core.transcription.transcribe(sessionId, { engine: 'groq', isAnew: false });
    await expect(again.done).rejects.toThrow(/Part of a segment's recording is missing: \d+\.\d of/);
    const { text, transcript } = await transcriptOf(core, sessionId);
    expect(text).toMatch(/^Number 0 is said\. Number 1 is said\./);
    expect(transcript).toMatchObject({ segments, waiting: 0 });
    expect(transcript?.parked).toBeGreaterThan(0);
    expect((transcript?.done ?? 0) + (transcript?.parked ?? 0)).toBe(segments);
    expect(groq.ledger.length - 1).toBe(transcript?.done);
  });

  it('is not begun again by the next start, only by somebody who asks for it', async () => {
    const { home, environment, groq, sessionId } = await given();
    const first = await startTestCore({ home, environment });
    await first.handlers['transcripts.start']({ sessionId, engine: 'groq', isAnew: false });
    await groq.received(held + 1);
    await first.handlers['transcripts.cancel']({ sessionId });
    await first.stop();

    const second = await startTestCore({ home, environment, resumesDelivery: true });
    await second.transcription.resume();
    // Had it been begun by the start, there would be something to cancel.
    await expect(second.transcription.cancel(sessionId)).rejects.toMatchObject({ code: 'not-found' });
    expect(groq.ledger).toHaveLength(held + 1);
    const { done } = await second.transcription.transcribe(sessionId, { engine: 'groq', isAnew: false });
    await done;
    expect((await transcriptOf(second, sessionId)).text).toBe(allOfIt);
    expectNothingTwice(groq);
  });

  it('stays cancelled in a host that goes on with what its last session left undone', async () => {
    const folder = await makeTemporaryFolder();
    const [home, wav] = [join(folder, 'home'), join(folder, 'talk.wav')];
    await writeTalk(wav, segments);
    // The session ends without words; the host tries again by itself, which a person then cancels.
    const groq = await startTestGroq((_request, index): GroqAnswer =>
      index === 0 ? { status: 503, headers: { 'retry-after': '40' } } : { stall: true },
    );
    const environment = {
      ...process.env,
      GROQ_API_KEY: 'gsk_test_0123456789',
      SCRUMBOT_GROQ_BASE_URL: groq.url,
    };
    const core = await startTestCore({
      home,
      environment,
      resumesDelivery: true,
      clock: createFastClock(20),
    });
    const { sessionId } = await core.sessions.start({
      inputs: [{ kind: 'file', path: wav, speed: 'max' }],
      mode: 'direct',
      engine: 'groq',
    });
    expect((await core.sessions.ended())?.code).toBe('engine-failed');
    await groq.received(2);
    await core.handlers['transcripts.cancel']({ sessionId });
    await core.transcription.resume();
    await expect(core.transcription.cancel(sessionId)).rejects.toMatchObject({ code: 'not-found' });
    await expect.poll(() => groq.inFlight().now).toBe(0);
    expect(groq.ledger).toHaveLength(2);
  });

  it('is one that runs: of any other, the cancelling is refused', async () => {
    const { home, environment, groq, sessionId } = await given();
    const core = await startTestCore({ home, environment });
    for (const id of [sessionId, 'nobody']) {
      await expect(core.handlers['transcripts.cancel']({ sessionId: id })).rejects.toMatchObject({
        code: 'not-found',
        message: 'This session is not being transcribed.',
      });
    }
    expect(groq.ledger).toEqual([]);
  });
});

describeWith(['posix'], 'Ctrl-C while a session is transcribed', () => {
  it('ends with 130 and prints what is done; the same command goes on from there', async () => {
    const { home, environment, groq, sessionId } = await given();
    const words = ['transcribe', '--session', sessionId, '--engine', 'groq', '--json'];
    const running = startScrumbot(words, { home, environment });
    await groq.received(held + 1);
    running.process.kill('SIGINT');
    const { code, stdout, stderr } = await running.finished;
    expect(code).toBe(130);
    expect(stderr).toContain('It was stopped before everything was transcribed.');
    const report = JSON.parse(stdout) as SessionReport;
    expect(report.text).toBe('Number 0 is said. Number 1 is said.');
    expect(report.transcripts[0]).toMatchObject({ done: 2, parked: 0, answersLost: 1 });
    expect(groq.ledger).toHaveLength(held + 1);

    const again = await runScrumbot(words, { home, environment });
    expect(again.code).toBe(0);
    expect((JSON.parse(again.stdout) as SessionReport).text).toBe(allOfIt);
    expectNothingTwice(groq);
  });
});
