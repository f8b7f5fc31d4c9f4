import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { SessionReport, SessionSummary } from '../../../src/shared/session/session.ts';
import type { FakeGroq, GroqAnswer } from '../../support/fake-groq.ts';
import { openBridge, startHeadlessHost } from '../../support/headless-host.ts';
import { runScrumbot, startScrumbot, type RunningScrumbot } from '../../support/scrumbot.ts';
import { writeTalk } from '../../support/talk.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { startTestGroq } from '../../support/test-groq.ts';
import { untilRecorded } from '../../support/until-recorded.ts';
import { describeWith } from '../../support/machine/needs.ts';

const segments = 5;
const held = 2;

type Given = {
  home: string;
  environment: NodeJS.ProcessEnv;
  groq: FakeGroq;
  running: RunningScrumbot;
  letGo: () => void;
};

/**
 * A process that transcribes a file of five segments: two are done, and the third waits for its answer. `hanging` are
 * the requests that are answered once they are let go, by number.
 */
async function midQueue(hanging: readonly number[] = [held]): Promise<Given> {
  const folder = await makeTemporaryFolder();
  const [home, wav] = [join(folder, 'home'), join(folder, 'talk.wav')];
  await writeTalk(wav, segments);
  const gate = Promise.withResolvers<undefined>();
  const groq = await startTestGroq(async (_request, index): Promise<GroqAnswer> => {
    if (hanging.includes(index)) await gate.promise;
    return { text: `Number ${index} is said.` };
  });
  const environment = {
    ...process.env,
    GROQ_API_KEY: 'gsk_test_0123456789',
    SCRUMBOT_GROQ_BASE_URL: groq.url,
  };
  const running = startScrumbot(['transcribe', wav, '--engine', 'groq', '--json'], { home, environment });
  await groq.received(held + 1);
  await untilRecorded(home, wav);
  return { home, environment, groq, running, letGo: () => gate.resolve(undefined) };
}

async function onlySession(home: string): Promise<string> {
  const { stdout } = await runScrumbot(['sessions', 'list', '--json'], { home });
  const [session] = JSON.parse(stdout) as SessionSummary[];
  return session?.sessionId ?? '';
}

const audioOf = (groq: FakeGroq): string[] => groq.ledger.map(({ file }) => file.bytes.toString('base64'));

describeWith(['builtPage', 'posix'], 'a host', () => {
  it('goes on by itself with what a killed process left in mid-queue, and sends nothing done again', async () => {
    const { home, environment, groq, running } = await midQueue();
    running.process.kill('SIGKILL');
    await running.finished;
    const before = groq.ledger.length;
    expect(before).toBe(held + 1);

    const host = await startHeadlessHost(home, { environment });
    const bridge = await openBridge(host.url);
    const sessionId = await onlySession(home);
    const show = (): Promise<SessionReport> => bridge.call('sessions.show', { sessionId });
    await expect.poll(async () => (await show()).transcripts[0]?.done).toBe(segments);
    const report = await show();
    expect(report.text).toBe(
      'Number 0 is said. Number 1 is said. Number 3 is said. Number 4 is said. Number 5 is said.',
    );
    expect(report.transcripts).toEqual([
      expect.objectContaining({ engine: 'groq', segments, parked: 0, waiting: 0, answersLost: 1 }),
    ]);
    // What was said of missing words is no longer true, once all of them are there.
    await expect.poll(async () => (await show()).reason).toBeNull();

    const audio = audioOf(groq);
    expect(audio).toHaveLength(segments + 1);
    expect(new Set(audio).size).toBe(segments);
    expect(audio[held + 1]).toBe(audio[held]);

    host.scrumbot.process.kill('SIGINT');
    expect((await host.scrumbot.finished).code).toBe(0);
    // A further start finds nothing left to do.
    const next = await startHeadlessHost(home, { environment });
    await expectNotTranscribing(next.url, sessionId);
    expect(groq.ledger).toHaveLength(segments + 1);
  });

  it('leaves a session alone that another process is transcribing', async () => {
    const { home, environment, groq, running, letGo } = await midQueue();
    const host = await startHeadlessHost(home, { environment });
    await expectNotTranscribing(host.url, await onlySession(home));
    expect(groq.ledger).toHaveLength(held + 1);
    letGo();
    const { code, stdout } = await running.finished;
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as SessionReport;
    expect(report.transcripts[0]).toMatchObject({ done: segments, answersLost: 0 });
    expect(report.text).toBe(
      'Number 0 is said. Number 1 is said. Number 2 is said. Number 3 is said. Number 4 is said.',
    );
    expect(audioOf(groq)).toHaveLength(segments);
  });

  it('goes on by itself with what it was doing when it was killed itself', async () => {
    const { home, environment, groq, running } = await midQueue([held, held + 1]);
    running.process.kill('SIGKILL');
    await running.finished;
    const first = await startHeadlessHost(home, { environment });
    await groq.received(held + 2);
    first.scrumbot.process.kill('SIGKILL');
    await first.scrumbot.finished;
    const second = await startHeadlessHost(home, { environment });
    const bridge = await openBridge(second.url);
    const sessionId = await onlySession(home);
    await expect
      .poll(async () => (await bridge.call('sessions.show', { sessionId })).transcripts[0]?.done)
      .toBe(segments);
    const audio = audioOf(groq);
    expect(audio).toHaveLength(segments + 2);
    expect(new Set(audio).size).toBe(segments);
  });
});

/** Had the start begun with it, there would be something to cancel. */
async function expectNotTranscribing(url: string, sessionId: string): Promise<void> {
  const bridge = await openBridge(url);
  // What a start looks up comes before this: all of it is read by one thread, in order.
  await bridge.call('sessions.list', {});
  await bridge.call('sessions.list', {});
  await expect(bridge.call('transcripts.cancel', { sessionId })).rejects.toMatchObject({
    code: 'not-found',
  });
}
