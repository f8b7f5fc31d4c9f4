import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { turn } from './support/act.ts';
import { narrow } from './support/browser.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore, type FakeCore } from './support/fake-core.ts';

describePage('the targets page', ({ open, lookAt, takeScreenshot }) => {
  async function openTargets(core: FakeCore): Promise<Page> {
    const page = await open(core);
    await page.getByRole('link', { name: 'Targets', exact: true }).click();
    await page.getByRole('heading', { name: 'Targets' }).waitFor();
    await page
      .getByRole('row', { name: /staging/ })
      .first()
      .waitFor();
    return page;
  }

  it('probes a target step by step, shows a kept run, and fits in every size and colour scheme', async () => {
    const page = await openTargets(createFakeCore({}));
    await page.getByRole('button', { name: 'Probe staging' }).click();
    await page.getByText('Probe of staging').waitFor();
    await page.getByRole('button', { name: 'Show run 20260101-090000-ab12' }).click();
    await page.getByText(/transcription_result #104 and TRANSCRIPTION_RESULT #105/).waitFor();
    await expect
      .poll(() => page.getByRole('link', { name: /104/ }).first().getAttribute('href'))
      .toContain('event=104');
    const trend = page.getByRole('region', { name: 'Trend of staging' });
    await trend
      .getByRole('row', { name: /first result 900 ms 1,250 ms 900 ms to 1,250 ms in 2 runs/ })
      .waitFor();
    // The one that is chosen first is the newer one, and stands behind nevertheless.
    await page.getByRole('button', { name: 'Compare run 20260101-090000-ab12' }).click();
    await page.getByRole('button', { name: 'Compare run 20251231-090000-ef56' }).click();
    const comparison = page.getByRole('region', { name: 'Two runs compared' });
    await comparison.getByRole('row', { name: /first result 1,250 ms 900 ms -28 %/ }).waitFor();
    await comparison.getByRole('row', { name: 'Duplicates: Repeated messages not run failed' }).waitFor();
    await comparison.getByRole('button', { name: 'Swap before and after' }).click();
    await comparison.getByRole('row', { name: /first result 900 ms 1,250 ms \+38\.9 %/ }).waitFor();
    await page.getByRole('button', { name: 'Edit staging' }).click();
    await page.getByRole('form', { name: 'Save changes' }).waitFor();
    await page.getByText('Phases and amounts').click();
    await page.getByText('Faults of the built-in backend, for tests').click();
    await turn(page.getByRole('checkbox', { name: 'Every result twice' }));
    await page.getByRole('link', { name: /^Simulated faults/ }).waitFor();
    await lookAt(page, 'targets');
  });

  it('has all that can be done with a target in sight in a narrow window, without scrolling sideways', async () => {
    const page = await openTargets(createFakeCore({}));
    await page.setViewportSize(narrow);
    const table = page.getByRole('table').filter({ hasText: 'staging' }).first();
    await table.getByRole('row', { name: /staging/ }).waitFor();
    const rightEnds = (): Promise<number[]> =>
      table
        .getByRole('button')
        .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().right));
    await expect.poll(async () => (await rightEnds()).length).toBeGreaterThan(2);
    await expect.poll(async () => Math.max(...(await rightEnds()))).toBeLessThanOrEqual(narrow.width);
  });

  it('proposes the address that is meant, adds the target, uses it and removes it', async () => {
    const core = createFakeCore({});
    const page = await openTargets(core);
    await page.getByText('Add a target').click();
    await page.getByLabel('Name', { exact: true }).fill('dev');
    await page.getByLabel('WebSocket address').fill('https://dev.example.org');
    await page.getByRole('button', { name: /^Use wss:\/\/dev\.example\.org/ }).click();
    await page.getByRole('button', { name: 'Add target' }).click();
    await page.getByRole('button', { name: 'Use dev for Record' }).click();
    await page.getByRole('rowheader', { name: /dev \(used by Record\)/ }).waitFor();
    await page.getByRole('button', { name: 'Edit dev' }).click();
    const form = page.getByRole('form', { name: 'Save changes' });
    await form.getByLabel('REST address').fill('ws://localhost:8080/ws');
    await form.getByRole('button', { name: 'Use http://localhost:5167' }).click();
    await form.getByLabel('Badge colour').selectOption('amber');
    await form.getByLabel('Credentials').selectOption('header');
    await form.getByRole('button', { name: 'Save changes' }).click();
    await form.getByRole('alert').getByText('Enter the credential').waitFor();
    await form.getByLabel('Value of the header').fill('not-shown-again');
    await form.getByLabel('Proxy').selectOption('none');
    await form.getByRole('button', { name: 'Save changes' }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByText('http://localhost:5167').waitFor();
    expect(core.calls.find(({ name }) => name === 'targets.edit')?.input).toMatchObject({
      name: 'dev',
      change: { httpUrl: 'http://localhost:5167', colour: 'amber', proxy: 'none', caFile: null },
      credentials: { headers: { 'X-Api-Key': 'not-shown-again' } },
    });
    await page.getByRole('button', { name: 'Edit dev' }).click();
    await form.getByLabel('WebSocket address').fill('ws://localhost:8080/ws');
    await form.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('button', { name: 'Processes of dev' }).click();
    await page.getByText('only one of them can use it').waitFor();
    await page.getByRole('cell', { name: '84.3 MB in 2 processes' }).waitFor();
    await page.getByRole('button', { name: 'Follow the log of dev' }).click();
    await page.getByText('Following the log of dev: 42 lines so far.').waitFor();
    await page.getByRole('row', { name: 'TRANSCRIPTION_RESULT 14 12' }).waitFor();
    await takeScreenshot(page, 'targets-processes');
    await page.getByRole('button', { name: 'Stop following' }).click();
    await page.getByText('The log of dev was followed: 42 lines.').waitFor();
    const lines = page.getByRole('link', { name: 'Show its lines as events' });
    await expect.poll(() => lines.getAttribute('href')).toBe('#/events?type=server.log');
    await page.getByRole('button', { name: 'Remove dev' }).click();
    await page.getByRole('button', { name: 'Remove target' }).click();
    await page.getByRole('button', { name: 'Remove dev' }).waitFor({ state: 'detached' });
  });

  it('verifies nothing while no target is listed', async () => {
    const core = createFakeCore({});
    core.handlers['targets.list'] = () => Promise.resolve({ targets: [], current: 'staging' });
    const page = await open(core);
    await page.getByRole('link', { name: 'Targets', exact: true }).click();
    const verify = page.getByRole('button', { name: 'Verify', exact: true });
    await expect.poll(() => verify.getAttribute('aria-disabled')).toBe('true');
    await verify.press('Enter');
    // What is asked behind it has been answered, so that it would have been too.
    await page.getByRole('link', { name: 'Sessions', exact: true }).click();
    await page.getByRole('heading', { name: 'Recorded sessions' }).waitFor();
    expect(core.calls.some(({ name }) => name === 'verification.start')).toBe(false);
  });

  it('asks before it verifies a target that people work with, follows the run and stops it', async () => {
    const core = createFakeCore({});
    const page = await openTargets(core);
    await page.getByRole('region', { name: 'Verification' }).getByLabel('Target').selectOption('staging');
    await page.getByText('Phases and amounts').click();
    await page.getByLabel('Scheduled quick check').selectOption('every hour');
    await page.getByLabel('Target of the scheduled check').selectOption('staging');
    await turn(page.getByRole('checkbox', { name: 'Memory' }), 'off');
    await page.getByLabel('Meetings at once').fill('7');
    await page.getByRole('button', { name: 'Verify staging' }).click();
    await page.getByRole('button', { name: 'Only what is safe' }).click();
    await page.getByText(/HANDSHAKE 3 of 20/).waitFor();
    expect(core.calls.flatMap(({ name, input }) => (name === 'settings.update' ? [input] : []))).toEqual([
      { verification: { everyMin: 60 } },
      { verification: { target: 'staging' } },
    ]);
    const call = core.calls.find(({ name }) => name === 'verification.start');
    expect(call?.input).toMatchObject({
      target: 'staging',
      quick: true,
      allowDisruptive: false,
      connections: 7,
      phases: [
        'environment',
        'health',
        'handshake',
        'monitoring',
        'end-to-end',
        'duplicates',
        'reconnect',
        'traffic',
      ],
    });
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText('staging: Stopped.').waitFor();
  });

  it('goes on with a run whose soak was left before its end, and offers it for no other', async () => {
    const core = createFakeCore({});
    const page = await openTargets(core);
    const goOn = page.getByRole('button', { name: /^Resume run/ });
    await page.getByRole('button', { name: 'Show run 20260101-100000-cd34' }).waitFor();
    await expect.poll(() => goOn.count()).toBe(1);
    await goOn.click();
    // Only a soak can be paused.
    await page.getByRole('button', { name: 'Pause the soak' }).waitFor();
    // Not while one is under way.
    await goOn.waitFor({ state: 'detached' });
    expect(core.calls.flatMap(({ name, input }) => (name === 'verification.resume' ? [input] : []))).toEqual([
      { runId: '20260101-100000-cd34' },
    ]);
  });

  it('switches faults of the built-in backend, and says so on every page while they are on', async () => {
    const core = createFakeCore({});
    const page = await openTargets(core);
    const badge = page.getByRole('link', { name: /^Simulated faults/ });
    await page.getByText('Faults of the built-in backend, for tests').click();
    await turn(page.getByRole('checkbox', { name: 'Every result twice' }));
    await badge.filter({ hasText: /: duplicate$/ }).waitFor();
    await turn(page.getByRole('checkbox', { name: 'Every message 1 s late' }));
    await badge.filter({ hasText: /: duplicate,delay=1000$/ }).waitFor();
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.waitForURL(/#\/settings/);
    await badge.click();
    await page.getByText('Faults of the built-in backend, for tests').click();
    await page.getByRole('button', { name: 'All off' }).click();
    await badge.waitFor({ state: 'detached' });
    expect(core.calls.flatMap(({ name, input }) => (name === 'backend.setFaults' ? [input] : []))).toEqual([
      { faults: 'duplicate' },
      { faults: 'duplicate,delay=1000' },
      { faults: '' },
    ]);
  });
});
