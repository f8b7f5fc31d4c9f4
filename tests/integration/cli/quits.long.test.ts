import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeHomeForCounting } from '../../support/counter-home.ts';
import { writeCounterWav } from '../../support/counter-wav.ts';
import { openBridge, startHeadlessHost } from '../../support/headless-host.ts';
import { describeWith } from '../../support/machine/needs.ts';
import { overAndOver } from '../../support/machine/over-and-over.ts';
import { fitted } from '../../support/machine/work.ts';
import { removeFolder } from '../../support/remove-folder.ts';
import { startScrumbot } from '../../support/scrumbot.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { waitUntil } from '../../support/wait-until.ts';

const quits = fitted({ full: 500, usual: 6, least: 4 });
const signals = ['SIGINT', 'SIGTERM'] as const;
const away = 'ws://127.0.0.1:9/';

/** Longer than any of them records. */
async function makeCounterFile(): Promise<string> {
  const path = join(await makeTemporaryFolder(), 'counter.wav');
  await writeCounterWav(path, 120);
  return path;
}

/** A home of its own for each time, gone with it: there are hundreds. */
async function inNewHome(run: (home: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-quits-'));
  const home = join(folder, 'home');
  try {
    await makeHomeForCounting(home);
    await run(home);
  } finally {
    await removeFolder(folder);
  }
}

describeWith(['builtPage', 'posix'], 'a headless host that is ended over and over', () => {
  const states = ['just started', 'idle', 'recording', 'queueing'] as const;
  type State = (typeof states)[number];

  async function bring(url: string, state: State, path: string): Promise<void> {
    if (state === 'just started') return;
    const bridge = await openBridge(url);
    const { version } = await bridge.call('app.info', {});
    expect(version).not.toBe('');
    if (state === 'idle') return;
    await bridge.call('session.start', {
      inputs: [{ kind: 'file', path }],
      ...(state === 'queueing' ? { target: away } : { mode: 'capture-only' }),
    });
    await expect.poll(async () => (await bridge.call('status.get', {})).recordedSec).toBeGreaterThan(0);
  }

  it(`ends in order each of ${quits} times, whatever it does at that moment`, async () => {
    const path = await makeCounterFile();
    await overAndOver('quits of the headless host', quits, (number) =>
      inNewHome(async (home) => {
        const state = states[number % states.length] ?? 'idle';
        const signal = signals[Math.floor(number / states.length) % signals.length] ?? 'SIGINT';
        const { scrumbot, url } = await startHeadlessHost(home);
        await bring(url, state, path);
        scrumbot.process.kill(signal);
        const { code, stderr } = await scrumbot.finished;
        const endedBy = scrumbot.process.signalCode;
        expect({ code, endedBy, stderr }, `${state}, ${signal}`).toEqual({ code: 0, endedBy: null, stderr });
      }),
    );
  });
});

describe('a recording of the command line that is ended over and over', () => {
  it(`ends in order each of ${quits} times, also by two signals one after the other`, async () => {
    const path = await makeCounterFile();
    await overAndOver('quits of the command line', quits, (number) =>
      inNewHome(async (home) => {
        const signal = signals[number % signals.length] ?? 'SIGINT';
        const target = number % 3 === 0 ? ['--mode', 'capture-only'] : ['--target', away];
        const scrumbot = startScrumbot(['record', '--input', `file:${path}`, ...target], { home });
        await waitUntil(async () => {
          const [sessionId = ''] = await readdir(join(home, 'recordings'));
          const { size } = await stat(join(home, 'recordings', sessionId, 'system.wav'));
          expect(size).toBeGreaterThan(44);
        });
        scrumbot.process.kill(signal);
        // The second one does not wait for the target, which is away.
        if (number % 3 !== 0) {
          await waitUntil(() => expect(scrumbot.stderr()).toContain('Stopping'));
          scrumbot.process.kill(signal);
        }
        const { code, stderr } = await scrumbot.finished;
        const endedBy = scrumbot.process.signalCode;
        expect({ code, endedBy, stderr }).toEqual({ code: 130, endedBy: null, stderr });
      }),
    );
  });
});
