import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import { turn } from './support/act.ts';
import { holdPort } from '../support/held-port.ts';
import { describePage } from './support/describe-page.ts';
import { openDiagnostics } from './support/diagnostics-drawer.ts';
import { createFakeCore } from './support/fake-core.ts';
import {
  failingStatus,
  pastSessions,
  recordingStatus,
  sampleAlerts,
  sampleEvent,
  sampleSession,
  sampleStatus,
} from './support/samples.ts';

const events = Array.from({ length: 500 }, (_, index) => sampleEvent(index + 1));
const sessions = [sampleSession(), ...pastSessions];
const cores = {
  empty: () => createFakeCore({}),
  full: () => createFakeCore({ status: recordingStatus, sessions, events }),
  failing: () => createFakeCore({ status: failingStatus, sessions, events, alerts: sampleAlerts }),
};

describePage('the page', ({ open, serve, openAt, lookAt, takeScreenshot, expectComplaints }) => {
  describe.each(['empty', 'full', 'failing'] as const)('%s', (state) => {
    it('fits and is accessible in every size and colour scheme', async () => {
      const page = await open(cores[state]());
      const headline = {
        empty: 'Ready to record',
        full: 'Recording',
        failing: 'The microphone is not captured',
      };
      const verdict = page.getByRole('region', { name: 'Status' });
      await verdict.getByText(headline[state], { exact: true }).waitFor();
      if (state === 'failing') await expect.poll(() => verdict.evaluate(gapBeforeNext)).toBeGreaterThan(2);
      await lookAt(page, state);

      await page.getByRole('link', { name: 'Sessions', exact: true }).click();
      if (state !== 'empty') {
        await page.getByRole('link', { name: /Refinement/ }).click();
        await page.getByRole('heading', { name: 'Tracks' }).waitFor();
      }
      await lookAt(page, `${state}-sessions`);
    });
  });

  it('has the links to all its pages in one row of a window of the usual size', async () => {
    const page = await open(cores.full());
    const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
    await links.first().waitFor();
    await page.setViewportSize({ width: 1120, height: 760 });
    const rows = (): Promise<number> =>
      links.evaluateAll((all) => new Set(all.map((one) => one.getBoundingClientRect().top)).size);
    await expect.poll(rows).toBe(1);
    // The wider word in bold changes nothing.
    const diagnostics = page.getByRole('link', { name: 'Diagnostics', exact: true });
    await diagnostics.click();
    await expect.poll(() => diagnostics.getAttribute('aria-current')).toBe('page');
    expect(await rows()).toBe(1);
  });

  it('records and stops with the keyboard alone, and says what it waits for', async () => {
    const core = cores.empty();
    const page = await open(core);
    await tabTo(page, 'Record');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, 'Title');
    await page.keyboard.type('Stand-up');
    await page.keyboard.press('Enter');
    const stop = page.getByRole('button', { name: 'Stop' });
    await stop.waitFor();
    expect(core.calls.find(({ name }) => name === 'session.start')?.input).toEqual({
      inputs: [{ kind: 'system' }, { kind: 'microphone' }],
      mode: 'stream',
      title: 'Stand-up',
    });

    await tabTo(page, 'Stop');
    await page.keyboard.press('Space');
    await page.getByText("Waiting for the target's last answer", { exact: true }).waitFor();
    core.finishStop();
    const record = page.getByRole('button', { name: 'Record', exact: true });
    await record.waitFor();
    await expect.poll(() => record.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('records a WAV file to another address, as fast as it goes', async () => {
    const core = cores.empty();
    const page = await open(core);
    await turn(page.getByRole('radio', { name: 'WAV file' }));
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByRole('alert').getByText('Enter the path of a WAV file').waitFor();

    await page.getByRole('textbox', { name: 'Path of the WAV file' }).fill('/tmp/meeting.wav');
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('As fast as possible');
    await page.getByRole('combobox', { name: 'Target' }).selectOption('Other address…');
    await page.getByRole('textbox', { name: 'Address of the target' }).fill('ws://example.org/ws');
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByRole('alert').getByText('is not encrypted').waitFor();

    await page.getByRole('textbox', { name: 'Address of the target' }).fill('wss://example.org/ws');
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    expect(core.calls.find(({ name }) => name === 'session.start')?.input).toEqual({
      inputs: [{ kind: 'file', path: '/tmp/meeting.wav', speed: 'max' }],
      mode: 'stream',
      target: 'wss://example.org/ws',
    });
  });

  it('shows the words of the core when a command fails', async () => {
    const core = cores.empty();
    const page = await open(core);
    core.failNext('session.start', new AppError('no-device', 'No microphone was found. Connect one.'));
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByRole('alert').getByText('No microphone was found. Connect one.').waitFor();
    await takeScreenshot(page, 'command-error');
  });

  it('keeps a chosen target for the next time', async () => {
    const core = cores.empty();
    const page = await open(core);
    await page
      .getByRole('combobox', { name: 'Target' })
      .selectOption('staging (wss://staging.example.org/ws)');
    await expect
      .poll(() => core.calls.find(({ name }) => name === 'settings.update')?.input)
      .toEqual({ target: 'staging' });
  });

  it('adds lines as they come and follows them until somebody scrolls up', async () => {
    const core = cores.full();
    const page = await open(core);
    const log = page.getByRole('log', { name: 'Transcript lines' });
    const line = (text: string) => ({
      startSec: 750,
      endSec: 752,
      text,
      speaker: 'Unknown',
      flags: ['final'],
    });
    await log.getByRole('listitem').first().waitFor();
    core.addLine(sampleSession().sessionId, line('This is the newest line.'));
    await expect.poll(() => isInSight(log.getByText('This is the newest line.'))).toBe(true);

    await log.hover();
    await page.mouse.wheel(0, -3_000);
    await page.getByRole('button', { name: 'Jump to the newest line' }).waitFor();
    core.addLine(sampleSession().sessionId, line('Nobody is pulled down to this.'));
    await log.getByText('Nobody is pulled down to this.').waitFor({ state: 'attached' });
    expect(await isInSight(log.getByText('Nobody is pulled down to this.'))).toBe(false);
    await page.getByRole('button', { name: 'Jump to the newest line' }).click();
    await expect.poll(() => isInSight(log.getByText('Nobody is pulled down to this.'))).toBe(true);
  });

  it('lists events as they come, and opens one', async () => {
    const core = cores.full();
    const page = await open(core);
    await openDiagnostics(page);
    const list = page.getByRole('region', { name: 'Events, newest first' });
    await list.getByRole('listitem').first().waitFor();
    await expect.poll(() => list.getByRole('listitem').count()).toBeLessThan(60);

    core.addEvents([{ ...sampleEvent(501), type: 'HANDSHAKE_ACK' }]);
    await page.getByText('501 events').waitFor();
    await list.getByRole('button', { name: /HANDSHAKE_ACK/ }).click();
    await list.getByText('"chunkId": "chunk-501"').first().waitFor();
    await takeScreenshot(page, 'event-open');

    core.addEvents([{ ...sampleEvent(502), type: 'HANDSHAKE' }]);
    await page.getByRole('button', { name: 'Show 1 new' }).click();
    await list.getByRole('button', { name: /HANDSHAKE\b(?!_)/ }).waitFor();
  });

  it('counts down to the next try, says how much audio waits, and tries at once when asked', async () => {
    const core = cores.failing();
    const page = await open(core);
    await page.getByText(/^Try 5 in [\d:]+/).waitFor();
    await page.getByText('5:45 of audio waiting').waitFor();
    await page.getByRole('button', { name: 'Try now' }).click();
    await expect.poll(() => core.calls.map(({ name }) => name)).toContain('stream.tryNow');
    core.setStatus({ ...recordingStatus, queuedSec: 42 });
    await page.getByText('Catching up: 0:42 left').waitFor();
    await page.getByRole('progressbar', { name: 'Backlog sent' }).waitFor();
  });

  it('switches the running session to another target', async () => {
    const core = cores.full();
    const page = await open(core);
    await page.getByText('Change target').click();
    await page.getByRole('combobox', { name: 'Target' }).selectOption('');
    await page.getByRole('textbox', { name: 'Address of the target' }).fill('ws://meet.example.org/ws');
    await page.getByRole('button', { name: 'Switch now' }).click();
    await page.getByText('Use wss:// for other machines', { exact: false }).waitFor();
    await page.getByRole('textbox', { name: 'Address of the target' }).fill('wss://meet.example.org/ws');
    await page.getByRole('button', { name: 'Switch now' }).click();
    await page.getByText('this recording would go to that address').waitFor();
    await page.getByRole('button', { name: 'Switch anyway' }).click();
    await expect
      .poll(() => core.calls.find(({ name }) => name === 'session.switchTarget')?.input)
      .toEqual({ target: 'wss://meet.example.org/ws', confirmed: true });
    await takeScreenshot(page, 'switch-target');
  });

  it('shows what became of each minute, and sends what is missing', async () => {
    const lacking = sampleSession({
      sessionId: 'lacking',
      title: 'Lacking',
      state: 'ended',
      undelivered: 12,
    });
    const page = await open(createFakeCore({ sessions: [lacking] }));
    await page.getByRole('link', { name: 'Sessions', exact: true }).click();
    await page.getByRole('link', { name: /Lacking.*12 chunks not delivered/ }).click();
    await page.getByText('12.0 s were not delivered to staging.').waitFor();
    await page.getByText('Microphone is missing from 1:01 for 4.2 s', { exact: false }).waitFor();
    const table = page.getByRole('table', { name: 'Seconds per minute' });
    await expect.poll(() => table.getByRole('row').count()).toBe(1 + 13);
    await page.getByRole('figure', { name: 'Minute by minute' }).locator('canvas').waitFor();
    await takeScreenshot(page, 'receipt');
    await page.getByRole('button', { name: 'Send what is missing' }).click();
    await page.getByText('All delivered.').waitFor();
    await page.getByRole('button', { name: 'Send what is missing' }).waitFor({ state: 'detached' });
  });

  it('exports a session as a file and deletes it only after a confirmation', async () => {
    const core = cores.full();
    const page = await open(core);
    await page.getByRole('link', { name: 'Sessions', exact: true }).click();
    await page.getByRole('link', { name: /Retrospective/ }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export VTT' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('20260227-140000-a1.vtt');

    await page.getByRole('button', { name: 'Open folder' }).click();
    await expect
      .poll(() => core.calls.find(({ name }) => name === 'sessions.showFolder')?.input)
      .toEqual({ sessionId: '20260227-140000-a1' });

    await page.getByRole('button', { name: 'Delete…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete this session?' });
    await dialog.waitFor();
    await takeScreenshot(page, 'delete');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(core.calls.some(({ name }) => name === 'sessions.delete')).toBe(false);

    await page.getByRole('button', { name: 'Delete…' }).click();
    await dialog.getByRole('button', { name: 'Delete session' }).click();
    await page.getByRole('link', { name: /Retrospective/ }).waitFor({ state: 'detached' });
    await expect.poll(() => new URL(page.url()).hash).toBe('#/sessions');
  });

  it('takes the token out of the address and works after a reload', async () => {
    const page = await open(cores.empty());
    await expect.poll(() => page.url()).not.toContain('token');
    await page.reload();
    await page.getByText('Ready to record').waitFor();
  });

  it('connects again by itself when the connection breaks', async () => {
    let breakConnection = (): unknown => undefined;
    const core = cores.full();
    const page = await open(core, {}, (opened) =>
      opened.routeWebSocket(/bridge/, (socket) => {
        const toServer = socket.connectToServer();
        breakConnection = () => Promise.all([socket.close(), toServer.close()]);
      }),
    );
    await openDiagnostics(page);
    await page.getByText('500 events').waitFor();
    breakConnection();
    core.addEvents([sampleEvent(501)]);
    await page
      .getByRole('button', { name: /capture\.quiet|TRANSCRIPTION_RESULT/ })
      .first()
      .waitFor();
    await expect.poll(() => core.calls.filter(({ name }) => name === 'events.list').length).toBe(2);
    core.addEvents([sampleEvent(502)]);
    await page.getByText('502 events').waitFor();
    core.setStatus(sampleStatus());
    await page.getByText('Ready to record').waitFor();
  });

  it('says in words that the app is gone, and takes the new address once it was started again', async () => {
    expectComplaints(/ERR_CONNECTION_REFUSED|WebSocket connection/);
    const core = cores.full();
    const server = await serve(core);
    const page = await openAt(server.url);
    await page.getByText('Version 0.1.0').waitFor({ state: 'attached' });
    await server.stop();
    await holdPort(server.port);
    await page.getByText('The app is not running').waitFor();
    await page.getByText(/Start the app where it ran before/).waitFor();
    await expect
      .poll(() => page.getByRole('button', { name: 'Stop' }).getAttribute('aria-disabled'))
      .toBe('true');
    await takeScreenshot(page, 'disconnected');

    const again = await serve(core, server.port);
    await page.getByText('This page has no access to the app').waitFor();
    await page.goto(again.url);
    await page.getByRole('region', { name: 'Status' }).getByText('Recording', { exact: true }).waitFor();
  });

  it.each([
    ['a wrong token', (url: string) => url.replace(/token=.*/, 'token=wrong')],
    ['no token', (url: string) => url.replace(/#.*/, '')],
  ])('asks for the printed address when it is opened with %s', async (_what, change) => {
    expectComplaints(/status of 401|WebSocket connection/);
    const { url } = await serve(cores.empty());
    const page = await openAt(change(url));
    await page.getByText('This page has no access to the app').waitFor();
    await page.getByText(/Open the address that the app printed/).waitFor();
    await takeScreenshot(page, 'refused');
  });
});

/** Presses Tab until the control of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element instanceof HTMLInputElement ? element.labels?.[0] : element;
      return label?.textContent.trim() ?? '';
    });
    if (focused === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to "${name}"`);
}

/** Whether a person sees it, scrolling boxes included. */
function isInSight(locator: ReturnType<Page['getByText']>): Promise<boolean> {
  return locator.evaluate(
    (element) =>
      new Promise<boolean>((resolve) => {
        const observer = new IntersectionObserver(([entry]) => {
          observer.disconnect();
          resolve(entry?.isIntersecting === true);
        });
        observer.observe(element);
      }),
  );
}

/** How far behind the reason's last word the next step begins, px; it may begin on a line of its own. */
function gapBeforeNext(verdict: Element): number {
  const rectsOf = (selector: string): DOMRect[] => [
    ...(verdict.querySelector(selector)?.getClientRects() ?? []),
  ];
  const [end, start] = [rectsOf('.status-line-reason').at(-1), rectsOf('.status-line-next')[0]];
  if (end === undefined || start === undefined) return Number.NaN;
  return start.top >= end.bottom ? Number.POSITIVE_INFINITY : start.left - end.right;
}
