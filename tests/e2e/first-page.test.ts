import { expect, it } from 'vitest';
import { sentence } from '../../src/shared/words/words.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore, type FakeCore } from './support/fake-core.ts';
import {
  failingStatus,
  pastSessions,
  recordingStatus,
  sampleSession,
  sampleStatus,
} from './support/samples.ts';

const waiting = sampleSession({
  sessionId: '20260301-090000-d4',
  title: 'Planning that the target missed',
  state: 'ended',
  reason: '12 of 40 chunks were not delivered; the recording is kept.',
  undelivered: 12,
});

function idleCore(): FakeCore {
  return createFakeCore({ status: sampleStatus(), sessions: [waiting, ...pastSessions] });
}

describePage('the first page', ({ open, lookAt }) => {
  it('shows, while nothing is recorded, the last recording, what waits to be sent, and how to begin', async () => {
    const core = idleCore();
    const page = await open(core);
    const ready = page.getByRole('region', { name: 'Ready' });
    await ready.getByText('12 of 40 chunks were not delivered').waitFor();
    await ready.getByRole('link', { name: 'check sound' }).waitFor();
    await lookAt(page, 'ready');
    await ready.getByRole('button', { name: /Send now: Planning that the target missed/ }).click();
    await expect
      .poll(() => core.calls.find(({ name }) => name === 'sessions.send')?.input)
      .toEqual({ sessionId: waiting.sessionId });
    await ready.getByRole('link', { name: waiting.title }).first().click();
    await page.getByRole('heading', { name: 'Tracks' }).waitFor();
  });

  it('offers what the status line says next as one click', async () => {
    const core = createFakeCore({ status: failingStatus, sessions: [sampleSession(), ...pastSessions] });
    const page = await open(core);
    const line = page.getByRole('region', { name: 'Status' });
    await line.getByRole('link', { name: 'Check sound' }).click();
    await page.getByRole('heading', { name: 'Sound', exact: true }).waitFor();
    core.setStatus({
      ...sampleStatus(),
      session: waiting,
      verdict: { level: 'warning', headline: 'Not complete', reason: 'Some is missing.', next: 'Send it.' },
    });
    await line.getByRole('button', { name: 'Send now' }).click();
    await expect.poll(() => core.calls.map(({ name }) => name)).toContain('sessions.send');
    // What an engine has not transcribed is sent to no target.
    core.setStatus({
      ...sampleStatus(),
      session: { ...waiting, mode: 'direct', target: null, engine: 'whisper' },
      verdict: { level: 'warning', headline: 'Not complete', reason: 'Some is missing.', next: 'Open it.' },
    });
    await line.getByRole('link', { name: 'Open the session' }).waitFor();
    await expect.poll(() => line.getByRole('button', { name: 'Send now' }).count()).toBe(0);
    // Whatever became of the last recording: this is about something else.
    const headline = sentence('trouble.network');
    core.setStatus({
      ...sampleStatus(),
      session: waiting,
      verdict: {
        ...{ level: 'warning', headline: 'The connection keeps breaking', reason: '', next: 'Look why.' },
        said: { headline, reason: [], next: null },
      },
    });
    await line.getByRole('link', { name: 'Open Network' }).click();
    await page.getByRole('heading', { name: 'Over time' }).waitFor();
    core.setStatus(recordingStatus);
    await line.getByText('Recording', { exact: true }).waitFor();
    await expect.poll(() => line.getByRole('button').count()).toBe(0);
  });

  it('tells in the title of its tab how long the recording is, and that something is wrong', async () => {
    const core = createFakeCore({ status: recordingStatus, sessions: [sampleSession()] });
    const page = await open(core);
    await expect.poll(() => page.title()).toBe('● 12:34 · ScrumBot Desktop');
    core.setStatus({ ...failingStatus, recordedSec: 755 });
    await expect.poll(() => page.title()).toBe('⚠ ● 12:35 · ScrumBot Desktop');
    core.setStatus(sampleStatus());
    await expect.poll(() => page.title()).toBe('ScrumBot Desktop');
  });

  it('opens delivery into its stages and the events of the recording, and leaves them as they were left', async () => {
    const page = await open(createFakeCore({ status: recordingStatus, sessions: [sampleSession()] }));
    await page.getByText(/^540 of 542 chunks delivered/).click();
    await page.getByText('212 silent, not sent').waitFor();
    await page.reload();
    await page.getByText('212 silent, not sent').waitFor();
    await expect.poll(() => page.getByRole('searchbox', { name: 'Search words' }).count()).toBe(0);
  });
});
