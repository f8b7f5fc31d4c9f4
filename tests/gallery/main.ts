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
import { startPulse } from '../support/pulse.ts';
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

type Running = { address: string; stop: () => Promise<void> };

/** Runs a command of the built app to its end. */
async function run(...words: readonly string[]): Promise<void> {
  await once(spawn(process.execPath, [entry, ...words], { env: environment, stdio: 'ignore' }), 'close');
}

/** A command that runs on, once it has printed its address. */
async function start(words: readonly string[], address: RegExp, env = environment): Promise<Running> {
  const child = spawn(process.execPath, [entry, ...words], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  for await (const piece of child.stdout) {
    printed += String(piece);
    if (address.test(printed)) break;
  }
  const [, found] = address.exec(printed) ?? [];
  if (found === undefined) throw new Error(`"${words.join(' ')}" printed no address.`);
  return {
    address: found,
    async stop() {
      const ended = once(child, 'close');
      child.kill('SIGINT');
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

async function record(page: Page, what: { wav: string; mode: string; title: string }): Promise<void> {
  await turn(page.getByRole('radio', { name: 'WAV file' }));
  await page.getByRole('textbox', { name: 'Path of the WAV file' }).fill(what.wav);
  await turn(page.getByRole('radio', { name: what.mode }));
  await page.getByRole('textbox', { name: 'Title' }).fill(what.title);
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page.getByRole('button', { name: 'Stop' }).waitFor();
}

async function stop(page: Page): Promise<void> {
  // It may have come to its end by itself.
  await page.keyboard.press('s');
  await open(page, '');
  await page.getByRole('button', { name: 'Record', exact: true }).waitFor();
}

/** A page, once nothing that it asked for is on its way any more. */
async function open(page: Page, place: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#/${place}`);
  await page.locator('#page :is(section, .panel)').first().waitFor();
  await page
    .getByText(/^(Loading|Analysing)…$/)
    .first()
    .waitFor({ state: 'detached' });
}

async function openSession(page: Page, title: string): Promise<string> {
  await open(page, 'sessions');
  await page
    .getByRole('link', { name: new RegExp(title) })
    .first()
    .click();
  await page.getByRole('heading', { name: 'Tracks' }).waitFor();
  return new URL(page.url()).hash.replace('#/sessions/', '');
}

/** What a target with faults looks like: one of before the fix says its results under two names. */
async function takeFaultyTarget(page: Page, wav: string): Promise<void> {
  await open(page, '');
  await record(page, { wav, mode: 'Stream to a target', title: 'Refinement of the import' });
  await open(page, 'network');
  // Enough of a curve to look at.
  await page.waitForTimeout(25_000);
  await take(page, 'page-network');
  await stop(page);
  const session = await openSession(page, 'Refinement of the import');
  await open(page, `events?session=${session}&type=TRANSCRIPTION_RESULT`);
  await page.getByRole('region', { name: 'Events, newest first' }).getByRole('listitem').nth(3).click();
  await page.getByRole('heading', { name: /^Event \d/ }).waitFor();
  await take(page, 'page-events');
  await open(page, `findings/${session}`);
  await page.getByRole('heading', { name: 'Duplicates by cause' }).waitFor();
  await take(page, 'page-findings');
  await open(page, `timeline/${session}`);
  await page.getByRole('button', { name: 'Table' }).waitFor();
  await take(page, 'page-timeline');
  for (let times = 1; times <= 3; times += 1) await page.getByRole('button', { name: 'Closer' }).click();
  await take(page, 'page-timeline-close');
}

/** A bundle of what the target with faults did, opened on the live pages. */
async function takeOpenedBundle(page: Page): Promise<void> {
  const path = join(folder, 'bundle.zip');
  await run('bundle', '--out', path, '--note', 'Everything came twice.');
  await open(page, 'diagnostics');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose bundle…' }).click(),
  ]);
  await chooser.setFiles(path);
  await page.getByText('Opened bundle, not live').waitFor();
  await page.getByText('All files match their hashes').waitFor();
  await take(page, 'page-opened-bundle');
  await page.getByRole('button', { name: 'Close the bundle' }).click();
}

/** An output that plays and a microphone that is muted, on a sound server of this run. */
async function takeSoundCheck(wav: string): Promise<void> {
  const pulse = await startPulse();
  const app = await start(['run', '--port', '0'], /UI: (\S+)/, {
    ...environment,
    ...pulse.environment,
    SCRUMBOT_HOME: join(folder, 'sound'),
  });
  try {
    await pulse.control(
      ...['load-module', 'module-null-sink', 'sink_name=built-in'],
      `sink_properties='device.description="Built-in Audio"'`,
    );
    await pulse.control('set-default-sink', 'built-in');
    await pulse.control('load-module', 'module-null-sink', 'sink_name=muted');
    await pulse.control(
      ...['load-module', 'module-remap-source', 'master=muted.monitor', 'source_name=headset'],
      'source_properties=device.description=Headset',
    );
    await pulse.control('set-default-source', 'headset');
    const context = await browser.newContext({ viewport: wide, locale: 'en-GB', reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(180_000);
    await page.goto(app.address);
    await open(page, 'settings/sound');
    const sound = page.getByRole('region', { name: 'Sound', exact: true });
    const playing = pulse.play(wav, 'built-in');
    await sound.getByRole('button', { name: 'Check' }).first().click();
    await sound.getByText('Works', { exact: true }).waitFor();
    await sound.getByRole('button', { name: 'Check' }).last().click();
    await sound.getByText('Digital silence', { exact: true }).waitFor();
    await sound.screenshot({ path: join(images, 'sound-check.png'), animations: 'disabled' });
    process.stdout.write('docs/images/sound-check.png\n');
    playing.catch(() => undefined);
  } finally {
    await app.stop();
    await pulse.stop();
  }
}

const running: Running[] = [];
const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArguments });
try {
  const wav = join(folder, 'stand-up.wav');
  await writeSpeechWav(wav, { words: said.join(' '), maxSec: 60 });
  const input = ['--input', `file:${wav}`, '--speed', 'max'];
  await run('record', ...input, '--engine', 'none', '--title', 'Load test of the target');
  await run('record', ...input, '--mode', 'direct', '--engine', 'groq', '--title', 'Planning of sprint 14');
  const old = await start(
    ['backend', '--port', '0', '--simulate', 'old', '--home', join(folder, 'old')],
    /(ws:\S+)/,
  );
  running.push(old);
  await run('targets', 'add', 'before-the-fix', '--ws', old.address, '--colour', 'amber');
  await run('targets', 'use', 'before-the-fix');
  told = 0;
  const app = await start(['run'], /UI: (\S+)/);
  running.push(app);
  const context = await browser.newContext({ viewport: wide, locale: 'en-GB', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(180_000);
  await page.goto(app.address);
  await record(page, { wav, mode: 'Transcribe directly', title: 'Stand-up of the export team' });
  const lines = page.getByRole('log', { name: 'Transcript lines' }).getByRole('listitem');
  await lines.nth(1).waitFor();
  await take(page, 'page-recording');
  await page.emulateMedia({ colorScheme: 'dark' });
  await take(page, 'page-recording-dark');
  await page.setViewportSize({ width: 420, height: 640 });
  await take(page, 'page-recording-narrow');
  await page.emulateMedia({ colorScheme: 'light' });
  // As the desktop app opens its window.
  await page.setViewportSize({ width: 1120, height: 760 });
  await take(page, 'desktop-window');
  await page.setViewportSize(wide);
  await stop(page);
  await openSession(page, 'Stand-up of the export team');
  await page.locator('.player').waitFor();
  await take(page, 'page-sessions');
  for (const [name, place] of pages) {
    await open(page, place);
    await take(page, name);
  }
  await takeFaultyTarget(page, wav);
  await takeOpenedBundle(page);
  await takeSoundCheck(wav);
} finally {
  await browser.close();
  for (const one of running.toReversed()) await one.stop();
  await engine.stop();
  await removeFolder(folder);
}
