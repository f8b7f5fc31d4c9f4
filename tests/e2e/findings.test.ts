import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import type { StoredEvent } from '../../src/shared/events/events.ts';
import { analyse } from '../support/frames.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore, type FakeCore } from './support/fake-core.ts';
import { faultyEvents, faultyReport } from './support/findings-sample.ts';
import { pastSessions, recordingStatus, sampleAlerts, sampleEvent, sampleStatus } from './support/samples.ts';

const cores = {
  empty: () => createFakeCore({}),
  full: () =>
    createFakeCore({
      ...{ sessions: pastSessions, events: faultyEvents },
      ...{ analysis: faultyReport, alerts: sampleAlerts },
    }),
  failing: () => {
    const core = createFakeCore({ sessions: pastSessions });
    core.failNext(
      'analysis.run',
      new AppError('storage-failed', "The database can't be read. Check the disk."),
    );
    return core;
  },
};

describePage('the findings page', ({ open, lookAt }) => {
  async function openFindings(core: FakeCore, options?: BrowserContextOptions): Promise<Page> {
    const page = await open(core, options);
    await page.getByRole('link', { name: 'Findings', exact: true }).click();
    return page;
  }

  it.each(['empty', 'full', 'failing'] as const)(
    'fits and is accessible when it is %s, in every size and colour scheme',
    async (state) => {
      const page = await openFindings(cores[state]());
      const sign = {
        empty: /No frames are stored yet/,
        full: /3 duplicate events/,
        failing: /The database can't be read/,
      };
      await page.getByText(sign[state]).first().waitFor();
      if (state === 'full') {
        await page.getByText(/^Answered twice/).click();
        await page.getByText('Show the events side by side').first().click();
        await page.getByRole('table').waitFor();
      }
      await lookAt(page, `findings-${state}`);
    },
  );

  it('puts the events of a finding side by side and marks what differs', async () => {
    const page = await openFindings(cores.full());
    await page.getByText(/^Answered twice/).click();
    await page.getByText('Show the events side by side').first().click();
    const final = page.getByRole('row', { name: /data\.is_final/ });
    await final.waitFor();
    await expect.poll(() => final.innerText()).toContain('differs');
    await expect
      .poll(() => page.getByRole('row', { name: /data\.text/ }).innerText())
      .not.toContain('differs');
  });

  it('keeps what alerts there were, by which count and threshold, and acknowledges those that are open', async () => {
    const acknowledgedMs = Date.parse('2026-03-02T09:30:00.000Z');
    const done = sampleAlerts.slice(0, 1).map((alert) => ({ ...alert, id: 3, acknowledgedMs }));
    const core = createFakeCore({
      events: faultyEvents,
      analysis: faultyReport,
      alerts: [...sampleAlerts, ...done],
    });
    const page = await openFindings(core);
    const panel = page.getByRole('region', { name: 'Alert history' });
    const alerts = panel.getByRole('listitem');
    await expect.poll(() => alerts.count()).toBe(3);
    await expect
      .poll(() => alerts.nth(0).innerText())
      .toMatch(/31 counted, 10 allowed · 2 times from .* · not acknowledged/);
    await expect.poll(() => alerts.nth(1).innerText()).not.toContain('allowed');
    await expect.poll(() => alerts.nth(2).innerText()).toMatch(/acknowledged .*09:30/);
    await expect.poll(() => alerts.nth(2).getByRole('button').count()).toBe(0);
    await panel.getByRole('button', { name: /deprecated/ }).click();
    await alerts
      .nth(0)
      .getByText(/· acknowledged/)
      .waitFor();
    expect(core.calls.filter(({ name }) => name === 'alerts.acknowledge')).toHaveLength(1);

    const link = alerts.nth(0).getByRole('link', { name: 'Show events' });
    await expect.poll(() => link.getAttribute('href')).toContain('verdict=deprecated');
    await panel.getByRole('link', { name: 'Change the thresholds' }).click();
    await page
      .getByRole('region', { name: 'Alerts', exact: true })
      .getByLabel(/Duplicate events, more than/)
      .waitFor();
  });

  it('analyses one session when it is chosen, and again when it is asked to', async () => {
    const core = cores.full();
    const page = await openFindings(core);
    const [session] = pastSessions;
    if (session === undefined) throw new Error('there are past sessions');
    await page.getByRole('combobox', { name: 'Events of' }).selectOption(session.title);
    const rules = { windowSec: 5, ignore: ['timestamp', 'chunkId'], sameSource: true };
    const runs = (): unknown[] =>
      core.calls.filter(({ name }) => name === 'analysis.run').map(({ input }) => input);
    await expect.poll(runs).toEqual([
      { range: {}, rules },
      { range: { sessionId: session.sessionId }, rules },
    ]);
    await page.getByRole('button', { name: 'Analyse again' }).click();
    await expect.poll(() => runs().length).toBe(3);
  });

  it('shows by itself what new frames bring, and the old findings till then', async () => {
    const { core, runs, hold } = analysingCore(faultyEvents.slice(0, 5));
    const page = await openFindings(core);
    const headline = (count: number) => page.getByText(headlineOf(faultyEvents.slice(0, count)));
    await headline(5).waitFor();
    await expect.poll(() => page.getByText(/^Answered twice/).count()).toBe(0);
    const blanks = await page.evaluateHandle(() => {
      const seen: string[] = [];
      new MutationObserver(() => {
        const shown = document.body.innerText;
        if (shown.includes('Analysing') || !shown.includes('duplicate event')) seen.push(shown);
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
      return seen;
    });

    const release = hold();
    core.addEvents(faultyEvents.slice(5, 7));
    await expect.poll(() => runs.length).toBe(2);
    // These come while the answer is on its way, and are not in it.
    core.addEvents(faultyEvents.slice(7));
    await headline(5).waitFor();
    release();
    await page.getByText(/^Answered twice/).waitFor();
    await headline(faultyEvents.length).waitFor();
    expect(runs.length).toBe(3);
    expect(await blanks.jsonValue()).toEqual([]);
  });

  it('is up to date when somebody comes back to it', async () => {
    const { core } = analysingCore(faultyEvents.slice(0, 5));
    const page = await openFindings(core);
    await page.getByText(headlineOf(faultyEvents.slice(0, 5))).waitFor();
    await page.getByRole('link', { name: 'Sessions', exact: true }).click();
    await page.getByRole('searchbox', { name: 'Search all transcripts' }).waitFor();
    core.addEvents(faultyEvents.slice(5));
    await page.getByRole('link', { name: 'Findings', exact: true }).click();
    await page.getByText(headlineOf(faultyEvents)).waitFor();
  });

  it('leaves a session alone that gets no new frames, until it is told to have changed', async () => {
    const { core, runs } = analysingCore(faultyEvents.slice(0, 5));
    core.setStatus(recordingStatus);
    const page = await openFindings(core);
    await page.getByText(headlineOf(faultyEvents.slice(0, 5))).waitFor();
    const [session] = pastSessions;
    if (session === undefined) throw new Error('there are past sessions');
    await page.getByRole('combobox', { name: 'Events of' }).selectOption(session.title);
    await expect.poll(() => runs.at(-1)).toEqual({ sessionId: session.sessionId });
    const before = runs.length;
    core.addEvents([sampleEvent(11)]);
    core.setStatus(sampleStatus());
    await page.getByText('Ready to record').waitFor();
    expect(runs.length).toBe(before);
    core.topics.publish('sessions', { sessionId: session.sessionId });
    await expect.poll(() => runs.length).toBe(before + 1);
  });
});

/** A core that analyses the events which it has when it is asked. */
function analysingCore(events: readonly StoredEvent[]) {
  const known = [...events];
  const core = createFakeCore({ sessions: pastSessions, events });
  const runs: unknown[] = [];
  let held: Promise<undefined> | undefined;
  core.handlers['analysis.run'] = async ({ range }) => {
    runs.push(range);
    const report = analyse(known);
    await held;
    return report;
  };
  core.topics.subscribe('events', (added) => known.push(...added));
  return {
    core,
    runs,
    /** Keeps answers back until the returned function is called. */
    hold: (): (() => void) => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      held = promise;
      return () => resolve(undefined);
    },
  };
}

function headlineOf(events: readonly StoredEvent[]): RegExp {
  const { duplicates } = analyse(events);
  // What to do about them counts them, too, in words that go on.
  return new RegExp(`^${duplicates} duplicate events?, \\S+ k?B\\.$`);
}
