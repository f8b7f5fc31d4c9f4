import { expect, it } from 'vitest';
import { pseudoLanguage, pseudoText } from '../../src/shared/words/pseudo.ts';
import { narrow, wide } from './support/browser.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore } from './support/fake-core.ts';
import { whatDoesNotFit } from './support/looks.ts';
import { failingStatus, pastSessions, sampleAlerts, sampleEvent, sampleSession } from './support/samples.ts';

const sessions = [sampleSession(), ...pastSessions];
const events = Array.from({ length: 40 }, (_, index) => sampleEvent(index + 1));
// As the person's place writes it: with a month's name, which Intl knows.
const date = /^\d{1,2} \w{3,4} \d{4}, [\d:, ]+$/;
// What is called the same in every language: formats, protocols, products, units.
const names =
  /^(?:ScrumBot Desktop|WAV|TXT|SRT|VTT|JSON|JSONL|CSV|HAR|Groq|Whisper|OpenAI|REST|WebSocket|PORT=\d+|[\w.-]+@[\w.-]+)$/;

describePage('the page in a language of longer words', ({ serve, openAt }) => {
  it('has nothing on any page that is not of the catalogue, and nothing that is cut off', async () => {
    const told: string[] = [];
    const { url } = await serve(
      createFakeCore({ status: failingStatus, sessions, events, alerts: sampleAlerts }),
    );
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
    for (const place of [...places, `#/sessions/${sampleSession().sessionId}`]) {
      await page.evaluate((to) => {
        window.location.hash = to;
      }, place);
      await page.locator('main').getByText('[!!!').first().waitFor();
      await expect.poll(() => page.getByText(pseudoText('Loading…')).count()).toBe(0);
      const untold = (text: string): boolean =>
        !names.test(text) &&
        !date.test(text) &&
        !told.some((frame) => frame.includes(JSON.stringify(text).slice(1, -1)));
      const foreign = (await page.evaluate(plainTexts)).filter(untold);
      if (foreign.length > 0) problems[place] = foreign;
      for (const size of [wide, narrow]) {
        await page.setViewportSize(size);
        await expect
          .poll(() => whatDoesNotFit(page), { message: `${place} at ${size.width}` })
          .toEqual({ sideways: 0, cutOff: [] });
      }
      await page.setViewportSize(wide);
    }
    expect(problems).toEqual({});
  });
});

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
