import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { AppError } from '../../src/shared/errors.ts';
import { choose, turn } from './support/act.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore, type FakeCore } from './support/fake-core.ts';
import { sampleEvent, sampleSession } from './support/samples.ts';

describePage('the bench', ({ open, lookAt }) => {
  async function openBench(core: FakeCore): Promise<Page> {
    const page = await open(core);
    await page.getByRole('link', { name: 'Bench', exact: true }).click();
    await page.getByRole('heading', { name: 'A tap for another client' }).waitFor();
    return page;
  }

  it('starts a tap, says how to reach it, shows what goes through, and fits in every size and colour scheme', async () => {
    const core = createFakeCore({});
    const page = await openBench(core);
    await page.getByRole('spinbutton', { name: 'Port' }).fill('18080');
    await page.getByRole('combobox', { name: 'Target' }).selectOption('staging');
    await page.getByRole('button', { name: 'Start the tap' }).click();
    await page.getByRole('heading', { name: 'Tap on port 18080, to staging' }).waitFor();
    await page.getByText('ws://[::1]:18080/ws').waitFor();
    await page.getByText('How to point a client at it').click();
    await page.getByText('ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS').waitFor();
    const [tap] = await core.handlers['tap.list']({});
    const frame = { sessionId: tap?.sessionId ?? '', direction: 'in' as const };
    const verdict = { isDuplicate: true, isDeprecated: true, validationErrors: [], recommendations: [] };
    core.addEvents([
      { ...sampleEvent(7), ...frame, type: 'TRANSCRIPTION_RESULT' },
      { ...sampleEvent(8), ...frame, type: 'transcription_result', verdict },
      { ...sampleEvent(9), type: 'OF_ANOTHER_SESSION', direction: 'in' },
    ]);
    await page.getByRole('cell', { name: 'duplicate, old name' }).waitFor();
    await expect.poll(() => page.getByText('OF_ANOTHER_SESSION').count()).toBe(0);
    await lookAt(page, 'bench-tap');
  });

  it('lets an extension in that was refused, switches faults, and stops', async () => {
    const core = createFakeCore({});
    const page = await openBench(core);
    await page.getByRole('button', { name: 'Start the tap' }).click();
    const id = `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`;
    await page.getByRole('button', { name: `Allow ${id}` }).click();
    await page.getByText(`Also let in: ${id}`).waitFor();
    await turn(page.getByRole('checkbox', { name: 'Lose one message in ten' }));
    await turn(page.getByRole('checkbox', { name: 'Swap adjacent messages' }));
    await turn(page.getByRole('checkbox', { name: 'Lose one message in ten' }), 'off');
    await page.getByRole('button', { name: 'Stop the tap on port 8080' }).click();
    await page.getByRole('heading', { name: /Tap on port/ }).waitFor({ state: 'detached' });
    expect(core.calls.filter(({ name }) => name === 'tap.faults').map(({ input }) => input)).toEqual([
      { port: 8080, faults: 'drop=0.1' },
      { port: 8080, faults: 'drop=0.1,reorder' },
      { port: 8080, faults: 'reorder' },
    ]);
    await core.handlers['tap.start']({ port: 8080, allowOrigins: [], faults: '', recordAudio: false });
    core.failNext('tap.start', new AppError('busy', "Port 8080 can't be used."));
    await page.getByRole('button', { name: 'Start the tap' }).click();
    await page.getByRole('alert').getByText("Port 8080 can't be used.").waitFor();
  });

  it('sends a session again, shows how far it is and what came of it, and cancels', async () => {
    const core = createFakeCore({ sessions: [sampleSession({ state: 'ended' })], events: [sampleEvent(1)] });
    const page = await openBench(core);
    await page.getByRole('link', { name: 'Replay' }).click();
    await page.getByRole('combobox', { name: 'Session' }).selectOption({ index: 1 });
    await page.getByRole('combobox', { name: 'Target' }).selectOption('staging');
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('max');
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByText('45 of 98 messages sent').waitFor();
    await page.getByText('Good morning everyone.').waitFor();
    expect(core.calls.find(({ name }) => name === 'replay.start')?.input).toEqual({
      sessionId: sampleSession().sessionId,
      target: 'staging',
      speed: 'max',
      fromSec: 0,
    });
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Failed: It was cancelled.').waitFor();
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    core.finishPlaying();
    await page.getByText('98 messages were replayed on 1 connection.').waitFor();
    await page
      .getByRole('list', { name: 'What differs from the original' })
      .getByText('silence of the same size')
      .waitFor();
    await page.getByRole('region', { name: 'Then and now' }).waitFor();
    await lookAt(page, 'bench-replay');
  });

  it('sends a session of a bundle again that was chosen or dropped', async () => {
    const core = createFakeCore({});
    const page = await openBench(core);
    await page.getByRole('link', { name: 'Replay' }).click();
    await page.getByRole('combobox', { name: 'What to replay' }).selectOption('bundle');
    const chooser = page.getByLabel('Open a bundle…');
    const zip = (name: string) => ({ name, mimeType: 'application/zip', buffer: Buffer.from('PK') });
    core.failNext('bundle.open', new AppError('bad-input', 'The file is no diagnostic bundle.'));
    await chooser.and(page.locator('input')).setInputFiles(zip('photos.zip'));
    await page.getByRole('alert').getByText('The file is no diagnostic bundle.').waitFor();
    const two = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      for (const name of ['a.zip', 'b.zip']) transfer.items.add(new File(['PK'], name));
      return transfer;
    });
    const button = page.getByRole('button', { name: 'Open a bundle…' });
    await button.dispatchEvent('drop', { dataTransfer: two });
    await page.getByRole('alert').getByText('2 files were dropped. Drop one.').waitFor();
    await chooser.and(page.locator('input')).setInputFiles(zip('field.zip'));
    const start = page.getByRole('button', { name: 'Replay', exact: true });
    await page.getByRole('combobox', { name: 'Session of field.zip' }).selectOption('20260301-0900');
    await expect.poll(() => start.getAttribute('aria-disabled')).toBe('false');
    await start.click();
    await page.getByText('45 of 98 messages sent').waitFor();
    expect(core.calls.find(({ name }) => name === 'replay.start')?.input).toMatchObject({
      bundle: 'b-1',
      sessionId: '20260301-0900',
    });
  });

  it('lets two targets hear the same, side by side while they do and afterwards', async () => {
    const core = createFakeCore({ sessions: [sampleSession({ state: 'ended' })], events: [sampleEvent(1)] });
    const page = await openBench(core);
    await page.getByRole('link', { name: 'Twin run' }).click();
    await page.getByRole('combobox', { name: 'Audio' }).selectOption('microphone');
    await page.getByRole('spinbutton', { name: 'Seconds to record' }).fill('12');
    await page.getByRole('combobox', { name: 'Target B' }).selectOption('staging');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('region', { name: 'staging' }).getByText('Good morning every one.').waitFor();
    expect(core.calls.find(({ name }) => name === 'replay.twin')?.input).toEqual({
      input: [{ kind: 'microphone' }],
      durationSec: 12,
      a: 'built-in',
      b: 'staging',
      speed: 1,
    });
    core.finishPlaying();
    await page.getByText('Only b repeats messages: 32 × old-new-pair.').waitFor();
    await page.getByRole('row', { name: '6 s Today we talk about the login page. –' }).waitFor();
    await lookAt(page, 'bench-twin');
  });

  it('takes a scenario from a file, edits it, shows each step as it goes, and the kept result', async () => {
    const core = createFakeCore({});
    const page = await openBench(core);
    await choose(page, 'scenario', /Scenario/);
    const start = page.getByRole('button', { name: 'Run', exact: true });
    await start.waitFor();
    await expect.poll(() => start.getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('Choose file…').setInputFiles({
      name: 'sound.wav',
      mimeType: 'audio/wav',
      buffer: Buffer.from([0xff, 0xfe, 0, 1]),
    });
    await page.getByRole('alert').getByText("sound.wav can't be read as UTF-8 text.").waitFor();
    const dropped = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['steps:\n  - disconnect\n'], 'dropped.yaml'));
      return transfer;
    });
    await page.getByRole('textbox', { name: /^Steps/ }).dispatchEvent('drop', { dataTransfer: dropped });
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Steps of dropped.yaml' }).inputValue())
      .toBe('steps:\n  - disconnect\n');
    await page.getByLabel('Choose file…').setInputFiles({
      name: 'greeting.yaml',
      mimeType: 'text/yaml',
      buffer: Buffer.from('steps:\n  - connect\n'),
    });
    const steps = page.getByRole('textbox', { name: 'Steps of greeting.yaml' });
    await expect.poll(() => steps.inputValue()).toBe('steps:\n  - connect\n');
    await steps.fill('steps:\n  - connect\n  - expect: HANDSHAKE_ACK\n');
    await page.getByRole('combobox', { name: 'Target' }).selectOption('staging');
    await start.click();
    const live = page.getByRole('list', { name: 'Steps so far' });
    await live.getByText('The server greets the client').waitFor();
    await expect.poll(() => live.getByRole('listitem').count()).toBe(2);
    expect(core.calls.find(({ name }) => name === 'verification.start')?.input).toEqual({
      target: 'staging',
      scenarios: [{ file: 'greeting.yaml', text: 'steps:\n  - connect\n  - expect: HANDSHAKE_ACK\n' }],
      quick: false,
      allowDisruptive: false,
    });
    core.finishScenario();
    await page.getByText('HANDSHAKE is acknowledged').waitFor();
    await page.getByText('Line 7 of greeting.yaml expects it').waitFor();
    await page.getByRole('link', { name: 'All results are on the Targets page.' }).waitFor();
    await lookAt(page, 'bench-scenario');
  });
});
