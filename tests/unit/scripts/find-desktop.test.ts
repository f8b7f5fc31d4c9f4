import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { electronBinary, electronFolder } from '../../../scripts/support/electron-binary.mjs';
import { fetchElectron, progressLine, reasonOf } from '../../../scripts/support/fetch-electron.mjs';
import { reasonForNoDesktop } from '../../../scripts/support/find-desktop.mjs';
import { planStart } from '../../../scripts/support/plan-start.mjs';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

describe('whether there can be a desktop app', () => {
  const linux = { platform: 'linux', isRoot: false } as const;

  test.each([
    [{ DISPLAY: ':0' }, null],
    [{ WAYLAND_DISPLAY: 'wayland-0' }, null],
    [{}, /no display/],
    [{ DISPLAY: '' }, /no display/],
  ])('on Linux with %o', (environment, expected) => {
    const reason = reasonForNoDesktop({ ...linux, environment });
    if (expected === null) expect(reason).toBeNull();
    else expect(reason).toMatch(expected);
  });

  test('not for root, because Chromium starts without its sandbox only', () => {
    expect(reasonForNoDesktop({ ...linux, environment: { DISPLAY: ':0' }, isRoot: true })).toMatch(/root/);
  });

  test.each(['darwin', 'win32'] as const)('always on %s', (platform) => {
    expect(reasonForNoDesktop({ platform, environment: {}, isRoot: false })).toBeNull();
  });
});

describe("Electron's binary", () => {
  test('is the one in the folder that ELECTRON_OVERRIDE_DIST_PATH names', async () => {
    const dist = await makeTemporaryFolder();
    const environment = { ELECTRON_OVERRIDE_DIST_PATH: dist };
    const machine = { folder: '/nowhere', environment, platform: 'linux' } as const;
    expect(electronBinary(machine)).toEqual({
      path: join(dist, 'electron'),
      isThere: false,
      isOverridden: true,
    });
    await writeFile(join(dist, 'electron'), '');
    expect(electronBinary(machine).isThere).toBe(true);
  });

  test.each([
    ['darwin', 'Electron.app/Contents/MacOS/Electron'],
    ['win32', 'electron.exe'],
    ['linux', 'electron'],
  ] as const)('lies in the package otherwise, on %s as %s', async (platform, name) => {
    const folder = await makeTemporaryFolder();
    const path = join(folder, 'dist', ...name.split('/'));
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, '');
    expect(electronBinary({ folder, environment: {}, platform })).toEqual({
      path,
      isThere: true,
      isOverridden: false,
    });
  });
});

describe('fetching Electron', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('says in one line why it did not work', async () => {
    const mirror = createServer((_request, response) => response.writeHead(403).end());
    await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void mirror.close());
    vi.stubEnv('ELECTRON_MIRROR', `http://127.0.0.1:${(mirror.address() as AddressInfo).port}/`);
    vi.stubEnv('electron_config_cache', await makeTemporaryFolder());
    const said: string[] = [];
    const problem = await fetchElectron(electronFolder(), {
      say: (text) => said.push(text),
      isTerminal: false,
    });
    expect(problem).toMatch(/403/);
    expect(problem).not.toContain('\n');
    expect(said).toEqual([expect.stringMatching(/^Fetching Electron \d+\.\d+\.\d+ …\n$/)]);
  });

  test('tells its progress', () => {
    expect(progressLine({ transferred: 26_214_400, total: 104_857_600 })).toBe('  25 of 100 MB (25 %)');
    expect(progressLine({ transferred: 26_214_400, total: null })).toBe('  25 MB');
  });

  test('names the innermost cause, because "fetch failed" helps nobody', () => {
    const cause = new Error('getaddrinfo ENOTFOUND github.com');
    expect(reasonOf(new TypeError('fetch failed', { cause }))).toBe('getaddrinfo ENOTFOUND github.com');
  });
});

describe('npm start', () => {
  test('is headless when asked to be', () => {
    expect(planStart(['--headless', '--home', '/h'])).toEqual({ headless: true, words: ['--home', '/h'] });
  });

  test.each(['--port', '--open', '--json', '--help', '-h'])('is headless with %s', (word) => {
    expect(planStart([word]).headless).toBe(true);
  });

  test('is the tray app otherwise', () => {
    expect(planStart(['--home', '/h', '--hidden'])).toEqual({
      headless: false,
      words: ['--home', '/h', '--hidden'],
    });
  });
});
