import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StoredEvent } from '../../../src/shared/events.ts';
import type { SessionReport } from '../../../src/shared/session.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { ask, choose, record, startApp, stop, type StartedApp } from './support/app.ts';
import { startDesktop, whyNoDesktop, type Desktop } from './support/desktop.ts';

const why = await whyNoDesktop('sox');
const patience = { timeout: 30_000 };

type Gap = SessionReport['tracks'][number]['gaps'][number];

/** What can happen to the capture of a running desktop app. Each must be seen, told and mended. */
describe.skipIf(why !== null)(`capture in the desktop app${why === null ? '' : ` (skipped: ${why})`}`, () => {
  let desktop: Desktop;
  beforeAll(async () => {
    desktop = await startDesktop();
  });
  afterAll(() => desktop.stop());
  afterEach(() => desktop.pulse.control('set-default-source', 'microphone'));

  /** Records the microphone, kept here only, with its window open for questions. */
  async function startRecording(source = 'Microphone', mode = 'Keep here only') {
    const started = await startApp(desktop);
    await choose(started, { source, mode });
    await record(started);
    const page = await started.app.page('index.html');
    const events = async (type: string): Promise<StoredEvent[]> =>
      (await ask(page, 'events.list', { limit: 1_000 })).filter((event) => event.type === type);
    const gaps = async (): Promise<Gap[]> => {
      const [session] = await ask(page, 'sessions.list', {});
      const { tracks } = await ask(page, 'sessions.show', { sessionId: session?.sessionId ?? '' });
      return tracks.flatMap((track) => track.gaps);
    };
    const recordedSec = async (): Promise<number> => (await ask(page, 'status.get', {})).recordedSec;
    /** Sound arrives again, and is on disk. */
    const goesOn = async (): Promise<void> => {
      const before = await recordedSec();
      await vi.waitFor(async () => expect(await recordedSec()).toBeGreaterThan(before + 1), patience);
    };
    return { ...started, page, events, gaps, goesOn };
  }

  function captureWindow({ app }: StartedApp, act: 'crash' | 'destroy' | 'hang'): Promise<void> {
    return app.evaluate(({ BrowserWindow }, what) => {
      const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
        webContents.getURL().includes('capture.html'),
      );
      if (window === undefined) throw new Error('There is no capture page');
      if (what === 'crash') window.webContents.forcefullyCrashRenderer();
      else if (what === 'destroy') window.destroy();
      else void window.webContents.executeJavaScript('for (;;);');
    }, act);
  }

  it.each([
    ['crashes', 'crash'],
    ['hangs', 'hang'],
  ] as const)('is rebuilt when its page %s, and the gap is recorded (fault 19)', async (_what, act) => {
    const running = await startRecording();
    await captureWindow(running, act);
    await vi.waitFor(async () => expect(await running.events('capture.restarted')).toHaveLength(1), patience);
    const [restarted] = await running.events('capture.restarted');
    expect(restarted?.fields).toMatchObject({ attempt: 1 });
    await running.goesOn();
    await stop(running);
    const [gap, ...others] = (await running.gaps()).filter(({ reason }) =>
      ['helper-exited', 'no-frames'].includes(reason),
    );
    expect(others).toEqual([]);
    expect(gap?.lengthSec).toBeGreaterThan(0);
  });

  it('is rebuilt after a sleep, and the connection proves itself (fault 28)', async () => {
    const running = await startRecording('Microphone', 'Stream to a target');
    await running.app.power('suspend');
    await running.app.power('resume');
    await vi.waitFor(async () => expect(await running.events('capture.restarted')).toHaveLength(1), patience);
    expect(await running.events('power.suspend')).toHaveLength(1);
    expect(await running.events('power.resume')).toMatchObject([{ reason: 'The computer woke up.' }]);
    expect((await running.events('capture.restarting'))[0]?.fields).toMatchObject({ cause: 'sleep' });
    await running.goesOn();
    expect((await ask(running.page, 'status.get', {})).connection.phase).toBe('streaming');
    await stop(running);
    expect((await running.gaps()).filter(({ reason }) => reason === 'sleep')).toHaveLength(1);
  });

  it('goes on while the screen is locked', async () => {
    const running = await startRecording();
    await running.app.power('lock-screen');
    await running.goesOn();
    await running.app.power('unlock-screen');
    await vi.waitFor(
      async () => expect(await running.events('power.unlock-screen')).toHaveLength(1),
      patience,
    );
    expect(await running.events('capture.restarting')).toEqual([]);
    await stop(running);
  });

  it('follows the microphone that becomes the default (fault 29)', async () => {
    await desktop.pulse.control('load-module', 'module-null-sink', 'sink_name=headset');
    await desktop.pulse.control(
      'load-module',
      'module-remap-source',
      'source_name=headset_mic',
      'master=headset.monitor',
      'source_properties=device.description=Headset',
    );
    const running = await startRecording();
    await desktop.pulse.control('set-default-source', 'headset_mic');
    await vi.waitFor(async () => expect(await running.events('capture.restarted')).toHaveLength(1), patience);
    expect((await running.events('capture.restarting'))[0]?.fields).toMatchObject({
      cause: 'device-changed',
    });
    await running.goesOn();
    await stop(running);
    expect((await running.gaps()).map(({ reason }) => reason)).toContain('device-changed');
  });

  it('warns of a source that gives only zeros, once, and does not start it again (fault 30)', async () => {
    const running = await startRecording();
    // Somebody who looks at the window sees it there.
    await running.app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.hide();
    });
    await vi.waitFor(
      async () =>
        expect(await running.app.notifications()).toMatchObject([
          { title: 'The microphone is silent like a dead source' },
        ]),
      patience,
    );
    await running.goesOn();
    expect(await running.events('capture.restarting')).toEqual([]);
    expect(await running.app.notifications()).toHaveLength(1);
    await stop(running);
  });

  it('hears nothing of what is not checked, and says in the permission doctor what it hears', async () => {
    const { app } = await startApp(desktop);
    await app.clickTrayItem('Settings…');
    const page = await app.page('index.html');
    await page.getByRole('button', { name: 'Check microphone' }).click();
    await page.getByText('delivers nothing but digital silence').waitFor(patience);
    const tone = join(await makeTemporaryFolder(), 'tone.wav');
    await promisify(execFile)('sox', [
      '-n',
      '-r',
      '48000',
      '-b',
      '16',
      tone,
      'synth',
      '8',
      'sine',
      '440',
      'gain',
      '-12',
    ]);
    const speaking = desktop.speak(tone).catch(() => undefined);
    await vi.waitFor(async () => {
      await page.getByRole('button', { name: 'Check microphone' }).click();
      await page.getByText('Sound arrives from').waitFor({ timeout: 5_000 });
    }, patience);
    await app.end();
    await speaking;
  });
});
