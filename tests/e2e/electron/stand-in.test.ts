import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestChromium, type TestChromium } from '../../electron-host/driver/chromium.ts';
import type { DesktopApp } from '../../electron-host/driver/desktop-app.ts';
import { launchDesktopApp } from '../../electron-host/driver/launch-desktop-app.ts';
import { startDesktopApp } from '../../electron-host/driver/start-desktop-app.ts';
import { removeFolder } from '../../support/remove-folder.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../../support/wait-until.ts';
import { describeWith } from '../../support/machine/needs.ts';

const fixture = fileURLToPath(new URL('../../electron-host/fixture', import.meta.url));

type Fixture = {
  received: unknown[];
  bytes: number;
  messages: number;
  closed: number;
  visits: string[][];
  prevented: string[];
};
declare global {
  var fixture: Fixture;
}

/** Tried on an app of its own, so that a failure of the stand-in is not taken for one of the product. */
describeWith(['chromium', 'standIn'], 'the stand-in for Electron', () => {
  let chromium: TestChromium;
  let app: DesktopApp;
  let window: Page;
  let capture: Page;
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'scrumbot-fixture-'));
    chromium = await startTestChromium();
    app = await launchDesktopApp({ chromium, appPath: fixture, args: [home] });
    window = await app.page('index.html');
    capture = await app.page('capture.html');
    await waitUntil(async () => expect(await app.tray()).not.toBeNull());
  });
  afterAll(async () => {
    await app.end();
    await chromium.stop();
    await removeFolder(home);
  });

  const seen = (): Promise<Fixture> => app.evaluate(() => globalThis.fixture);

  it('shows a page what the preload exposes before its first script, frozen, and nothing of itself', async () => {
    expect(await window.evaluate('exposedBeforeScripts')).toEqual(['post', 'listen', 'sum']);
    expect(await window.evaluate('Object.isFrozen(fixture)')).toBe(true);
    expect(
      await window.evaluate(
        '[typeof electronHost, typeof electronHostReceive, typeof require, typeof process]',
      ),
    ).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
  });

  it('names pages to the main process as the app names them', async () => {
    const urls = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => [
        webContents.getURL(),
        webContents.mainFrame.origin,
      ]),
    );
    expect(urls).toEqual([
      ['app://fixture/index.html', 'app://fixture'],
      ['app://fixture/capture.html', 'app://fixture'],
    ]);
    expect(await window.evaluate('isSecureContext')).toBe(true);
  });

  it('carries what structured cloning carries, there and back, and tells who sent it', async () => {
    await window.evaluate(`
      const message = { date: new Date(5), map: new Map([[1, [undefined, null, NaN, -0, 7n]]]), bytes: new Uint8Array([1, 2]) };
      fixture.post(message)`);
    await expect.poll(async () => (await seen()).received.length).toBe(1);
    const message = {
      date: new Date(5),
      map: new Map([[1, [undefined, null, Number.NaN, -0, 7n]]]),
      bytes: new Uint8Array([1, 2]),
    };
    const [received] = (await seen()).received;
    expect(received).toMatchObject([message, true, 'app://fixture/index.html']);
    await expect
      .poll(() => window.evaluate('heard.map((m) => [m.date.getTime(), m.map.get(1), m.bytes.length])'))
      .toEqual([[5, [undefined, null, Number.NaN, -0, 7n], 2]]);
  });

  it('refuses what cannot be cloned', async () => {
    await expect(window.evaluate('fixture.post({ run() {} })')).rejects.toThrow(/could not be cloned/);
    await expect(window.evaluate('fixture.post(document.body)')).rejects.toThrow(/could not be cloned/);
  });

  it("answers a page's invoke, also with a failure", async () => {
    expect(await window.evaluate('fixture.sum(2, 3)')).toBe(5);
    await app.evaluate(({ ipcMain }) => ipcMain.removeHandler('sum'));
    await expect(window.evaluate('fixture.sum(2, 3)')).rejects.toThrow(/No handler registered for 'sum'/);
  });

  it('fails with the name of what it does not have', async () => {
    await expect(app.evaluate(({ app: electronApp }) => electronApp.showEmojiPanel())).rejects.toThrow(
      'electron-host: App.showEmojiPanel is not part of the stand-in',
    );
    await expect(
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setKiosk(true)),
    ).rejects.toThrow('BrowserWindow.setKiosk');
    await expect(app.evaluate(({ shell }) => shell.beep())).rejects.toThrow('shell.beep');
  });

  it('passes a port to a page, and every buffer through it in order', async () => {
    await expect.poll(() => capture.evaluate('typeof port')).toBe('object');
    await capture.evaluate(`
      port.onmessage = (event) => { window.answer = new Uint8Array(event.data.heard).length };
      for (let number = 1; number <= 500; number += 1)
        port.postMessage({ number, pcm: new ArrayBuffer(1600), reply: number === 500 })`);
    await expect.poll(() => capture.evaluate('window.answer')).toBe(1600);
    expect(await seen()).toMatchObject({ messages: 500, bytes: 500 * 1600, closed: 0 });
  });

  it("closes the main process's end of a port with the page", async () => {
    await capture.reload();
    await expect.poll(async () => (await seen()).closed).toBe(1);
  });

  it('asks before a page goes elsewhere, and keeps it where it is', async () => {
    await window.evaluate("location.href = 'https://example.com/away'");
    await expect.poll(async () => (await seen()).prevented).toEqual(['https://example.com/away']);
    expect(await window.evaluate('location.pathname')).toBe('/index.html');
  });

  it('opens no second window, by script or by click', async () => {
    expect(await window.evaluate("window.open('https://example.com/script')")).toBeNull();
    await window.getByRole('link', { name: 'out' }).click();
    await expect.poll(() => app.openedUrls()).toEqual(['https://example.com/script', 'https://example.com/']);
    await expect
      .poll(async () => (await chromium.playwright()).contexts().flatMap((context) => context.pages()).length)
      .toBe(2);
  });

  it('grants what the handler grants to the window that it was granted to', async () => {
    const ask =
      "navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'granted', (error) => error.name)";
    expect(await window.evaluate(ask)).toMatch(/NotAllowedError|NotFoundError/);
    expect(
      await window.evaluate("navigator.permissions.query({ name: 'microphone' }).then(({ state }) => state)"),
    ).not.toBe('granted');
    await capture.evaluate(ask);
    expect(
      await capture.evaluate(
        "navigator.permissions.query({ name: 'microphone' }).then(({ state }) => state)",
      ),
    ).toBe('granted');
  });

  it('lets a page ask for the screen only with a gesture', async () => {
    // What Playwright runs in a page counts as a gesture, until the page is a new one.
    const ask = (userGesture: boolean): Promise<unknown> =>
      app.evaluate(async ({ BrowserWindow }, gesture) => {
        const contents = BrowserWindow.getAllWindows()[1]?.webContents;
        await contents?.loadURL('app://fixture/capture.html');
        return contents?.executeJavaScript(
          'navigator.mediaDevices.getDisplayMedia({ audio: true, video: false }).catch((error) => error.name)',
          gesture,
        ) as Promise<unknown>;
      }, userGesture);
    expect(await ask(false)).toBe('InvalidStateError');
    // There is no sound server here: what is missing is the source, no longer the right.
    expect(await ask(true)).toBe('NotReadableError');
  });

  it('follows a window that is shown and hidden', async () => {
    const visibility = (): Promise<unknown> => window.evaluate('document.visibilityState');
    await app.clickTray();
    await expect.poll(visibility).toBe('visible');
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await expect.poll(visibility).toBe('hidden');
    await app.clickTrayItem('Open');
    await expect.poll(visibility).toBe('visible');
  });

  it("moves a radio item's mark", async () => {
    await app.clickTrayItem('Target', 'B');
    const target = (await app.tray())?.menu.find(({ label }) => label === 'Target');
    expect(target?.submenu?.map(({ label, checked }) => [label, checked])).toEqual([
      ['A', false],
      ['B', true],
    ]);
    await expect(app.clickTrayItem('Target', 'C')).rejects.toThrow('No "C" in this menu: A | B');
  });

  it('lets a second process in as a visit to the first', async () => {
    const second = await startDesktopApp({ chromium, appPath: fixture, args: [home, '--hello'] });
    expect(await second.ended).toMatchObject({ code: 7 });
    await expect.poll(async () => (await seen()).visits).toEqual([[home, '--hello']]);
  });

  it("reports a page's crash, and that nothing is left after quit", async () => {
    const folder = await makeTemporaryFolder();
    const other = await startDesktopApp({ chromium, appPath: fixture, args: [folder] });
    await expect.poll(() => other.tray()).not.toBeNull();
    const reason = await other.evaluate(
      ({ BrowserWindow }) =>
        new Promise((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          contents?.on('render-process-gone', (_event, details) => resolve(details.reason));
          contents?.forcefullyCrashRenderer();
        }),
    );
    expect(reason).toBe('crashed');
    const asked = other.clickTrayItem('Quit').catch(() => undefined);
    expect(await other.ended).toMatchObject({ code: 0 });
    await asked;
  });
});
