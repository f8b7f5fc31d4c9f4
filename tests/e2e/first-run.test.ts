import { expect, it } from 'vitest';
import { turn } from './support/act.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore } from './support/fake-core.ts';

describePage('the first run', ({ open, takeScreenshot }) => {
  it('leads from the sound over the words to a recording, and is not there any more after it', async () => {
    const core = createFakeCore({});
    const page = await open(core);
    const steps = page.getByRole('region', { name: 'Three steps to your first recording' });
    expect(core.calls.map(({ name }) => name)).not.toContain('sound.check');
    await steps.getByRole('button', { name: 'Listen' }).click();
    await steps.getByRole('meter', { name: 'Level of microphone' }).waitFor();
    await expect
      .poll(() => core.calls.filter(({ name }) => name === 'sound.check').length)
      .toBeGreaterThan(2);
    await takeScreenshot(page, 'first-run');
    await steps.getByRole('button', { name: 'Next' }).click();
    await turn(steps.getByRole('radio', { name: 'Record only' }));
    await steps.getByRole('button', { name: 'Next' }).click();
    await steps.getByRole('button', { name: 'Record now' }).click();
    await expect
      .poll(() => core.calls.find(({ name }) => name === 'session.start')?.input)
      .toMatchObject({ mode: 'capture-only' });
    await steps.waitFor({ state: 'detached' });
  });

  it('is skipped once and for all', async () => {
    const page = await open(createFakeCore({}));
    await page.getByRole('button', { name: 'Skip these steps' }).click();
    await page.getByText('To record a meeting').waitFor();
    await page.reload();
    await page.getByText('To record a meeting').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Skip these steps' }).count()).toBe(0);
  });
});

describePage('all settings', ({ open, takeScreenshot }) => {
  it('are searched, changed with the error beside them, and put back to what is usual', async () => {
    const core = createFakeCore({});
    const page = await open(core);
    const changes = () =>
      core.calls.filter(({ name }) => name === 'settings.update').map(({ input }) => input);
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByRole('searchbox', { name: 'Search settings' }).fill('proxy');
    const proxy = page.getByRole('textbox', { name: 'Proxy' });
    await page.getByRole('textbox', { name: 'Vocabulary' }).waitFor({ state: 'detached' });
    await proxy.fill('proxy.example');
    await proxy.press('Enter');
    await page.getByRole('alert').getByText('a proxy has an http://').waitFor();
    await expect.poll(() => proxy.getAttribute('aria-invalid')).toBe('true');
    expect(changes()).toEqual([]);
    await proxy.fill('http://proxy.example:3128');
    await proxy.press('Enter');
    await expect.poll(changes).toEqual([{ network: { proxy: 'http://proxy.example:3128' } }]);
    await page.getByRole('searchbox', { name: 'Search settings' }).fill('silence');
    // It follows the core, whose answer may come a moment after the press.
    const silence = page.getByRole('checkbox', { name: 'Leave out silence' });
    await silence.click();
    await expect.poll(() => silence.isChecked()).toBe(false);
    await page.getByRole('button', { name: 'Reset Leave out silence' }).click();
    await expect
      .poll(() => changes().slice(1))
      .toEqual([{ stream: { leaveOutSilence: false } }, { stream: { leaveOutSilence: true } }]);
    await page.getByRole('searchbox', { name: 'Search settings' }).fill('');
    await page.getByRole('textbox', { name: 'Vocabulary' }).waitFor();
    await takeScreenshot(page, 'all-settings');
  });
});
