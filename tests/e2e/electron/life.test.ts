import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DesktopApp } from '../../electron-host/driver/desktop-app.ts';
import { startDesktopApp } from '../../electron-host/driver/start-desktop-app.ts';
import { readTrackWav } from '../../support/wav.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { startApp, type StartedApp } from './support/app.ts';
import { ask } from './support/ask.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { choose, readLog, record, stop, waitForTray } from './support/tray.ts';
import { promptly } from '../../support/machine/promptly.ts';
import { describeWith, itWith } from '../../support/machine/needs.ts';

type WindowState = { visible: boolean; focused: boolean; bounds: Electron.Rectangle };

function windowState(app: DesktopApp): Promise<WindowState | null> {
  return app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().includes('index.html'),
    );
    if (window === undefined) return null;
    return { visible: window.isVisible(), focused: window.isFocused(), bounds: window.getBounds() };
  });
}

const closeWindow = (app: DesktopApp): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close();
  });

/** Windows, quitting, and machines that lack something. */
describeDesktop('the life of the desktop app', (theDesktop) => {
  /** Starts an app that keeps what it records on this machine: nothing has to be waited for at its end. */
  async function startKeeping(): Promise<StartedApp> {
    const started = await startApp(theDesktop(), { args: ['--hidden'] });
    await choose(started.app, started.home, { source: 'System audio', mode: 'Record only' });
    return started;
  }

  describe('its window', () => {
    it('goes to the tray when it is closed, and comes back by the tray and by a second start (fault 37)', async () => {
      const { app, home } = await startApp(theDesktop());
      const page = await app.page('index.html');
      await expect.poll(() => windowState(app)).toMatchObject({ visible: true });
      await closeWindow(app);
      await expect.poll(() => windowState(app)).toMatchObject({ visible: false });
      await expect.poll(() => page.evaluate('document.visibilityState')).toBe('hidden');

      await app.clickTray();
      await expect.poll(() => windowState(app)).toMatchObject({ visible: true, focused: true });
      await closeWindow(app);
      const second = await startDesktopApp({
        ...theDesktop(),
        args: ['--home', home],
      });
      expect(await second.ended).toMatchObject({ code: 0 });
      await expect.poll(() => windowState(app)).toMatchObject({ visible: true, focused: true });
      await expect(ask(page, 'app.info', {})).resolves.toMatchObject({ home });
    });

    it('is not there after a start at login, until somebody asks for it', async () => {
      const { app } = await startApp(theDesktop(), { args: ['--hidden'] });
      expect(await windowState(app)).toBeNull();
      await app.clickTrayItem('Settings…');
      const page = await app.page('index.html');
      await page.getByRole('heading', { name: 'General' }).waitFor();
      await expect.poll(() => windowState(app)).toMatchObject({ visible: true });
    });

    it('is where it was, after a restart', async () => {
      const first = await startApp(theDesktop());
      await first.app.page('index.html');
      const bounds = { x: 120, y: 90, width: 900, height: 700 };
      await first.app.evaluate(({ BrowserWindow }, wanted) => {
        BrowserWindow.getAllWindows()[0]?.setBounds(wanted);
      }, bounds);
      await expect
        .poll(
          async () =>
            JSON.parse(await readFile(join(first.home, 'window.json'), 'utf8').catch(() => '{}')) as object,
        )
        .toMatchObject({ bounds });
      await first.app.clickTrayItem('Quit ScrumBot').catch(() => undefined);
      await first.app.ended;
      const again = await startApp(theDesktop(), { home: first.home });
      await expect.poll(() => windowState(again.app)).toMatchObject({ bounds });
    });

    it('comes back after its page crashed', async () => {
      const { app } = await startApp(theDesktop());
      const page = await app.page('index.html');
      await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
      );
      await expect
        .poll(() =>
          app.evaluate(({ BrowserWindow }) =>
            BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
              "document.querySelector('main') !== null",
            ),
          ),
        )
        .toBe(true);
      expect(page.isClosed()).toBe(false);
    });
  });

  describe('quitting', () => {
    const quit = (app: DesktopApp): Promise<void> =>
      app.clickTrayItem('Quit ScrumBot').catch(() => undefined);

    it('asks nothing while nothing is going on', async () => {
      const { app } = await startApp(theDesktop(), { args: ['--hidden'] });
      await quit(app);
      expect(await app.ended).toMatchObject({ code: 0 });
    });

    it('asks once while it records, and goes on when the answer is Cancel', async () => {
      const started = await startKeeping();
      const { app } = started;
      await record(started.app);
      await quit(app);
      await quit(app);
      await expect
        .poll(() => app.dialogs())
        .toMatchObject([
          { message: 'A meeting is being recorded.', buttons: ['Finish first', 'Quit now', 'Cancel'] },
        ]);
      await app.answerDialog('Cancel');
      await waitForTray(app, 'Stop');
      await quit(app);
      await expect.poll(async () => (await app.dialogs()).length).toBe(1);
      await app.answerDialog('Cancel');
      await stop(started.app);
    });

    it('finishes first when the answer is so: the session is complete', async () => {
      const started = await startKeeping();
      const { app, home } = started;
      await record(started.app);
      await quit(app);
      await expect.poll(async () => (await app.dialogs()).length).toBe(1);
      await app.answerDialog('Finish first');
      expect(await app.ended).toMatchObject({ code: 0 });
      await expectOneSession(home, 'ended');
    });

    it('keeps what was recorded when the answer is to quit now', async () => {
      const started = await startKeeping();
      const { app, home } = started;
      await record(started.app);
      await quit(app);
      await expect.poll(async () => (await app.dialogs()).length).toBe(1);
      await app.answerDialog('Quit now');
      expect(await app.ended).toMatchObject({ code: 0 });
      await expectTrack(home);
    });

    it('sends what is queued at the next start when the answer is so', async () => {
      const home = join(await makeTemporaryFolder(), 'home');
      await mkdir(home);
      const away = { name: 'away', wsUrl: 'ws://127.0.0.1:9/' };
      await writeFile(join(home, 'settings.json'), JSON.stringify({ targets: [away], target: 'away' }));
      const started = await startApp(theDesktop(), { home, args: ['--hidden'] });
      await record(started.app);
      await quit(started.app);
      await expect
        .poll(() => started.app.dialogs())
        .toMatchObject([{ buttons: ['Finish first', 'Quit and send later', 'Cancel'] }]);
      await started.app.answerDialog('Quit and send later');
      expect(await started.app.ended).toMatchObject({ code: 0 });
      await expectTrack(home);
    });

    it.each(['SIGTERM', 'SIGINT'] as const)(
      'is done at once after %s, asking nobody, with all audio (fault 37)',
      async (signal) => {
        const started = await startKeeping();
        const { app, home } = started;
        await record(started.app);
        process.kill(app.pid, signal);
        expect(await promptly(app.ended)).toMatchObject({ code: 0 });
        await expectTrack(home);
      },
    );

    it("is done at once at the system's shutdown (fault 37)", async () => {
      const started = await startKeeping();
      const { app, home } = started;
      await record(started.app);
      await app.power('shutdown').catch(() => undefined);
      expect(await promptly(app.ended)).toMatchObject({ code: 0 });
      await expectTrack(home);
    });

    async function expectTrack(home: string): Promise<void> {
      const [session] = await readdir(join(home, 'recordings'));
      const pcm = await readTrackWav(join(home, 'recordings', session ?? '', 'system.wav'));
      expect(pcm.length).toBeGreaterThan(0);
    }

    async function expectOneSession(home: string, state: string): Promise<void> {
      const { app } = await startApp(theDesktop(), { home });
      const sessions = await ask(await app.page('index.html'), 'sessions.list', {});
      expect(sessions.map((session) => session.state)).toEqual([state]);
    }
  });

  describe('a machine that lacks something', () => {
    itWith(['standIn'], 'shows its window and says so where there is no tray', async () => {
      const { app } = await startApp(theDesktop(), { args: ['--hidden'], desktop: { tray: false } });
      const page = await app.page('index.html');
      await expect.poll(() => windowState(app)).toMatchObject({ visible: true });
      await page.getByText('no tray', { exact: false }).first().waitFor();
      // The window is all there is, so closing it is quitting.
      await closeWindow(app).catch(() => undefined);
      expect(await app.ended).toMatchObject({ code: 0 });
    });

    it('moves a damaged settings file aside and starts', async () => {
      const home = join(await makeTemporaryFolder(), 'home');
      await mkdir(home);
      await writeFile(join(home, 'settings.json'), '{ "version": 1, "targets": [');
      const { app } = await startApp(theDesktop(), { home });
      await expect(ask(await app.page('index.html'), 'settings.get', {})).resolves.toMatchObject({
        target: 'built-in',
      });
      expect((await readdir(home)).filter((name) => name.startsWith('settings.json')).length).toBeGreaterThan(
        0,
      );
      await expect
        .poll(async () => (await readLog(home)).map(({ level }) => level))
        .toContainEqual(expect.stringMatching(/^(warn|error)$/));
    });

    itWith(['notRoot'], 'says that its home folder cannot be written, and ends', async () => {
      const home = await makeTemporaryFolder();
      await chmod(home, 0o500);
      const app = await startDesktopApp({ ...theDesktop(), args: ['--home', join(home, 'inside')] });
      expect(await app.ended).toMatchObject({ code: 1 });
      expect((await app.ended).output).toContain(home);
    });

    it('says that its home folder is a file, and ends', async () => {
      const home = join(await makeTemporaryFolder(), 'home');
      await writeFile(home, '');
      const app = await startDesktopApp({ ...theDesktop(), args: ['--home', home] });
      const { code, output } = await app.ended;
      expect(code).toBe(1);
      expect(output).toContain(home);
      expect(output).not.toContain('    at ');
    });

    describeWith(['standIn'], 'such as a key store', () => {
      it.each([
        ['gnome_libsecret', 'stored'],
        ['basic_text', 'this-run'],
        ['locked', 'this-run'],
      ] as const)('keeps a key where the key store is %s: %s', async (keychain, kept) => {
        const { app, home } = await startApp(theDesktop(), { desktop: { keychain } });
        const page = await app.page('index.html');
        await ask(page, 'keys.set', { name: 'groq', value: 'gsk_a-key-of-a-spec-1234' });
        const [key] = await ask(page, 'keys.list', {});
        expect(key?.state).toMatchObject({ set: true, lastFour: '1234', kept });
        const files = (await readdir(home)).filter((name) => /\.(json|log)$/.test(name));
        for (const name of files) expect(await readFile(join(home, name), 'utf8')).not.toContain('gsk_');
        await app.clickTrayItem('Quit ScrumBot').catch(() => undefined);
        await app.ended;

        const again = await startApp(theDesktop(), { home, desktop: { keychain } });
        const [after] = await ask(await again.app.page('index.html'), 'keys.list', {});
        expect(after?.state.set).toBe(kept === 'stored');
      });
    });
  });
});
