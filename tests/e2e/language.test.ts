import { expect, it } from 'vitest';
import { pseudoLanguage, pseudoText } from '../../src/shared/words/pseudo.ts';
import { narrow, wide } from './support/browser.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore } from './support/fake-core.ts';
import { whatDoesNotFit } from './support/looks.ts';
import {
  failingStatus,
  pastSessions,
  recordingStatus,
  sampleAlerts,
  sampleEvent,
  sampleSession,
  sampleStatus,
} from './support/samples.ts';

const sessions = [sampleSession(), ...pastSessions];
const events = Array.from({ length: 40 }, (_, index) => sampleEvent(index + 1));
// As the person's place writes it: with a month's name, which Intl knows.
const date = /^\d{1,2} \w{3,4} \d{4}, [\d:., ]+$/;
// What is called the same in every language: formats, protocols, products, units, and fields of an event as they are stored.
const names =
  /^(?:ScrumBot Desktop|WAV|TXT|SRT|VTT|JSON|JSONL|CSV|HAR|Groq|Whisper|OpenAI|REST|WebSocket|PORT=\d+|[\w.-]+@[\w.-]+|"[\w-]+"|seq \d+ · kind .*)$/;

const dialogTitles = [
  'Delete this session?',
  'Remove this target?',
  'This could disturb people',
  'People may be working with it',
];

describePage('the page in a language of longer words', ({ serve, openAt }) => {
  it('has nothing that is not of the catalogue or is cut off, on any page, in any drawer or dialog', async () => {
    const told: string[] = [];
    const core = createFakeCore({ status: failingStatus, sessions, events, alerts: sampleAlerts });
    const { url } = await serve(core);
    const page = await openAt(url, {}, async (opened) => {
      opened.on('websocket', (socket) =>
        socket.on('framereceived', ({ payload }) => told.push(String(payload))),
      );
      await opened.addInitScript(
        (language) => localStorage.setItem('scrumbot.language', language),
        pseudoLanguage,
      );
    });
    const links = page.locator('.header-pages a');
    await links.first().waitFor();
    const places = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    expect(places.length).toBeGreaterThan(9);

    const problems: Record<string, unknown> = {};
    const untold = (text: string): boolean =>
      !names.test(text) &&
      !date.test(text) &&
      !told.some((frame) => frame.includes(JSON.stringify(text).slice(1, -1)));
    async function look(
      where: string,
      sizes: readonly { width: number; height: number }[] = [narrow],
    ): Promise<void> {
      await expect.poll(() => page.getByText(pseudoText('Loading…')).count()).toBe(0);
      const foreign = (await page.evaluate(plainTexts)).filter(untold);
      if (foreign.length > 0) problems[where] = foreign;
      for (const size of sizes) {
        await page.setViewportSize(size);
        await expect
          .poll(() => whatDoesNotFit(page), { message: `${where} at ${size.width}` })
          .toEqual({ sideways: 0, cutOff: [] });
      }
      await page.setViewportSize(wide);
    }
    async function lookInto(place: string, state = ''): Promise<void> {
      await page.evaluate((to) => {
        window.location.hash = to;
      }, place);
      await page.locator('main').getByText('[!!!').first().waitFor();
      await look(`${place}${state}`, [wide, narrow]);
      if ((await page.evaluate(openAll)) > 0) await look(`${place}${state}, opened`);
      const dialogs = page.locator('dialog');
      for (let index = 0; index < (await dialogs.count()); index += 1) {
        const dialog = dialogs.nth(index);
        await dialog.evaluate((one: HTMLDialogElement) => one.showModal());
        await dialog.getByText('[!!!').first().waitFor();
        seen.push(await dialog.innerText());
        await look(`${place}${state}, dialog ${index + 1}`);
        await dialog.evaluate((one: HTMLDialogElement) => one.close());
      }
    }
    const seen: string[] = [];

    for (const place of [...places, `#/sessions/${sampleSession().sessionId}`]) await lookInto(place);
    const session = sampleSession({ state: 'stopping' });
    for (const status of [recordingStatus, sampleStatus({ ...recordingStatus, session }), sampleStatus()]) {
      core.setStatus(status);
      await lookInto('#/', `, ${status.session?.state ?? 'idle'}`);
    }
    for (const key of ['Control+k', '?']) {
      await page.locator('body').press(key);
      await page.locator('dialog.palette').getByText('[!!!').first().waitFor();
      await look(key);
      if (key === '?') break;
      await page.keyboard.type('qqqq');
      await page.getByText(pseudoText('No matches.')).waitFor();
      await look(`${key}, nothing found`);
      await page.keyboard.press('Escape');
      await page.locator('dialog.palette').waitFor({ state: 'detached' });
    }
    expect(problems).toEqual({});
    // Those that delete sessions, remove a target, verify one that asks first, and switch the target.
    for (const title of dialogTitles)
      expect(
        seen.some((words) => words.includes(pseudoText(title))),
        title,
      ).toBe(true);
  });
});

/** Opens what can be: disclosures, and what a button unfolds. Answers how many there were. */
function openAll(): number {
  const folded = document.querySelectorAll<HTMLDetailsElement>('#page details:not([open])');
  for (const one of folded) one.open = true;
  const buttons = document.querySelectorAll<HTMLElement>('#page button[aria-expanded="false"]');
  // One row of a list stands for all of them.
  const rows = document.querySelectorAll('.event-row');
  const unfolding = [...buttons].filter((button) => !button.matches('.event-row') || button === rows[0]);
  for (const button of unfolding) button.click();
  return folded.length + unfolding.length;
}

/** Texts that are shown or read out, and have words in plain letters. */
function plainTexts(): string[] {
  const found = new Set<string>();
  const note = (text: string): void => {
    const trimmed = text.replace(/^[\s·]+/, '').trim();
    if (/[A-Za-z]{3,}/.test(trimmed) && !trimmed.includes('[!!!')) found.add(trimmed);
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
    const parent = node.parentElement;
    if (parent?.closest('script, style, code, pre, kbd, time, [lang]:not(html)') !== null) continue;
    if (parent.checkVisibility()) note(node.textContent ?? '');
  }
  for (const name of ['aria-label', 'aria-description', 'title', 'placeholder', 'alt'])
    for (const element of document.querySelectorAll(`[${name}]`)) note(element.getAttribute(name) ?? '');
  return [...found];
}
