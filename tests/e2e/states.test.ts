import { expect, it } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import type { Status } from '../../src/shared/session/status.ts';
import { turn } from './support/act.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore } from './support/fake-core.ts';
import { isLongRun } from '../support/machine/work.ts';
import { pastSessions, recordingStatus, sampleSession, sampleStatus } from './support/samples.ts';

const noServer =
  'No sound server answers (Connection refused). Start PulseAudio or PipeWire in this user session.';
const stopping = sampleSession({ state: 'stopping', target: 'staging' });
const away = {
  phase: 'waiting',
  sentence: "Can't find host staging.example.org. The audio is kept and sent when the target is back.",
  attempt: 3,
  untilMs: Date.now() + 3_600_000,
} as const;
const zeros = {
  source: 'system',
  state: 'zeros',
  peakDb: null,
  rmsDb: null,
  zeroSec: 34.6,
  quietSec: 34.6,
} as const;
const fullDisk =
  'The disk is full: /home/me/.local/share/ScrumBot/recordings has 0 bytes left. Free some, or move the data folder.';

const states: Record<string, { status: Status; headline: string; step: string | null }> = {
  'stopping-away': {
    status: sampleStatus({ ...recordingStatus, session: stopping, connection: away }),
    headline: 'Stopping: waiting for staging, which is away',
    step: 'Stop waiting',
  },
  'stopping-engine': {
    status: sampleStatus({
      ...recordingStatus,
      session: sampleSession({ state: 'stopping', mode: 'direct', target: null, engine: 'groq' }),
      connection: { phase: 'stopped', sentence: 'Groq refused the key (401). Enter a valid one.' },
    }),
    headline: 'Stopping: waiting for groq',
    step: 'Stop waiting',
  },
  'engine-missing': {
    status: sampleStatus({
      ...recordingStatus,
      session: sampleSession({ mode: 'direct', target: null, engine: 'auto' }),
      connection: {
        phase: 'stopped',
        sentence: 'No speech engine is ready: download a Whisper model or enter a key.',
        action: { do: 'set-up-engine' },
      },
    }),
    headline: 'The speech engine has stopped',
    step: 'Set up an engine',
  },
  zeros: {
    status: sampleStatus({ ...recordingStatus, levels: [zeros] }),
    headline: 'No sound from system audio',
    step: 'Check sound',
  },
  'disk-full': {
    status: sampleStatus({ ...recordingStatus, storageProblem: fullDisk }),
    headline: "Events can't be saved",
    step: 'Free space',
  },
  failed: {
    status: sampleStatus({
      session: sampleSession({
        state: 'failed',
        seconds: 0,
        reason: noServer,
      }),
    }),
    headline: 'The recording failed',
    step: 'Open the session',
  },
};

/** Two whose layout differs; the others too in the long run, and where pictures are kept. */
const looked = ['stopping-away', 'failed'];
const looksAtAll = isLongRun || process.env.SCRUMBOT_SCREENSHOTS !== undefined;

// Windows of small laptops, a phone's width, and 1280x800 at 200 %.
const windows = [
  { width: 1366, height: 768 },
  { width: 1280, height: 720 },
  { width: 420, height: 640 },
  { width: 640, height: 400 },
] as const;

