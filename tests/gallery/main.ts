import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { turn } from '../e2e/support/act.ts';
import { chromiumArguments, chromiumPath } from '../support/chromium.ts';
import { startGroq } from '../support/fake-groq.ts';
import { writeSpeechWav } from '../support/speech.ts';
import { removeFolder } from '../support/remove-folder.ts';

// `npm run gallery`: the pictures of docs/images, from a run of the built app. A speech engine of this machine would spell
// a robot's voice as it hears it; so what is said is answered by a scripted one, and all else is what the app does.

const images = fileURLToPath(new URL('../../docs/images', import.meta.url));
const entry = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));

const said = [
  'Good morning everyone, let us begin with the login page.',
  'Anna finished the review, and two comments are still open.',
  'I can take the one about the error message today.',
  'Then the export of transcripts is next on the board.',
  'Peter calls the customer about the new subtitles.',
  'The load test ran all night and nothing was lost.',
  'We should write down how long the backlog took.',
  'Nine minutes of audio arrived in under five.',
  'That is good enough for the release on Monday.',
  'Does anybody need help with their tickets?',
  'I need one more pair of eyes on the time stamps.',
  'Thank you all, the next meeting is on Thursday at ten.',
];

const folder = await mkdtemp(join(tmpdir(), 'scrumbot-gallery-'));
const home = join(folder, 'home');
// A sentence takes a robot about so long.
const sentenceSec = 3.4;
let told = 0;
const engine = await startGroq(({ audioSec }) => {
  const count = Math.max(1, Math.round(audioSec / sentenceSec));
  const lines = Array.from({ length: count }, (_none, n) => said[(told + n) % said.length] ?? '');
  told += count;
  const segments = lines.map((text, n) => ({
    ...{ id: n, text, start: (n * audioSec) / count, end: ((n + 1) * audioSec) / count },
    ...{ avg_logprob: -0.1, no_speech_prob: 0.01, compression_ratio: 1.2 },
  }));
  return { text: lines.join(' '), part: { segments } };
});
const environment = {
  ...process.env,
  SCRUMBOT_HOME: home,
  GROQ_API_KEY: 'gsk_0000000000000000000000000000000000000000',
  SCRUMBOT_GROQ_BASE_URL: engine.url,
  NO_COLOR: '1',
};

/** Runs a command of the built app to its end. */
async function run(...words: readonly string[]): Promise<void> {
  await once(spawn(process.execPath, [entry, ...words], { env: environment, stdio: 'ignore' }), 'close');
}

async function startApp(): Promise<{ address: string; stop: () => Promise<void> }> {
  const app = spawn(process.execPath, [entry, 'run'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  for await (const piece of app.stdout) {
    printed += String(piece);
    if (printed.includes('UI: ')) break;
  }
  const address = /UI: (\S+)/.exec(printed)?.[1];
  if (address === undefined) throw new Error('The app printed no address.');
  return {
    address,
    async stop() {
      const ended = once(app, 'close');
      app.kill('SIGINT');
      await ended;
    },
  };
}

const wide = { width: 1280, height: 800 };

/** One picture. Where the data of this run lies is nobody's concern: it is shown where an installed app has it. */
async function take(page: Page, name: string): Promise<void> {
  await page.evaluate((place) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { nodeValue } = texts.currentNode;
      if (nodeValue?.includes(place) === true)
        texts.currentNode.nodeValue = nodeValue.replaceAll(place, '~/.local/share/ScrumBot');
    }
  }, home);
  await page.screenshot({ path: join(images, `${name}.png`), animations: 'disabled' });
  process.stdout.write(`docs/images/${name}.png\n`);
}

/** The pages as they are after the recording, by the name of their picture. */
const pages = [
  ['page-health', 'health'],
  ['page-memory', 'memory'],
  ['page-targets', 'targets'],
  ['page-bench', 'bench'],
  ['page-diagnostics', 'diagnostics'],
  ['page-settings', 'settings'],
] as const;

let app: Awaited<ReturnType<typeof startApp>> | null = null;
const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArguments });
try {
  const wav = join(folder, 'stand-up.wav');
  await writeSpeechWav(wav, { words: said.join(' '), maxSec: 60 });
  const input = ['--input', `file:${wav}`, '--speed', 'max'];
  await run('record', ...input, '--engine', 'none', '--title', 'Load test of the target');
  await run('record', ...input, '--mode', 'direct', '--engine', 'groq', '--title', 'Planning of sprint 14');
  told = 0;
  app = await startApp();
  const context = await browser.newContext({ viewport: wide, locale: 'en-GB', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(180_000);
  await page.goto(app.address);
  await turn(page.getByRole('radio', { name: 'WAV file' }));
  await page.getByRole('textbox', { name: 'Path of the WAV file' }).fill(wav);
  await turn(page.getByRole('radio', { name: 'Transcribe directly' }));
  await page.getByRole('textbox', { name: 'Title' }).fill('Stand-up of the export team');
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  const lines = page.getByRole('log', { name: 'Transcript lines' }).getByRole('listitem');
  await lines.nth(1).waitFor();
  await take(page, 'page-recording');
  await page.emulateMedia({ colorScheme: 'dark' });
  await take(page, 'page-recording-dark');
  await page.setViewportSize({ width: 420, height: 640 });
  await take(page, 'page-recording-narrow');
  await page.setViewportSize(wide);
  await page.emulateMedia({ colorScheme: 'light' });
  const record = page.getByRole('button', { name: 'Record', exact: true });
  // It may have come to its end by itself.
  await page.keyboard.press('s');
  await record.waitFor();

  await page.getByRole('link', { name: 'Sessions', exact: true }).click();
  await page
    .getByRole('link', { name: /Stand-up of the export team/ })
    .first()
    .click();
  await page.getByRole('heading', { name: 'Tracks' }).waitFor();
  await page.locator('.player').waitFor();
  await take(page, 'page-sessions');
  for (const [name, place] of pages) {
    await page.goto(`${new URL(page.url()).origin}/#/${place}`);
    await page.locator('#page :is(section, .panel)').first().waitFor();
    // What it asked for is there when nothing is loading any more.
    await page
      .getByText(/^(Loading|Analysing)…$/)
      .first()
      .waitFor({ state: 'detached' });
    await take(page, name);
  }
} finally {
  await browser.close();
  await app?.stop();
  await engine.stop();
  await removeFolder(folder);
}
