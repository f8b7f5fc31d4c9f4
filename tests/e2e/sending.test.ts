import { expect, it } from 'vitest';
import type { Sending } from '../../src/shared/session/sending.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore } from './support/fake-core.ts';
import { sampleSession, sampleStatus } from './support/samples.ts';

const sessionId = '20260302-091502-k3f9';

const cutOff = (): ReturnType<typeof sampleSession> =>
  sampleSession({
    state: 'recovered',
    startedAt: new Date(Date.now() - 3_600_000).toISOString(),
    endedAt: new Date(Date.now() - 1_800_000).toISOString(),
    target: 'staging',
    undelivered: 5,
    reason: 'The app ended while this was being recorded. Everything up to then is kept.',
  });

const onItsWay = (): Sending => ({
  sessionId,
  title: 'Sprint 14 planning',
  target: 'staging',
  delivered: 3,
  due: 8,
  connection: {
    phase: 'waiting',
    sentence: "Can't find host staging.example.org. The audio is kept and sent when the target is back.",
    attempt: 2,
    untilMs: Date.now() + 80_000,
  },
});

describePage('what is on its way', ({ open, lookAt, takeScreenshot }) => {
  it('announces a recording that was cut off, sends it with one click, and says no more of it once seen', async () => {
    const core = createFakeCore({ sessions: [cutOff()] });
    const page = await open(core);
    const news = page.getByRole('region', { name: 'Cut off: Sprint 14 planning' });
    await news.getByRole('button', { name: 'Send what is missing' }).click();
    await expect.poll(() => core.calls).toContainEqual({ name: 'sessions.send', input: { sessionId } });
    await news.getByRole('button', { name: 'Got it' }).click();
    await news.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('heading', { name: 'Last recording' }).waitFor();
    await expect.poll(() => news.count()).toBe(0);
  });

  it('shows how far a session is that the app sends, when it tries again, and cancels that', async () => {
    const core = createFakeCore({ sessions: [cutOff()] });
    core.setSendings([onItsWay()]);
    const page = await open(core);
    const news = page.getByRole('region', { name: 'Cut off: Sprint 14 planning' });
    await news.getByText('3 of 8 sent').waitFor();
    await expect.poll(() => news.innerText()).toMatch(/next try in \d+ s/);
    await expect.poll(() => news.getByRole('button', { name: 'Send what is missing' }).count()).toBe(0);
    await lookAt(page, 'cut-off-sending');
    await news.getByRole('button', { name: 'Cancel sending Sprint 14 planning' }).click();
    await news.getByRole('button', { name: 'Send what is missing' }).waitFor();
  });

  it('does not say that the last recording is not delivered while that is being done', async () => {
    const reason = '5 of 8 chunks were not delivered.';
    const core = createFakeCore({ sessions: [{ ...cutOff(), state: 'ended', reason }] });
    core.setSendings([onItsWay()]);
    const page = await open(core);
    const ready = page.getByRole('region', { name: 'Ready' });
    await ready.getByText('3 of 8 sent').first().waitFor();
    await expect.poll(() => ready.getByText(reason).count()).toBe(0);
    core.setSendings([]);
    await ready.getByText(reason).waitFor();
  });

  it('calls stopping what it is, says what it waits for, and lets nobody wait who does not want to', async () => {
    const session = sampleSession({ state: 'stopping', target: 'staging' });
    const core = createFakeCore({ status: sampleStatus({ session }), sessions: [session] });
    const page = await open(core);
    const line = page.getByRole('region', { name: 'Status' });
    await line.getByText('Stopping', { exact: true }).waitFor();
    await expect.poll(() => line.innerText()).not.toContain('Unknown');
    core.setStatus(
      sampleStatus({
        session,
        connection: {
          phase: 'waiting',
          sentence: "Can't find host h.",
          attempt: 1,
          untilMs: Date.now() + 9_000,
        },
      }),
    );
    await line.getByText('Stopping: waiting for staging, which is away').waitFor();
    await takeScreenshot(page, 'stopping-away');
    await line.getByRole('button', { name: 'Stop waiting' }).click();
    await expect.poll(() => core.calls.map(({ name }) => name)).toContain('session.stopWaiting');
  });
});
