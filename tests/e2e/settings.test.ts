import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import { turn } from './support/act.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore, type FakeCore } from './support/fake-core.ts';
import { twoOfEach, type FakeDesktop } from './support/fake-desktop.ts';

const full: FakeDesktop = {
  facts: { openAtLogin: true },
  keys: [
    {
      name: 'groq',
      variable: 'GROQ_API_KEY',
      state: { set: true, lastFour: 'k4zQ', kept: 'stored' },
    },
    {
      name: 'openai-compatible',
      variable: 'SCRUMBOT_OPENAI_API_KEY',
      state: { set: true, lastFour: 'abcd', kept: 'environment' },
    },
  ],
  checks: [
    { id: 'home', title: 'Data folder', status: 'ok', found: '/home/me/.local/share/ScrumBot', mend: null },
    {
      id: 'disk',
      title: 'Disk',
      status: 'warn',
      found: '0.4 GB free, about 3 hours of one track',
      mend: 'Free some space.',
    },
  ],
};

const failing: FakeDesktop = {
  facts: { openAtLogin: null, hasTray: false },
  keys: [
    {
      name: 'groq',
      variable: 'GROQ_API_KEY',
      state: { set: true, lastFour: null, kept: 'this-run' },
    },
  ],
  sound: {
    system: {
      source: 'system',
      state: 'zeros',
      device: 'MacBook Speakers',
      peakDb: null,
      sentence: 'MacBook Speakers delivers only digital silence.',
      next: 'Play something and check again. If it stays silent, macOS does not allow it.',
    },
    microphone: {
      source: 'microphone',
      state: 'denied',
      device: null,
      peakDb: null,
      sentence: 'ScrumBot may not record the microphone.',
      next: 'Allow ScrumBot in the privacy settings, then check again.',
    },
  },
  checks: [
    {
      id: 'home',
      title: 'Data folder',
      status: 'fail',
      found: 'EACCES: permission denied',
      mend: 'Give another.',
    },
  ],
};

