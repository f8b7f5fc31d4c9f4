import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { StoredEvent } from '../../../src/shared/events/events.ts';
import type { Track } from '../../../src/shared/session/session.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { readTrackWav } from '../../support/wav.ts';
import { takeScreenshot } from '../support/browser.ts';
import { startApp, type StartedApp } from './support/app.ts';
import { ask } from './support/ask.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { loopbackLabel } from './support/desktop.ts';
import { choose, readLog, record, stop } from './support/tray.ts';
import { pitches } from './support/pitches.ts';
import { itWith } from '../../support/machine/needs.ts';

const run = promisify(execFile);

/** The page that captures sound, and what befalls it: the faults of docs/architecture.md's matrix by their numbers. */
describeDesktop('the capture page', (theDesktop) => {
  type Recording = StartedApp & { page: Page; capture: Page; sessionId: string };

  async function recordMicrophone(): Promise<Recording> {
    const started = await startApp(theDesktop());
    await choose(started.app, started.home, { source: 'Microphone', mode: 'Record only' });
    await record(started.app);
    const page = await started.app.page('index.html');
    const { session } = await ask(page, 'status.get', {});
    return {
      ...started,
      page,
      capture: await started.app.page('capture.html'),
      sessionId: session?.sessionId ?? '',
    };
  }

  const eventsOf = ({ page, sessionId }: Recording): Promise<StoredEvent[]> =>
    ask(page, 'events.list', { sessionId, kind: 'capture', limit: 200 });
  const trackOf = async ({ page, sessionId }: Recording): Promise<Track> => {
    const [track] = (await ask(page, 'sessions.show', { sessionId })).tracks;
    if (track === undefined) throw new Error('There is no track');
    return track;
  };
  const gapsFor = async (recording: Recording, reason: string): Promise<number[]> =>
    (await trackOf(recording)).gaps.filter((gap) => gap.reason === reason).map(({ lengthSec }) => lengthSec);
  const types = async (recording: Recording): Promise<string[]> =>
    (await eventsOf(recording)).map(({ type }) => type).reverse();

  /** Why its source was opened again, but for sound that a busy machine had no time to bring. */
  const restartReasons = async (recording: Recording): Promise<unknown[]> =>
    (await eventsOf(recording))
      .filter(({ type }) => type === 'capture.restarting')
      .map(({ fields }) => fields.cause)
      .filter((cause) => cause !== 'no-frames');

  /** A tone, in the form of any sound card. */
  async function tone(hz: number, { rateHz = 48_000, channels = 2, sec = 1.5 } = {}): Promise<string> {
    const path = join(await makeTemporaryFolder(), 'tone.wav');
    const form = ['-r', String(rateHz), '-c', String(channels), '-b', '16'];
    await run('sox', ['-n', ...form, path, 'synth', String(sec), 'sine', String(hz), 'gain', '-6']);
    return path;
  }

  itWith(
    ['standIn'],
    "hears what the machine plays through the display-media handler, as on Windows, at any sound card's rate (fault 29)",
    async () => {
      const started = await startApp(theDesktop(), { platform: 'win32', loopbackLabel });
      await choose(started.app, started.home, { source: 'System audio', mode: 'Record only' });
      await record(started.app);
      const page = await started.app.page('index.html');
      const recordedSec = async (): Promise<number> => (await ask(page, 'status.get', {})).recordedSec;
      const forms = [{ rateHz: 44_100 }, { rateHz: 48_000 }, { rateHz: 96_000 }, { channels: 6 }];
      const plays: { fromSec: number; toSec: number }[] = [];
      for (const form of forms) {
        const fromSec = await recordedSec();
        await theDesktop().play(await tone(1_000, form));
        // What is held back on the way is there a moment later.
        await expect.poll(recordedSec).toBeGreaterThan((await recordedSec()) + 0.3);
        plays.push({ fromSec, toSec: await recordedSec() });
      }
      await stop(started.app);
      const pcm = await recordedBy(started, 'system');
      // A busy machine loses some of it; most of what is heard of each has its own pitch.
      for (const { fromSec, toSec } of plays) {
        const heard = pitches(pcm.subarray(fromSec * 16_000, toSec * 16_000)).filter((hz) => hz !== null);
        const middle = heard.toSorted((a, b) => a - b)[Math.floor(heard.length / 2)];
        expect(Math.abs((middle ?? 0) - 1_000)).toBeLessThan(40);
      }
    },
  );

  it('is opened again when it crashes, and the gap is recorded (fault 19)', async () => {
    const recording = await recordMicrophone();
    await recording.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find(({ webContents }) => webContents.getURL().includes('capture.html'))
        ?.webContents.forcefullyCrashRenderer(),
    );
    await expect.poll(() => types(recording)).toContain('capture.restarted');
    await expect.poll(() => gapsFor(recording, 'helper-exited')).toHaveLength(1);
    await expectSoundAfterwards(recording);
  });

  it('is opened again when it hangs, and the gap is recorded (fault 19)', async () => {
    const recording = await recordMicrophone();
    recording.capture
      .evaluate(() => {
        for (;;);
      })
      .catch(() => undefined);
    await expect.poll(() => types(recording)).toContain('capture.restarted');
    // A busy machine may have more of them.
    await expect.poll(async () => (await gapsFor(recording, 'no-frames'))[0]).toBeGreaterThanOrEqual(2);
    await expectSoundAfterwards(recording);
  });

  it('is opened again after a sleep, which is a gap of its own kind (fault 28)', async () => {
    const recording = await recordMicrophone();
    await recording.app.power('suspend');
    await recording.app.power('resume');
    await expect.poll(() => types(recording)).toContain('capture.restarted');
    await expect
      .poll(() => types(recording))
      .toEqual(expect.arrayContaining(['power.suspend', 'power.resume']));
    await expect.poll(async () => (await gapsFor(recording, 'sleep')).length).toBeGreaterThan(0);
    await expectSoundAfterwards(recording);
  });

  it('notes that the screen was locked, and goes on (power)', async () => {
    const recording = await recordMicrophone();
    await recording.app.power('lock-screen');
    await recording.app.power('unlock-screen');
    await expect
      .poll(() => types(recording))
      .toEqual(expect.arrayContaining(['power.lock-screen', 'power.unlock-screen']));
    expect(await restartReasons(recording)).toEqual([]);
    const isKeptAwake = await recording.app.evaluate(({ powerSaveBlocker }) =>
      [1, 2, 3].some((id) => powerSaveBlocker.isStarted(id)),
    );
    expect(isKeptAwake).toBe(true);
    await stop(recording.app);
    await expect
      .poll(() =>
        recording.app.evaluate(({ powerSaveBlocker }) =>
          [1, 2, 3].some((id) => powerSaveBlocker.isStarted(id)),
        ),
      )
      .toBe(false);
  });

  it('follows another default device, and a device that is unplugged (fault 29)', async () => {
    const recording = await recordMicrophone();
    const { control, play } = theDesktop().pulse;
    await control('load-module', 'module-null-sink', 'sink_name=headset');
    await control(
      'load-module',
      'module-virtual-source',
      'source_name=headset-microphone',
      'master=headset.monitor',
      'source_properties=device.description=Headset',
    );
    try {
      await control('set-default-source', 'headset-microphone');
      await playUntilHeard(recording, 1_000, (path) => play(path, 'headset'));
    } finally {
      // Unplugged: the sound server falls back to another one, and so does the recording.
      await control('unload-module', 'module-virtual-source');
      await control('set-default-source', 'microphone');
    }
    await playUntilHeard(recording, 2_000, (path) => theDesktop().speak(path));
    await stop(recording.app);
    const heard = pitches(await recordedBy(recording, 'microphone'));
    for (const wanted of [1_000, 2_000])
      expect(heard.filter(isNear(wanted)).length, `${wanted} Hz`).toBeGreaterThan(5);
  });

  it('warns of a microphone that delivers nothing but zeros, and does not open it again for that (fault 30)', async () => {
    const recording = await recordMicrophone();
    await expect
      .poll(async () => (await recording.app.tray())?.toolTip)
      .toContain('No sound from the microphone');
    await expect.poll(() => types(recording)).toContain('capture.zeros-warning');
    expect(await restartReasons(recording)).toEqual([]);
  });

  it('tells what is wrong with a source by trying it, in the settings', async () => {
    const screenshots = process.env.SCRUMBOT_SCREENSHOTS ?? (await makeTemporaryFolder());
    const { app } = await startApp(theDesktop(), { args: ['--hidden'] });
    await app.clickTrayItem('Settings…');
    const page = await app.page('index.html');
    const check = page.getByRole('button', { name: /^Check.*microphone/i });
    await check.waitFor();
    const path = await tone(500, { sec: 4 });
    const checked = new AbortController();
    const speaking = theDesktop().speakOn(path, checked.signal);
    await check.click();
    await page
      .getByText('Works')
      .first()
      .waitFor()
      .finally(() => checked.abort());
    await speaking;
    await page.getByRole('button', { name: /^Check.*system/i }).click();
    await page.getByText('digital silence', { exact: false }).first().waitFor();
    await takeScreenshot(page, screenshots, 'sound-check');
  });

  /** A busy machine may open the page again while a tone plays; it is played until half a second of it is in the file. */
  async function playUntilHeard(
    recording: Recording,
    hz: number,
    play: (wavPath: string) => Promise<void>,
    afterSec = 0,
  ): Promise<void> {
    const path = await tone(hz);
    await expect
      .poll(async () => {
        await play(path);
        const pcm = await recordedBy(recording, 'microphone');
        return pitches(pcm.subarray(Math.floor(afterSec * 16_000))).filter(isNear(hz)).length;
      })
      .toBeGreaterThan(5);
  }

  function isNear(wanted: number): (hz: number | null) => boolean {
    return (hz) => hz !== null && Math.abs(hz - wanted) < wanted / 25;
  }

  async function expectSoundAfterwards(recording: Recording): Promise<void> {
    const before = (await ask(recording.page, 'status.get', {})).recordedSec;
    await playUntilHeard(recording, 1_000, (path) => theDesktop().speak(path), before);
    await stop(recording.app);
    expect((await readLog(recording.home)).filter(({ level }) => level === 'fatal')).toEqual([]);
  }

  async function recordedBy({ app, home }: StartedApp, source: 'system' | 'microphone'): Promise<Int16Array> {
    const [session] = await ask(await app.page('index.html'), 'sessions.list', {});
    return readTrackWav(join(home, 'recordings', session?.sessionId ?? '', `${source}.wav`));
  }
});
