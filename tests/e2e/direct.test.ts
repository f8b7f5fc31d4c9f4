import { expect, it } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import { turn } from './support/act.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore } from './support/fake-core.ts';
import { directStatus, pastSessions, sampleSession } from './support/samples.ts';

const direct = sampleSession({ mode: 'direct', target: null, engine: 'groq' });
const ended = sampleSession({
  sessionId: '20260301-100000-e5',
  title: 'Planning, transcribed directly',
  mode: 'direct',
  target: null,
  engine: 'groq',
  state: 'ended',
  reason: "2 of 41 segments couldn't be transcribed: Groq has an internal problem (503).",
  endedAt: '2026-03-01T10:12:34.000Z',
});

describePage('direct mode in the page', ({ open, lookAt, takeScreenshot }) => {
  it('fits and is accessible in every size and colour scheme', async () => {
    let page = await open(createFakeCore({}));
    await turn(page.getByRole('radio', { name: 'Transcribe directly' }));
    await page.getByRole('combobox', { name: 'Speech engine' }).selectOption('Groq (needs a key)');
    await page.getByLabel('Key for Groq').waitFor();
    await lookAt(page, 'direct-form');

    page = await open(createFakeCore({ status: directStatus, sessions: [direct, ended, ...pastSessions] }));
    await page.getByRole('region', { name: 'Status' }).getByText('Waiting for the speech engine').waitFor();
    await lookAt(page, 'direct-waiting');
    await page.getByRole('link', { name: 'Sessions', exact: true }).click();
    await page.getByRole('searchbox', { name: 'Search all transcripts' }).fill('reconnect');
    await page.getByRole('list', { name: 'Search results' }).waitFor();
    await lookAt(page, 'direct-search');
    await page.getByRole('searchbox', { name: 'Search all transcripts' }).fill('');
    await page.getByRole('link', { name: /Planning, transcribed/ }).click();
    await page.getByRole('heading', { name: 'Transcripts by engines' }).waitFor();
    await lookAt(page, 'direct-session');
  });

  it('hands a key over and keeps nothing of it', async () => {
    const core = createFakeCore({});
    const page = await open(core);
    await turn(page.getByRole('radio', { name: 'Transcribe directly' }));
    await page.getByRole('combobox', { name: 'Speech engine' }).selectOption('Groq (needs a key)');
    const secret = 'gsk_secret_of_this_test_wxyz';
    await page.getByLabel('Key for Groq').fill(secret);
    await page.getByRole('button', { name: 'Save key' }).click();
    await expect
      .poll(() => core.calls.find(({ name }) => name === 'keys.set')?.input)
      .toEqual({ name: 'groq', value: secret });
    core.topics.publish('engines', {});
    await page.getByText('A key for Groq is set, ending in wxyz.').waitFor();
    await expect.poll(() => page.getByLabel('Replace key').inputValue()).toBe('');
    const kept = await page.evaluate(
      () =>
        JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]) +
        document.body.innerHTML,
    );
    expect(kept).not.toContain('gsk_secret');
  });

  it('records directly with the engine of the settings', async () => {
    const core = createFakeCore({});
    const page = await open(core);
    await turn(page.getByRole('radio', { name: 'Transcribe directly' }));
    await page.getByRole('combobox', { name: 'Speech engine' }).selectOption('pocketsphinx');
    await expect
      .poll(() => core.calls.filter(({ name }) => name === 'settings.update').map(({ input }) => input))
      .toContainEqual({ direct: { engine: 'pocketsphinx' } });
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    expect(core.calls.find(({ name }) => name === 'session.start')?.input).toEqual({
      inputs: [{ kind: 'system' }],
      mode: 'direct',
    });
  });

  it('tries failed parts again, asks another engine, and shows what was probably never said on request', async () => {
    const core = createFakeCore({ sessions: [ended] });
    const page = await open(core);
    await page.getByRole('link', { name: 'Sessions', exact: true }).click();
    await page.getByRole('link', { name: /Planning, transcribed/ }).click();
    await page.getByRole('heading', { name: 'Transcripts by engines' }).waitFor();
    await expect.poll(() => page.getByText('Thank you for watching.').count()).toBe(0);
    await page.getByRole('button', { name: /Show \d+ doubtful/ }).click();
    await page.getByText('Thank you for watching.').first().waitFor();

    const starts = (): unknown[] =>
      core.calls.filter(({ name }) => name === 'transcripts.start').map(({ input }) => input);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(starts).toEqual([{ sessionId: ended.sessionId, engine: 'groq', isAnew: false }]);
    await page.getByText('Segments done: 12. Groq accepts no more right now (429).').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await takeScreenshot(page, 'direct-running');
    await page.getByRole('button', { name: 'Cancel transcription' }).click();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    expect(core.calls.filter(({ name }) => name === 'transcripts.cancel').map(({ input }) => input)).toEqual([
      { sessionId: ended.sessionId },
    ]);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await expect
      .poll(() => core.calls.filter(({ name }) => name === 'sessions.show').at(-1)?.input)
      .toEqual({ sessionId: ended.sessionId, transcriptId: 2 });

    core.failNext('transcripts.start', new AppError('engine-failed', 'Groq needs a key.'));
    await page.getByText('Transcribe with another engine…').click();
    await page.getByRole('button', { name: 'Transcribe', exact: true }).click();
    await page.getByRole('alert').getByText('Groq needs a key.').waitFor();
  });
});
