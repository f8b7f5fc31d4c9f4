import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { StoredEvent } from '../../src/shared/events/events.ts';
import { drawAcross } from './support/act.ts';
import { narrow } from './support/browser.ts';
import { describePage } from './support/describe-page.ts';
import { openDiagnostics } from './support/diagnostics-drawer.ts';
import { createFakeCore, type FakeCore } from './support/fake-core.ts';
import { whatDoesNotFit } from './support/looks.ts';
import { pastSessions, sampleAlerts, sampleEvent, sampleSession } from './support/samples.ts';

const sessions = [sampleSession(), ...pastSessions];
const events = Array.from({ length: 500 }, (_, index) =>
  sampleEvent(index + 1, index < 40 ? (pastSessions[0]?.sessionId ?? '') : undefined),
);
const million = 1_000_000;

/** A core whose store has a million events, made as they are asked for. */
function millionEventsCore(): FakeCore {
  const core = createFakeCore({ sessions });
  const from = (first: number, count: number, step: 1 | -1): StoredEvent[] =>
    Array.from({ length: count }, (_, n) => first + n * step)
      .filter((seq) => seq >= 1 && seq <= million)
      .map((seq) => sampleEvent(seq));
  core.handlers['events.list'] = ({ limit, beforeSeq, afterSeq }) =>
    Promise.resolve(
      afterSeq === undefined
        ? from(Math.min(beforeSeq ?? million + 1, million + 1) - 1, limit, -1)
        : from(afterSeq + 1, limit, 1),
    );
  core.handlers['events.count'] = () => Promise.resolve({ total: million, oldestSeq: 1, newestSeq: million });
  return core;
}

