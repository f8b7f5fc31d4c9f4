import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../src/shared/contract/content-security-policy.ts';
import { launchDesktopApp } from '../../electron-host/driver/launch-desktop-app.ts';
import type { DesktopApp } from '../../electron-host/driver/desktop-app.ts';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask } from './support/ask.ts';
import { startDesktop, type Desktop } from './support/desktop.ts';
import { choose, readLog, readSettings } from './support/tray.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { describeWith, itWith } from '../../support/machine/needs.ts';
import { removeFolder } from '../../support/remove-folder.ts';

/** The list of docs/architecture.md's security of the desktop app, item by item, as far as a running app shows it. */
describeWith(['chromium', 'soundServer'], "the app's security", () => {
  let desktop: Desktop;
  let app: DesktopApp;
  let home: string;
  let page: Page;
  let capture: Page;
  beforeAll(async () => {
    desktop = await startDesktop();
    home = await mkdtemp(join(tmpdir(), 'scrumbot-security-'));
    const { chromium, environment } = desktop;
    app = await launchDesktopApp({ chromium, environment, args: ['--home', home] });
    page = await app.page('index.html');
    await choose(app, home, { source: 'Microphone', mode: 'Record only' });
    // Recording, the capture page is there and captures: what it may do is what is taken from all others.
    await app.clickTrayItem('Record');
    capture = await app.page('capture.html');
    await waitUntil(async () =>
      expect(await ask(page, 'status.get', {})).toMatchObject({ session: { state: 'recording' } }),
    );
  });
  afterAll(async () => {
    await app.end();
    await desktop.stop();
    await removeFolder(home);
  });

  describe('1, 18 content', () => {
    it('has two windows, both with pages of its own scheme', async () => {
      const urls = await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()),
      );
      expect(urls.map((url) => url.replace(/#.*$/, '')).sort()).toEqual([
        'app://scrumbot/capture.html',
        'app://scrumbot/index.html',
      ]);
    });

    it.each([
      '/../package.json',
      '/%2e%2e/main/electron.js',
      '/assets/../../main/electron.js',
      '/nothing.html',
    ])('serves nothing but the built page: %s', async (path) => {
      expect(await page.evaluate((target) => fetch(target).then(({ status }) => status), path)).toBe(404);
    });

    it('answers no write', async () => {
      const status = await page.evaluate(() =>
        fetch('/index.html', { method: 'POST', body: 'x' }).then((response) => response.status),
      );
      expect(status).toBe(405);
    });
  });

  describe('2, 3, 4, 6, 8 to 12 preferences', () => {
    it('are the strict ones in every window', async () => {
      const preferences = await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map(({ webContents }) =>
          (
            webContents as unknown as { getLastWebPreferences(): Electron.WebPreferences }
          ).getLastWebPreferences(),
        ),
      );
      expect(preferences).toHaveLength(2);
      for (const one of preferences) {
        expect(one).toMatchObject({
          nodeIntegration: false,
          nodeIntegrationInSubFrames: false,
          nodeIntegrationInWorker: false,
          contextIsolation: true,
          sandbox: true,
          webSecurity: true,
          allowRunningInsecureContent: false,
          experimentalFeatures: false,
          webviewTag: false,
          navigateOnDragDrop: false,
        });
        expect(one.enableBlinkFeatures ?? '').toBe('');
      }
    });
  });

  describe('7 Content-Security-Policy', () => {
    it('is a header of every page', async () => {
      for (const window of [page, capture]) {
        const headers = await window.evaluate(async () => {
          const response = await fetch(location.href);
          return Object.fromEntries(response.headers);
        });
        expect(headers).toMatchObject({
          'content-security-policy': contentSecurityPolicy,
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
        });
      }
      expect(contentSecurityPolicy).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
    });

    it('lets a page run no script that is not of the app, and call nobody', async () => {
      const tried = await page.evaluate(async () => {
        const blocked: string[] = [];
        const all = new Promise<void>((resolve) =>
          document.addEventListener('securitypolicyviolation', (event) => {
            if (blocked.push(event.effectiveDirective) === 3) resolve();
          }),
        );
        const script = document.createElement('script');
        script.textContent = 'window.injected = true';
        const frame = document.createElement('iframe');
        frame.src = 'https://example.com/';
        document.body.append(script, frame);
        const called = await fetch('https://example.com/').then(
          () => 'answered',
          () => 'blocked',
        );
        await all;
        script.remove();
        frame.remove();
        return { ran: 'injected' in window, called, blocked: blocked.sort() };
      });
      expect(tried).toEqual({
        ran: false,
        called: 'blocked',
        blocked: ['connect-src', 'frame-src', 'script-src-elem'],
      });
    });
  });

  describe('5 permissions', () => {
    it('are denied to the main window, whatever it asks for', async () => {
      const answers = await page.evaluate(async () => {
        const outcome = (asked: Promise<unknown>): Promise<string> =>
          asked.then(
            () => 'granted',
            (error: unknown) => (error as Error).name,
          );
        return {
          microphone: await outcome(navigator.mediaDevices.getUserMedia({ audio: true })),
          screen: await outcome(navigator.mediaDevices.getDisplayMedia({ audio: true })),
          location: await new Promise((resolve) =>
            navigator.geolocation.getCurrentPosition(
              () => resolve('granted'),
              ({ code }) => resolve(code),
            ),
          ),
          notifications: await Notification.requestPermission(),
          clipboard: await outcome(navigator.clipboard.readText()),
          midi: await outcome(navigator.requestMIDIAccess({ sysex: true })),
        };
      });
      expect(answers).toEqual({
        microphone: 'NotAllowedError',
        screen: 'NotAllowedError',
        location: 1,
        notifications: 'denied',
        clipboard: 'NotAllowedError',
        midi: expect.stringMatching(/NotAllowedError|SecurityError/) as string,
      });
    });

    it('give the capture page sound and no camera', async () => {
      const outcome = (constraints: MediaStreamConstraints): Promise<string> =>
        capture.evaluate(
          (asked) =>
            navigator.mediaDevices.getUserMedia(asked).then(
              (stream) => {
                for (const track of stream.getTracks()) track.stop();
                return 'granted';
              },
              (error: unknown) => (error as Error).name,
            ),
          constraints,
        );
      expect(await outcome({ audio: true })).toBe('granted');
      expect(await outcome({ video: true })).not.toBe('granted');
      expect(await outcome({ audio: true, video: true })).not.toBe('granted');
    });

    itWith(['standIn'], 'are decided by handlers of the app, every kind of them', async () => {
      const handlers = await app.evaluate(
        ({ session }) => (session.defaultSession as unknown as { handlers: object }).handlers,
      );
      expect(handlers).toEqual({ request: true, check: true, device: true, displayMedia: true });
    });
  });

  describe('13, 14, 15 navigation and new windows', () => {
    it.each(['https://example.com/', './capture.html', './index.html?x', 'http://127.0.0.1:1/'])(
      'keep the window where it is when its page goes to %s',
      async (target) => {
        const before = await page.evaluate('location.href');
        const refused = async (): Promise<number> =>
          (await readLog(home)).filter(({ what }) => what === 'navigation').length;
        const refusedBefore = await refused();
        await page.evaluate((url) => void (location.href = url), target);
        await expect.poll(refused).toBe(refusedBefore + 1);
        expect(await page.evaluate('location.href')).toBe(before);
        await expect(ask(page, 'app.info', {})).resolves.toMatchObject({ home });
      },
    );

    it('open no window, and hand only known https hosts to the system', async () => {
      const targets = [
        'https://github.com/some/repository',
        'https://console.groq.com/keys',
        'http://github.com/',
        'https://github.com.evil.example/',
        'https://user@github.com/',
        'https://evil.example/?https://github.com/',
        'file:///etc/passwd',
        'app://scrumbot/capture.html',
        'javascript:alert(1)',
        'smb://server/share',
      ];
      for (const target of targets) {
        expect(await page.evaluate((url) => window.open(url) === null, target)).toBe(true);
      }
      await expect.poll(() => app.openedUrls()).toEqual(targets.slice(0, 2));
      const count = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
      expect(count).toBe(2);
    });
  });

  it('16 runs on a current Electron', async () => {
    const version = await app.evaluate(() => process.versions.electron);
    expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(45);
  });

  describe('17 messages', () => {
    type Forgery = { sender: 'main' | 'capture'; frame: { url: string; isSub: boolean } | null };

    /** What reaches ipcMain when a frame that is not ours, or a page that should not, sends. */
    const send = (forgery: Forgery, message: unknown): Promise<void> =>
      app.evaluate(
        ({ ipcMain, BrowserWindow }, [{ sender, frame }, sent]) => {
          const name = sender === 'main' ? 'index.html' : 'capture.html';
          const contents = BrowserWindow.getAllWindows()
            .map(({ webContents }) => webContents)
            .find((one) => one.getURL().includes(name));
          const top = contents?.mainFrame;
          const forged = frame && { url: frame.url, parent: frame.isSub ? top : null, top };
          ipcMain.emit('scrumbot', { sender: contents, senderFrame: forged }, sent);
        },
        [forgery, message] as const,
      );
    const ours = { url: 'app://scrumbot/index.html', isSub: false };
    const change = (engine: string): string =>
      JSON.stringify({ t: 'q', i: 'forged', m: 'call', a: ['settings.update', { engine }] });
    const refusals = async (): Promise<unknown[]> =>
      (await readLog(home))
        .filter(({ msg }) => msg === 'a message to the core was refused')
        .map(({ reason }) => reason);

    it("are taken from the window's own main frame", async () => {
      await send({ sender: 'main', frame: ours }, change('ours'));
      await expect.poll(async () => (await readSettings(home)).engine).toBe('ours');
    });

    it.each<[string, Forgery, string]>([
      ['a frame inside of the page', { sender: 'main', frame: { ...ours, isSub: true } }, 'not a main frame'],
      ['a frame that is gone', { sender: 'main', frame: null }, 'not a main frame'],
      [
        'a page of another origin',
        { sender: 'main', frame: { url: 'https://evil.example/index.html', isSub: false } },
        'not our page',
      ],
      [
        'an origin that begins like ours',
        { sender: 'main', frame: { url: 'app://scrumbot.evil/index.html', isSub: false } },
        'not our page',
      ],
      ['a file', { sender: 'main', frame: { url: 'file:///tmp/index.html', isSub: false } }, 'not our page'],
      [
        'the capture page',
        { sender: 'capture', frame: { url: 'app://scrumbot/capture.html', isSub: false } },
        'another window',
      ],
    ])('are refused from %s', async (_who, forgery, reason) => {
      const before = (await refusals()).filter((one) => one === reason).length;
      await send(forgery, change('forged'));
      await expect
        .poll(async () => (await refusals()).filter((one) => one === reason).length)
        .toBe(before + 1);
      expect(await ask(page, 'settings.get', {})).toMatchObject({ engine: 'ours' });
    });

    it.each<[string, unknown, string]>([
      ['an object', { t: 'q', m: 'call', a: ['settings.update', { engine: 'forged' }] }, 'not a text'],
      ['nothing', undefined, 'not a text'],
      ['text that is no JSON', `${change('forged')}}`, 'not JSON'],
      ['more than a mebibyte', change('x'.repeat(1024 * 1024)), 'too big'],
    ])('are refused when they are %s', async (_what, message, reason) => {
      const before = (await refusals()).filter((one) => one === reason).length;
      await send({ sender: 'main', frame: ours }, message);
      await expect
        .poll(async () => (await refusals()).filter((one) => one === reason).length)
        .toBe(before + 1);
      expect(await ask(page, 'settings.get', {})).toMatchObject({ engine: 'ours' });
    });
  });

  describe('20 what a page gets', () => {
    it('is { post, listen } and nothing else', async () => {
      const found = await page.evaluate(() => {
        const { scrumbot } = window as unknown as { scrumbot: Record<string, unknown> };
        return Object.entries(scrumbot).map(([key, value]) => [key, typeof value]);
      });
      expect(found).toEqual([
        ['post', 'function'],
        ['listen', 'function'],
      ]);
      expect(
        await page.evaluate(() =>
          ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
            (name) => name in window,
          ),
        ),
      ).toEqual([]);
    });

    itWith(['standIn'], 'is one global more than any page has', async () => {
      const names = (of: Page): Promise<string[]> => of.evaluate(() => Object.getOwnPropertyNames(window));
      const server = createServer((_request, response) => {
        response
          .setHeader('Content-Type', 'text/html')
          .end('<!doctype html><title>Any page</title><div id="root">');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const browser = await desktop.chromium.playwright();
      const context = await browser.newContext();
      try {
        const any = await context.newPage();
        await any.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
        // A frame of an earlier spec, and what the page's own script leaves there.
        const known = new Set([...(await names(any)), '0', '__zod_globalConfig', '__zod_globalRegistry']);
        expect((await names(page)).filter((name) => !known.has(name))).toEqual(['scrumbot']);
        expect((await names(capture)).filter((name) => !known.has(name))).toEqual([]);
      } finally {
        await context.close();
        server.close();
      }
    });

    it('cannot be changed by the page', async () => {
      const tried = await page.evaluate(() => {
        const own = (window as unknown as { scrumbot: { post: unknown } }).scrumbot;
        const post = own.post;
        try {
          own.post = () => undefined;
        } catch {
          // Frozen objects throw in strict code.
        }
        try {
          (window as unknown as { scrumbot: unknown }).scrumbot = {};
        } catch {
          // So do read-only properties.
        }
        const now = (window as unknown as { scrumbot: { post: unknown } }).scrumbot;
        return now === own && now.post === post;
      });
      expect(tried).toBe(true);
    });
  });

  describe('a compromised page (fault 36)', () => {
    it('gets nowhere with the wire of the window, and others go on', async () => {
      await page.evaluate(() => {
        const { scrumbot } = window as unknown as { scrumbot: { post(message: unknown): void } };
        let nested: unknown = [];
        for (let depth = 0; depth < 900; depth += 1) nested = [nested];
        const call = { t: 'q', i: '1', m: 'call' };
        const hostile: unknown[] = [
          ...[null, 5, 'status.get', [], {}, nested],
          JSON.parse('{"__proto__":{"t":"q"},"t":"q","m":"__proto__","i":"1"}'),
          { ...call, m: 'constructor', a: [] },
          { ...call, m: '__defineGetter__', a: ['call', 'x'] },
          { ...call, a: ['settings.update', { engine: ['forged'], __proto__: { engine: 'forged' } }] },
          { ...call, a: ['sessions.delete', { sessionId: '../../..' }] },
          { ...call, a: ['sessions.show', { sessionId: nested }] },
          { ...call, a: ['x'.repeat(2 * 1024 * 1024), {}] },
        ];
        for (let round = 0; round < 40; round += 1) for (const message of hostile) scrumbot.post(message);
      });
      expect(await ask(page, 'settings.get', {})).toMatchObject({ engine: 'ours' });
      expect(await ask(page, 'status.get', {})).toMatchObject({ session: { state: 'recording' } });
    });

    it('gets nowhere with the port of the capture page, and what is recorded stays whole', async () => {
      const seen = await ask(page, 'status.get', {});
      await capture.evaluate(async () => {
        // Whoever runs script in the capture page can make ports and messages, but not the port of the core.
        const channel = new MessageChannel();
        window.postMessage('scrumbot-capture', location.origin, [channel.port2]);
        const asked = new Promise((resolve) =>
          channel.port1.addEventListener('message', resolve, { once: true }),
        );
        channel.port1.start();
        channel.port1.postMessage({ type: 'start', id: 'stolen', source: 'microphone' });
        await asked;
        for (const forged of [
          null,
          5,
          { type: 'frame', id: 'stolen', firstSample: -1, pcm: 'x' },
          { type: 'lost' },
        ])
          channel.port1.postMessage(forged);
        channel.port1.postMessage({ type: 'stop', id: 'stolen' });
        channel.port1.close();
      });
      await expect
        .poll(async () => (await ask(page, 'status.get', {})).recordedSec)
        .toBeGreaterThan(seen.recordedSec + 1);
      expect(await ask(page, 'status.get', {})).toMatchObject({
        session: { state: 'recording' },
        storageProblem: null,
      });
    });
  });
});