describePage('the settings page', ({ open, lookAt }) => {
  async function openSettings(core: FakeCore, options?: BrowserContextOptions): Promise<Page> {
    const page = await open(core, options);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { name: 'Keys' }).waitFor();
    return page;
  }

  async function checkAll(page: Page): Promise<void> {
    for (const name of ['Check system audio', 'Check microphone', 'Run checks'])
      await page.getByRole('button', { name }).click();
    await page
      .getByRole('status')
      .getByText(/Everything works\.|problems? found\./)
      .waitFor();
  }

  it.each(Object.entries({ full, failing }))('is accessible and fits: %s', async (state, desktop) => {
    const page = await openSettings(createFakeCore({ desktop }));
    await checkAll(page);
    await lookAt(page, `settings-${state}`);
    const height = () => page.getByRole('region', { name: 'Keys' }).evaluate((panel) => panel.clientHeight);
    const before = await height();
    await turn(page.getByRole('radio', { name: 'Compact' }));
    await expect.poll(height).toBeLessThan(before);
  });

  it('keeps a key without ever showing it again, and clears it', async () => {
    const page = await openSettings(createFakeCore({}));
    const field = page.getByLabel('Key for Groq', { exact: true });
    await field.fill('gsk_0123456789abcdef');
    await page.getByRole('button', { name: 'Save the key for Groq' }).click();
    await page.getByText('Set, ends with cdef').waitFor();
    await expect.poll(() => field.inputValue()).toBe('');
    await expect.poll(() => page.content()).not.toContain('gsk_0123');
    await page.getByRole('button', { name: 'Remove key for Groq' }).click();
    await expect.poll(() => page.getByText('Not set').count()).toBe(2);
  });

  it('offers no field for a key that the environment holds', async () => {
    const page = await openSettings(createFakeCore({ desktop: full }));
    await page.getByText('SCRUMBOT_OPENAI_API_KEY').waitFor();
    await expect.poll(() => page.getByLabel('Key for OpenAI-compatible server').count()).toBe(0);
  });

  it('says where a key goes when there is no safe place for it', async () => {
    const page = await openSettings(createFakeCore({ desktop: failing }));
    await page.getByText('kept until the app quits').waitFor();
  });

  it('turns opening at login on and off', async () => {
    const core = createFakeCore({});
    const page = await openSettings(core);
    const box = page.getByLabel(/Open ScrumBot when I log in/);
    // The box shows what the system answered, so it changes a moment after the click.
    await box.click();
    await expect.poll(() => core.calls.filter(({ name }) => name === 'desktop.update')).toHaveLength(1);
    await expect.poll(() => box.isChecked()).toBe(true);
  });

  it('shows at once what was chosen while the core has not answered, and goes back when it refuses', async () => {
    const core = createFakeCore({});
    const { 'settings.update': keep, 'desktop.update': keepFacts } = core.handlers;
    let answer = Promise.withResolvers<undefined>();
    core.handlers['settings.update'] = (patch) => answer.promise.then(() => keep(patch));
    core.handlers['desktop.update'] = (facts) => answer.promise.then(() => keepFacts(facts));
    const page = await openSettings(core);
    const box = page.getByRole('checkbox', { name: 'Leave out silence' });
    const login = page.getByLabel(/Open ScrumBot when I log in/);
    const looks = () =>
      Promise.all([
        box.isChecked(),
        box.getAttribute('aria-busy'),
        login.isChecked(),
        login.getAttribute('aria-busy'),
      ]);
    await expect.poll(looks).toEqual([true, 'false', false, 'false']);
    await box.click();
    await login.click();
    await expect.poll(looks).toEqual([false, 'true', true, 'true']);
    answer.resolve(undefined);
    await expect.poll(looks).toEqual([false, 'false', true, 'false']);

    answer = Promise.withResolvers();
    await box.click();
    await login.click();
    await expect.poll(looks).toEqual([true, 'true', false, 'true']);
    answer.reject(new AppError('storage-failed', 'The disk is full.'));
    await expect.poll(looks).toEqual([false, 'false', true, 'false']);
    await expect.poll(() => page.getByRole('alert').getByText('The disk is full.').count()).toBe(2);
  });

  it('opens the system settings for a source that is denied', async () => {
    const core = createFakeCore({ desktop: failing });
    const page = await openSettings(core);
    await page.getByRole('button', { name: 'Check microphone' }).click();
    await page.getByText('Allow ScrumBot in the privacy settings').waitFor();
    await page.getByRole('button', { name: 'Open system settings' }).click();
    await expect
      .poll(() => core.calls.find(({ name }) => name === 'sound.openSettings')?.input)
      .toEqual({ source: 'microphone' });
  });

  it('shows why a check could not be made', async () => {
    const core = createFakeCore({});
    const page = await openSettings(core);
    core.failNext('sound.check', new AppError('unreachable', 'The app did not answer.'));
    await page.getByRole('button', { name: 'Check system audio' }).click();
    await page.getByRole('alert').getByText('The app did not answer.').waitFor();
  });

  it('chooses a microphone by name, shows how loud it is, and says when it is not there any more', async () => {
    const devices = [...twoOfEach];
    const core = createFakeCore({ desktop: { devices } });
    const page = await openSettings(core);
    const choice = page.getByRole('combobox', { name: 'Microphone' });
    await choice.selectOption('Jabra Evolve2 65');
    await expect
      .poll(() => core.calls.find(({ name }) => name === 'settings.update')?.input)
      .toEqual({ sound: { microphone: 'usb.microphone' } });
    expect(core.calls.map(({ name }) => name)).not.toContain('sound.listen');
    await page.getByRole('button', { name: 'Listen' }).click();
    const level = page.getByRole('meter', { name: 'Level of microphone' });
    await expect.poll(() => level.getAttribute('aria-valuetext')).toBe('Sound present');
    // The headset is unplugged.
    devices.splice(0, 2, ...twoOfEach.map((one) => ({ ...one, devices: one.devices.slice(0, 1) })));
    await choice.focus();
    await page.getByText("Not connected: the system's default is recorded").waitFor();
    await expect
      .poll(() => choice.locator('option:checked').textContent())
      .toBe('usb.microphone (not connected)');
  });

  it('says that there is no tray until somebody has understood', async () => {
    const page = await openSettings(createFakeCore({ desktop: failing }));
    await page.getByRole('status').getByText('closing the window quits it').waitFor();
    await page.getByRole('button', { name: 'Got it' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Got it' }).count()).toBe(0);
  });

  it('leads to the very setting that was asked for, and drops a refusal once its value is changed', async () => {
    const page = await openSettings(createFakeCore({ desktop: full }));
    await page.evaluate(() => {
      window.location.hash = '#/settings/direct.maxInFlight';
    });
    const field = page.getByRole('textbox', { name: 'Requests at the same time' });
    await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
    await field.fill('99');
    await field.press('Enter');
    await page.getByText('At most 8.').waitFor();
    await field.press('Backspace');
    await expect.poll(() => page.getByText('At most 8.').count()).toBe(0);
  });

  it('runs the checks at once when the tray asked for them', async () => {
    const page = await openSettings(createFakeCore({ desktop: full }));
    await page.evaluate(() => {
      window.location.hash = '#/settings/checks';
    });
    await page.getByText('0.4 GB free').waitFor();
  });
});
