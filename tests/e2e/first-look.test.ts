import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import type { Core } from '../../src/main/core/core.ts';
import { startTestCore } from '../support/core.ts';
import { writeCounterWav } from '../support/counter-wav.ts';
import { completeOnEnd, say, startScriptedTarget } from '../support/scripted-target.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { drawAcross } from './support/act.ts';
import { describePage } from './support/describe-page.ts';

const guide = fileURLToPath(new URL('../../docs/first-look.md', import.meta.url));

/** The questions of the guide's table, in their order. */
async function questions(): Promise<string[]> {
  const rows = [...(await readFile(guide, 'utf8')).matchAll(/^\| ([^|]+\?) +\|/gm)];
  return rows.map(([, question = '']) => question);
}

const answeredTwice = 4;
const tenMinutesMs = 600_000;

/**
 * A recording that streams to a target whose clock is wrong. Told to, it answers some chunks under the new and the old name,
 * and then restarts once.
 */
async function recordAtFaultyTarget(): Promise<{
  core: Core;
  misbehave: () => Promise<void>;
  end: () => Promise<void>;
}> {
  let answers = Number.POSITIVE_INFINITY;
  const target = await startScriptedTarget({
    onConnect: (socket) =>
      say(socket, {
        type: 'HANDSHAKE_ACK',
        status: 'ready',
        timestamp: new Date(Date.now() + tenMinutesMs).toISOString(),
      }),
    onMessage(message, socket) {
      completeOnEnd(message, socket);
      if (message.type !== 'AUDIO_CHUNK' || answers >= answeredTwice) return;
      answers += 1;
      const data = { text: `words ${answers}`, confidence: 1, timestamp: new Date().toISOString() };
      const chunkId = `buffer-${answers}`;
      say(socket, { type: 'TRANSCRIPTION_RESULT', chunkId, data });
      say(socket, { type: 'transcription_result', chunkId, data });
      if (answers === answeredTwice) socket.close(1012);
    },
  });
  const home = await makeTemporaryFolder();
  const core = await startTestCore({ home });
  const path = join(home, 'counter.wav');
  // Longer than the walk takes on any machine: it goes on until it is ended.
  await writeCounterWav(path, 600);
  await core.handlers['session.start']({
    inputs: [{ kind: 'file', path, speed: 1 }],
    mode: 'stream',
    target: target.url,
    title: 'Walk',
  });
  onTestFinished(async () => {
    await core.sessions.shutDown();
  });
  return {
    core,
    async misbehave() {
      answers = 0;
      await expect.poll(() => target.connections.length).toBe(2);
      const count = async (type: string): Promise<number> =>
        (await core.handlers['events.count']({ type })).total;
      await expect.poll(() => count('transcription_result')).toBe(answeredTwice);
      await expect.poll(() => count('connection.ended')).toBe(1);
    },
    async end() {
      await core.handlers['session.stop']({});
      await expect.poll(async () => (await core.handlers['status.get']({})).session?.state).toBe('ended');
    },
  };
}

const nav = (page: Page, name: string) => page.getByRole('banner').getByRole('link', { name, exact: true });
const openSession = async (page: Page): Promise<void> => {
  await nav(page, 'Sessions').click();
  await page.getByRole('link', { name: /Walk/ }).first().click();
};

describePage('a first look', ({ serve, openAt }) => {
  it('answers each question of the guide with at most three clicks', async () => {
    const { core, misbehave, end } = await recordAtFaultyTarget();
    const { url } = await serve(core);
    const page = await openAt(url, {}, async (opening) => {
      // Counted where they arrive, whatever this test believes to have done.
      await opening.addInitScript(() => {
        addEventListener(
          'pointerdown',
          () => {
            const { dataset } = document.documentElement;
            dataset.presses = String(Number(dataset.presses ?? 0) + 1);
          },
          true,
        );
      });
    });
    const line = page.getByRole('region', { name: 'Status' });
    const levelOfTarget = async (): Promise<string | undefined> =>
      (await core.handlers['health.get']({})).rows.find(({ id }) => id === 'target')?.level;
    await expect.poll(levelOfTarget).toBe('warning');

    const walks: Record<string, () => Promise<void>> = {
      async 'Why is the light amber?'() {
        await line.getByRole('link').first().click();
        const target = page.locator('.health-row[data-row=target]');
        await target.getByText(/clock is (9|10) min ahead/).waitFor();
        await target.getByText(/Set this machine's clock/).waitFor();
        await expect.poll(() => target.getAttribute('data-level')).toBe('warning');
      },
      async 'Which chunk got two answers?'() {
        await openSession(page);
        await page.getByRole('link', { name: 'Connection timeline' }).click();
        await page
          .getByRole('link', { name: /^Event \d+: answer, again/ })
          .first()
          .waitFor();
      },
      async 'Why did it get two answers?'() {
        await nav(page, 'Findings').click();
        await page.getByText(/^Old and new name: 4 duplicates/).click();
        await page
          .getByText(/\d+ % sure/)
          .first()
          .waitFor();
        await page.getByText('Show the events side by side').first().click();
        await page
          .getByRole('row', { name: /transcription_result/ })
          .first()
          .waitFor();
      },
      async 'How much did silence and compression save?'() {
        await nav(page, 'Network').click();
        await page.getByText(/A plain client would have sent more: saved \d+ %/).waitFor();
      },
      async 'Is it our memory?'() {
        await nav(page, 'Memory').click();
        await page.getByRole('row', { name: /^Main process .*too early/i }).waitFor();
      },
      async 'Is the network slow, or are we?'() {
        await nav(page, 'Network').click();
        await page.getByText('Round trip of a ping behind the audio').first().waitFor();
        await page.getByText('All traffic of this machine').first().waitFor();
      },
      async 'Was anything lost?'() {
        await openSession(page);
        const minute = page.locator('.session-receipt').getByRole('row').nth(1);
        await minute.waitFor();
      },
      async 'Why did the connection end, and how often?'() {
        await nav(page, 'Network').click();
        const why = page.getByRole('list', { name: 'Why connections ended, over time' });
        await why.getByText(/^1 × .* restarting \(code 1012\)/).waitFor();
        await page.getByRole('cell', { name: /restarting \(code 1012\)/ }).waitFor();
      },
      async 'What came at three minutes past two?'() {
        await nav(page, 'Events').click();
        const bars = page.locator('.event-histogram[role=img]');
        await bars.waitFor();
        await drawAcross(page, bars, { from: 0.1, to: 0.3 });
        await expect.poll(() => page.url()).toMatch(/since.*until/);
      },
      async 'Does the backend still use the old names?'() {
        await nav(page, 'Findings').click();
        await page
          .getByText('transcription_result instead of TRANSCRIPTION_RESULT', { exact: true })
          .waitFor();
        await page
          .getByText(/first .*, last /)
          .first()
          .waitFor();
      },
    };
    expect(Object.keys(walks)).toEqual(await questions());

    const presses = () => page.evaluate(() => Number(document.documentElement.dataset.presses ?? 0));
    const clicks: Record<string, number> = {};
    for (const [question, walk] of Object.entries(walks)) {
      await nav(page, 'Recording').click();
      const before = await presses();
      await walk();
      clicks[question] = (await presses()) - before;
      if (question === 'Why is the light amber?') await misbehave();
      // What a session has lost is told when it is over.
      if (question === 'Is the network slow, or are we?') await end();
    }
    for (const [question, n] of Object.entries(clicks)) expect([1, 2, 3], question).toContain(n);
  });
});