describePage('the list of events', ({ open, takeScreenshot }) => {
  const listOf = (page: Page) => page.getByRole('region', { name: 'Events, newest first' });
  const rowOf = (page: Page, seq: number) =>
    listOf(page).locator(`[aria-posinset="${million - seq + 1}"] button`);

  it('scrolls through a million events: to the end, into the middle, and row by row', async () => {
    const page = await open(millionEventsCore());
    await openDiagnostics(page);
    await page.getByText('1,000,000 events').waitFor();
    const list = listOf(page);
    await list.focus();
    await page.keyboard.press('End');
    await rowOf(page, 1).waitFor();
    await rowOf(page, 1).click();
    await list.getByText('"chunkId": "chunk-1"').first().waitFor();
    await rowOf(page, 1).click();
    await expect.poll(() => list.getByRole('listitem').count()).toBeLessThan(80);

    await list.evaluate((box) => (box.scrollTop = box.scrollHeight / 2));
    const firstPlace = async (): Promise<number> =>
      Number(await list.locator('.event-place:has(button)').first().getAttribute('aria-posinset'));
    await expect.poll(async () => (await firstPlace()) / million).toBeCloseTo(0.5, 2);

    // Every row that the wheel brings is the one that follows in the store.
    const scrolledPx = () => list.evaluate((box) => box.scrollTop);
    const [startPx, turns, turnPx] = [await scrolledPx(), 12, 900];
    for (let turn = 0; turn < turns; turn += 1) {
      await list.hover();
      await page.mouse.wheel(0, turnPx);
      const places = await list.evaluate((box) =>
        [...box.querySelectorAll('.event-place')].map((row) => Number(row.getAttribute('aria-posinset'))),
      );
      expect(places).toEqual(places.map((_, n) => (places[0] ?? 0) + n));
    }
    // The wheel's turns are still going on when they are sent: a row that is read before is gone when it is clicked.
    await expect.poll(scrolledPx).toBe(startPx + turns * turnPx);
    const last = Number(await list.locator('.event-place').last().getAttribute('aria-posinset'));
    await rowOf(page, million - last + 1).click();
    await list
      .getByText(`"chunkId": "chunk-${million - last + 1}"`)
      .first()
      .waitFor();

    await page.keyboard.press('Tab');
    await list.focus();
    await page.keyboard.press('Home');
    await rowOf(page, million).waitFor();
  });

  it('searches by words and filters by type, kind, direction and session', async () => {
    const core = createFakeCore({ sessions, events });
    const page = await open(core);
    await openDiagnostics(page);
    await page.getByText('500 events').waitFor();
    await page.getByRole('searchbox', { name: 'Search words' }).fill('chunk-499');
    await page.getByText('1 matches', { exact: true }).waitFor();
    await listOf(page).getByRole('listitem').first().waitFor();
    await page.getByRole('searchbox', { name: 'Search words' }).fill('nobody said this');
    await page.getByText('No matching events.').waitFor();
    await page.getByRole('searchbox', { name: 'Search words' }).fill('');

    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('combobox', { name: 'Direction' }).selectOption('received');
    await page.getByRole('combobox', { name: 'Type' }).selectOption('TRANSCRIPTION_RESULT');
    const session = pastSessions[0];
    await page.getByRole('combobox', { name: 'Session' }).selectOption(session?.sessionId ?? '');
    const matching = events.filter(
      ({ type, direction, sessionId }) =>
        type === 'TRANSCRIPTION_RESULT' && direction === 'in' && sessionId === session?.sessionId,
    );
    expect(matching.length).toBeGreaterThan(0);
    await page.getByText(`${matching.length} match`, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Filters (3)' }).waitFor();
    await takeScreenshot(page, 'events-filtered');

    // What is recorded now counts where it matches, and nowhere else.
    core.addEvents([sampleEvent(900), { ...(matching[0] ?? sampleEvent(901)), seq: 901 }]);
    await page.getByText(`${matching.length + 1} match`, { exact: true }).waitFor();
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('gaps');
    await page.getByText('No matching events.').waitFor();
  });

  it('shows one event in full by keys alone, and its address leads back to it and to the filter', async () => {
    const core = createFakeCore({ sessions, events });
    core.handlers['analysis.marks'] = ({ seqs }) =>
      Promise.resolve(seqs.map((seq) => ({ seq, verdicts: ['deprecated' as const], causes: [] })));
    const page = await open(core);
    await page.getByRole('link', { name: 'Events', exact: true }).click();
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('combobox', { name: 'Verdict' }).selectOption('deprecated name');
    await page.getByText('83 match', { exact: true }).waitFor();
    await listOf(page).focus();
    for (const key of ['j', 'j', 'j', 'k', 'Enter']) await page.keyboard.press(key);
    const pane = page.getByRole('region', { name: /^Event \d+$/ });
    const shown = events.filter(({ type }) => type === 'transcription_result').at(-2);
    await pane.getByRole('heading', { name: `Event ${shown?.seq}` }).waitFor();
    await pane.getByText('deprecated name', { exact: true }).waitFor();
    await expect.poll(() => new URL(page.url()).hash).toBe(`#/events?verdict=deprecated&event=${shown?.seq}`);

    await pane.getByRole('button', { name: 'Compare with another event…' }).click();
    await pane.getByRole('spinbutton', { name: 'Number of the other event' }).fill('1');
    await pane.getByRole('columnheader', { name: 'Event 1', exact: true }).waitFor();

    await page.reload();
    await pane.getByRole('heading', { name: `Event ${shown?.seq}` }).waitFor();
    await page.getByText('83 match', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.getByText('500 events', { exact: true }).waitFor();
  });

  it('says how much of the store is judged, and shows what comes to match meanwhile', async () => {
    const core = createFakeCore({ sessions, events });
    const all = core.handlers['events.list'];
    let markedSeq = 120;
    core.handlers['events.list'] = async (filter) =>
      (await all(filter)).filter(({ seq }) => filter.verdict === undefined || seq <= markedSeq);
    core.handlers['events.count'] = async (conditions) => {
      const found = await core.handlers['events.list']({ ...conditions, limit: 1_000 });
      return { total: found.length, oldestSeq: found.at(-1)?.seq ?? null, newestSeq: found[0]?.seq ?? null };
    };
    core.handlers['analysis.marking'] = () => Promise.resolve({ markedSeq, firstSeq: 1, lastSeq: 500 });
    const page = await open(core);
    await page.getByRole('link', { name: 'Events', exact: true }).click();
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('combobox', { name: 'Verdict' }).selectOption('deprecated name');
    await page.getByText('120 of 500 events judged so far').waitFor();
    await page.getByText('20 match', { exact: true }).waitFor();
    await takeScreenshot(page, 'events-judging');
    markedSeq = 500;
    await page.getByText('83 match', { exact: true }).waitFor();
    await page.getByText('judged so far').waitFor({ state: 'detached' });
  });

  it('stands still while paused, narrows to a time that is drawn, and exports what is shown', async () => {
    const core = createFakeCore({ sessions, events });
    const page = await open(core);
    await page.getByRole('link', { name: 'Events', exact: true }).click();
    await page.getByText('500 events', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    core.addEvents([sampleEvent(901), sampleEvent(902)]);
    await page.getByRole('button', { name: 'Show 2 new' }).waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('502 events', { exact: true }).waitFor();

    const bars = page.getByRole('img', { name: /^Events over time/ });
    await drawAcross(page, bars, { from: 0, to: 0.25 });
    await expect.poll(() => new URL(page.url()).hash).toContain('until=');
    const untilMs = Number(new URLSearchParams(page.url().split('?')[1]).get('until'));
    const inTime = events.filter(({ wallMs }) => wallMs < untilMs);
    expect(inTime.length).toBeGreaterThan(0);
    await page.getByText(`${inTime.length} match`, { exact: true }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as JSONL' }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(inTime);
  });

  it('shows its filters on a narrow page', async () => {
    const page = await open(createFakeCore({ sessions, events }), {
      viewport: narrow,
      colorScheme: 'dark',
    });
    await openDiagnostics(page);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('combobox', { name: 'Session' }).waitFor();
    await page.getByText('500 events').waitFor();
    await expect.poll(() => whatDoesNotFit(page)).toMatchObject({ sideways: 0 });
    await takeScreenshot(page, 'events-filters-narrow-dark');
  });

  it('shows alerts until they are acknowledged, and new ones at once', async () => {
    const core = createFakeCore({ sessions, events, alerts: sampleAlerts });
    const page = await open(core);
    const bar = page.getByRole('region', { name: 'Alerts' });
    await bar.getByText('31 events under a deprecated name').waitFor();
    await bar.getByRole('button', { name: '1 more' }).click();
    await bar.getByText('The database was damaged', { exact: false }).waitFor();
    await takeScreenshot(page, 'alerts');
    await bar.getByRole('button', { name: 'Acknowledge deprecated names' }).click();
    await bar.getByText('31 events under a deprecated name').waitFor({ state: 'detached' });
    expect(core.calls.find(({ name }) => name === 'alerts.acknowledge')?.input).toEqual({ id: 2 });
    await bar.getByRole('button', { name: 'Acknowledge database' }).click();
    await bar.waitFor({ state: 'detached' });

    core.topics.publish(
      'alerts',
      sampleAlerts.slice(0, 1).map((alert) => ({ ...alert, id: 3 })),
    );
    await bar.getByText('31 events under a deprecated name').waitFor();
  });
});