describePage('states of trouble', ({ open, lookAt, expectComplaints }) => {
  it('are told in the line at the top with what can be done, and look right', async () => {
    const core = createFakeCore({ sessions: [sampleSession(), ...pastSessions] });
    const page = await open(core);
    const line = page.getByRole('region', { name: 'Status' });
    for (const [name, { status, headline, step }] of Object.entries(states)) {
      core.setStatus(status);
      await line.getByText(headline, { exact: true }).waitFor();
      const offered = line.locator(':scope > :is(a, button)');
      if (step === null) await offered.waitFor({ state: 'detached' });
      else await offered.filter({ hasText: step }).waitFor();
      if (looksAtAll || looked.includes(name)) await lookAt(page, `state-${name}`);
    }
  });

  it('are told beside Record where there is no sound server, and the page keeps its place', async () => {
    const core = createFakeCore({ sessions: pastSessions });
    const page = await open(core);
    core.failNext('session.start', new AppError('no-device', noServer));
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByRole('alert').getByText('No sound server answers').waitFor();
    if (looksAtAll) await lookAt(page, 'state-no-sound-server');
  });

  it("are told where something can't be read, and nothing is said to be empty or still loading there", async () => {
    const core = createFakeCore({ status: recordingStatus, sessions: pastSessions });
    const busy = new AppError('storage-failed', 'The database is busy.');
    const unread: (keyof typeof core.handlers)[] = ['sessions.show', 'events.list', 'events.count'];
    unread.push('health.get', 'health.history', 'memory.get', 'network.get', 'samples.list');
    Object.assign(
      core.handlers,
      Object.fromEntries(unread.map((name) => [name, () => Promise.reject(busy)])),
    );
    const page = await open(core);
    const told = page.getByRole('main').getByRole('alert').filter({ hasText: 'The database is busy.' });
    for (const place of ['', 'events', 'health', 'memory', 'network', 'timeline/s1']) {
      await page.evaluate((to) => {
        window.location.hash = to;
      }, `#/${place}`);
      await told.first().waitFor();
      const panels = page.locator('.panel').filter({ has: told });
      await expect.poll(() => panels.locator('> .empty').allInnerTexts(), { message: place }).toEqual([]);
    }
  });

  it('are told in the place of a page whose code does not come, while all else goes on, until a reload brings it', async () => {
    expectComplaints(/ERR_FAILED/);
    const page = await open(createFakeCore({ status: recordingStatus, sessions: pastSessions }));
    const code = /network-page-.*\.js/;
    await page.route(code, (route) => route.abort());
    const pages = page.getByRole('navigation', { name: 'Pages' });
    await pages.getByRole('link', { name: 'Network' }).click();
    const told = page.getByRole('main').getByRole('alert');
    await told.getByText("This couldn't be loaded: the app does not answer").waitFor();
    if (looksAtAll) await lookAt(page, 'state-not-loaded');
    await page.getByRole('region', { name: 'Status' }).getByText('Recording', { exact: true }).waitFor();
    await pages.getByRole('link', { name: 'Memory' }).click();
    await page.getByRole('heading', { name: 'Memory by process' }).waitFor();
    await told.waitFor({ state: 'detached' });

    await pages.getByRole('link', { name: 'Network' }).click();
    await told.waitFor();
    await page.unroute(code);
    await told.getByRole('button', { name: 'Reload' }).click();
    await page.getByRole('heading', { name: 'Streaming now' }).waitFor();
  });
});

describePage('small windows', ({ open }) => {
  it('hide nothing of the first page behind anything: all of it is scrolled to', async () => {
    const core = createFakeCore({ status: sampleStatus(), sessions: pastSessions });
    const page = await open(core);
    const record = page.getByRole('button', { name: 'Record', exact: true });
    await turn(page.getByRole('radio', { name: 'WAV file' }));
    await page.getByRole('combobox', { name: 'Target' }).selectOption('Other address…');
    await page.getByRole('textbox', { name: 'Address of the target' }).waitFor();
    for (const size of windows) {
      await page.setViewportSize(size);
      await record.waitFor();
      await expect
        .poll(() => page.evaluate(covered), { message: `idle, ${size.width}x${size.height}` })
        .toEqual([]);
    }
    core.setStatus(recordingStatus);
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
    for (const size of windows) {
      await page.setViewportSize(size);
      await expect
        .poll(() => page.evaluate(covered), { message: `recording, ${size.width}x${size.height}` })
        .toEqual([]);
    }
  });
});

/** What somebody would press and cannot reach: it lies under something else, or outside, however one scrolls. */
function covered(): string[] {
  const controls = [...document.querySelectorAll<HTMLElement>('a, button, input, select, summary')];
  const isHidden = ({ classList }: HTMLElement): boolean => classList.contains('skip-link');
  return controls
    .filter((control) => control.checkVisibility() && !isHidden(control))
    .filter((control) => {
      control.scrollIntoView({ block: 'center', behavior: 'instant' });
      const box = control.getBoundingClientRect();
      const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      return top === null || !(control.contains(top) || top.contains(control));
    })
    .map((control) => control.outerHTML.slice(0, 120));
}
