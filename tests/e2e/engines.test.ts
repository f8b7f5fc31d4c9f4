import { expect, it } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import { turn } from './support/act.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore, type FakeCore } from './support/fake-core.ts';
import { sampleModels } from './support/model-answers.ts';
import { recordingStatus, sampleSession, sampleStatus } from './support/samples.ts';

const base = 'Whisper base: good words on any machine';

/** What was asked of the core under these names, in order. */
const asked = (core: FakeCore, ...names: string[]): [string, unknown][] =>
  core.calls.filter(({ name }) => names.includes(name)).map(({ name, input }) => [name, input]);

describePage('engines and their models in the page', ({ open, lookAt, takeScreenshot }) => {
  it('downloads a model when asked, shows how far it is, stops, goes on and removes it', async () => {
    const core = createFakeCore({});
    const page = await open(core);
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    const models = page.getByRole('region', { name: 'Whisper models' });
    await models.getByText('99 languages · 60 MB · licence MIT').waitFor();
    expect(asked(core, 'engines.getModel')).toEqual([]);

    core.failNext(
      'engines.getModel',
      new AppError('storage-failed', 'The model needs 160 MB on the disk of /home/me, which has 12 MB left.'),
    );
    await models.getByRole('button', { name: `Download ${base}` }).click();
    await models.getByRole('alert').getByText('which has 12 MB left').waitFor();
    await models.getByRole('button', { name: `Download ${base}` }).click();
    await models.getByRole('progressbar', { name: `Download of ${base}` }).waitFor();
    await models.getByText('20 MB of 60 MB').waitFor();
    // What else there is to be set is looked at elsewhere, and axe takes long over all of it.
    await page.getByRole('searchbox', { name: 'Search settings' }).fill('models');
    await page.getByRole('textbox', { name: 'Vocabulary' }).waitFor({ state: 'detached' });
    await lookAt(page, 'models-download');
    await models.getByRole('button', { name: `Cancel the download of ${base}` }).click();
    await models.getByRole('button', { name: 'Continue download (20 MB of 60 MB here)' }).waitFor();
    core.topics.publish(
      'models',
      sampleModels({
        base: { state: 'partial', storedBytes: 4e7, problem: 'The download from huggingface.co stopped.' },
      }),
    );
    await models.getByText('The download from huggingface.co stopped.').waitFor();
    core.topics.publish('models', sampleModels({ base: { state: 'ready', storedBytes: 59_707_625 } }));
    await models.getByText('On this computer', { exact: true }).waitFor();
    await models.getByRole('button', { name: `Remove ${base}` }).click();
    await models.getByRole('button', { name: `Download ${base}` }).waitFor();
    expect(asked(core, 'engines.getModel', 'engines.cancelModel', 'engines.removeModel')).toEqual([
      ['engines.getModel', { name: 'base' }],
      ['engines.getModel', { name: 'base' }],
      ['engines.cancelModel', { name: 'base' }],
      ['engines.removeModel', { name: 'base' }],
    ]);
  });

  it('takes a model of ones own and a mirror', async () => {
    const core = createFakeCore({});
    const page = await open(core);
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByText('Model of your own, mirror').click();
    await page.getByRole('combobox', { name: 'Model', exact: true }).selectOption('A file of my own');
    await page.getByRole('textbox', { name: 'Path of a ggml model file' }).fill('/models/ggml-medium.bin');
    await page.getByRole('textbox', { name: 'Path of a ggml model file' }).press('Enter');
    await page
      .getByRole('textbox', { name: 'Address of a mirror' })
      .fill('https://models.example.org/whisper');
    await page.getByRole('textbox', { name: 'Address of a mirror' }).press('Enter');
    await expect
      .poll(() => asked(core, 'settings.update').map(([, input]) => input))
      .toEqual([
        { direct: { whisperModel: '/models/ggml-medium.bin' } },
        { direct: { modelMirror: 'https://models.example.org/whisper' } },
      ]);
  });

  it('says that words will be rough before and while they are, with the way to better ones', async () => {
    const core = createFakeCore({});
    const list = core.handlers['engines.list'];
    let hasNone = false;
    core.handlers['engines.list'] = (input) =>
      hasNone ? Promise.resolve({ engines: [], chosen: 'auto' }) : list(input);
    const page = await open(core);
    const form = page.locator('.record');
    const rough = form.getByRole('region', { name: 'Rough words only' });
    // The built-in target transcribes with the first engine of this machine.
    await rough.getByText('pocketsphinx gets about one word in six right').waitFor();
    await turn(page.getByRole('radio', { name: 'Transcribe directly' }).first());
    await rough.getByRole('button', { name: 'Download a Whisper model (60 MB)' }).waitFor();
    await takeScreenshot(page, 'rough-words');
    await rough.getByRole('button', { name: 'Download a Whisper model (60 MB)' }).click();
    await rough.getByRole('progressbar').waitFor();
    core.topics.publish('models', sampleModels({ base: { state: 'ready', storedBytes: 59_707_625 } }));
    core.topics.publish('engines', {});
    await rough.waitFor({ state: 'detached' });

    // Nor is it found out after the meeting that the built-in target has no engine at all.
    await turn(page.getByRole('radio', { name: 'Stream to a target' }).first());
    hasNone = true;
    core.topics.publish('models', sampleModels({}));
    core.topics.publish('engines', {});
    const none = form.getByRole('region', { name: 'No words will come' });
    await none.getByText('No speech engine on this computer is ready').waitFor();
    await none.getByRole('button', { name: 'Download a Whisper model (60 MB)' }).waitFor();
    await takeScreenshot(page, 'no-words');
    await core.handlers['settings.update']({ engine: 'none' });
    await none.getByText('set to use no speech engine').waitFor();
    await none.getByRole('link', { name: 'Choose an engine' }).waitFor();

    const session = sampleSession({ mode: 'direct', target: null, engine: 'pocketsphinx' });
    core.setStatus(sampleStatus({ ...recordingStatus, session }));
    const verdict = page.getByRole('region', { name: 'Status' });
    await verdict.getByText('Rough words only').waitFor();
    await verdict.getByRole('link', { name: 'Get a Whisper model' }).click();
    await page.getByRole('region', { name: 'Whisper models' }).waitFor();
  });

  it('transcribes files that are dropped or chosen, and refuses in words what is none', async () => {
    const core = createFakeCore({});
    const page = await open(core);
    const files = page.getByRole('region', { name: 'Files to transcribe' });
    await files.waitFor();
    const dropped = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(500_000)], 'meeting.m4a'));
      transfer.items.add(new File(['notes'], 'notes.txt'));
      transfer.items.add(new File([], 'nothing.wav'));
      return transfer;
    });
    await page.dispatchEvent('header', 'drop', { dataTransfer: dropped });
    await files.getByText('meeting.m4a Transcribed').waitFor();
    await files.getByText('notes.txt is a text file. Give a WAV file.').waitFor();
    await files.getByRole('alert').getByText('nothing.wav is empty.').waitFor();
    await takeScreenshot(page, 'files');
    const sent = asked(core, 'files.send').map(([, input]) => input) as { id: string | null; name: string }[];
    expect(sent.map(({ id, name }) => [id, name])).toEqual([
      [null, 'meeting.m4a'],
      ['f-1', 'meeting.m4a'],
      [null, 'notes.txt'],
    ]);

    const text = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add('a link', 'text/plain');
      return transfer;
    });
    await page.dispatchEvent('header', 'drop', { dataTransfer: text });
    await files.getByRole('alert').getByText('That was text or a link.').waitFor();

    const chooser = page.waitForEvent('filechooser');
    await files.getByRole('button', { name: 'Choose files…' }).press('Enter');
    await (await chooser).setFiles([{ name: 'talk.mp4', mimeType: 'video/mp4', buffer: Buffer.from('x') }]);
    await files.getByText('talk.mp4 Transcribed').waitFor();
    await files.getByRole('button', { name: 'Remove notes.txt from the list' }).click();
    await files.getByText('notes.txt').first().waitFor({ state: 'detached' });
    await files.getByRole('link', { name: 'Open the session of talk.mp4' }).waitFor();
  });

  it('offers all models in the first run', async () => {
    const page = await open(createFakeCore({}));
    const steps = page.getByRole('region', { name: 'Three steps to your first recording' });
    await steps.getByRole('button', { name: 'Next' }).click();
    await turn(steps.getByRole('radio', { name: 'Transcribe directly' }));
    await steps.getByRole('button', { name: `Download ${base}` }).waitFor();
    await lookAt(page, 'first-run-models');
  });

  it('asks before it talks to a server of the own network without encryption, and takes the yes back', async () => {
    const core = createFakeCore({});
    const page = await open(core);
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page
      .getByRole('combobox', { name: 'Speech engine' })
      .selectOption('OpenAI-compatible server (needs setup)');
    await page.getByText('whoever is on that network can listen').waitFor();
    await page.getByRole('button', { name: 'Allow http://192.168.1.20:8000 without encryption' }).click();
    await page.getByText('Allowed without encryption; anyone').waitFor();
    await takeScreenshot(page, 'allowed-address');
    await page.getByRole('button', { name: 'Revoke http://192.168.1.20:8000' }).click();
    await page.getByRole('button', { name: 'Allow http://192.168.1.20:8000 without encryption' }).waitFor();
    expect(asked(core, 'engines.allow').map(([, input]) => input)).toEqual([
      { address: 'http://192.168.1.20:8000', isAllowed: true },
      { address: 'http://192.168.1.20:8000', isAllowed: false },
    ]);
  });
});
