import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startTestCore } from '../support/core.ts';
import { writeCounterWav } from '../support/counter-wav.ts';
import { completeOnEnd, say, startScriptedTarget } from '../support/scripted-target.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { turn } from './support/act.ts';
import { describePage } from './support/describe-page.ts';

describePage('a bundle from end to end', ({ serve, openAt, lookAt }) => {
  it('tells, opened in the page, of the fault through which was recorded', async () => {
    const home = await makeTemporaryFolder();
    const input = join(home, 'meeting.wav');
    await writeCounterWav(input, 4);
    // It answers each chunk twice, under the old name and the new one.
    const target = await startScriptedTarget({
      onMessage(message, socket) {
        completeOnEnd(message, socket);
        if (message.type !== 'AUDIO_CHUNK') return;
        const data = { text: 'the secret harbour', chunkId: String(message.chunkId) };
        say(socket, { type: 'TRANSCRIPTION_RESULT', data });
        say(socket, { type: 'transcription_result', data });
      },
    });
    const core = await startTestCore({ home });
    const { url } = await serve({ handlers: core.handlers, topics: core.topics });
    const page = await openAt(url);

    await turn(page.getByRole('radio', { name: 'WAV file' }));
    await page.getByRole('textbox', { name: 'Path of the WAV file' }).fill(input);
    await page.getByRole('combobox', { name: 'Target' }).selectOption('Other address…');
    await page.getByRole('textbox', { name: 'Address of the target' }).fill(target.url);
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await expect
      .poll(async () => (await core.handlers['sessions.list']({ limit: 5 }))[0]?.state)
      .toBe('ended');

    await page.getByRole('link', { name: 'Diagnostics', exact: true }).click();
    await page
      .getByRole('textbox', { name: 'What happened? (in your words)' })
      .fill('Everything came twice.');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('button', { name: 'Open it here' }).click();
    await page.getByText('Opened bundle, not live').waitFor();
    await page
      .getByText(/duplicate events?, /)
      .first()
      .waitFor();
    await page.getByText('All files match their hashes, and nothing private was found.').waitFor();
    await page.getByText('Everything came twice.').waitFor();
    await lookAt(page, 'bundle-overview');

    await page.getByRole('link', { name: 'Findings', exact: true }).click();
    await page.getByText(/old/i).first().waitFor();
    await page.getByRole('link', { name: 'Events', exact: true }).click();
    await page.getByText('transcription_result').first().waitFor();
    await expect.poll(() => page.getByText('secret harbour').count()).toBe(0);
    await page.getByRole('link', { name: 'Sessions', exact: true }).click();
    await page
      .getByText(/^Session 20/)
      .first()
      .click();
    await page.getByText(/which are not in this bundle/).waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Delete' }).count()).toBe(0);
    for (const name of ['Health', 'Memory', 'Network']) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByText('Opened bundle, not live').waitFor();
    }
    await page.getByRole('button', { name: 'Close the bundle' }).click();
    await page.getByRole('link', { name: 'Recording', exact: true }).waitFor();
  });
});
