import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractFile } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { describe, expect, test } from 'vitest';
import { makeStandInElectron } from '../../../scripts/support/stand-in-electron.mjs';
import { makeMacElectron, makeWindowsElectron, packWith, pathsIn } from '../../support/packages.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { makeUpdateKeys } from '../../support/update-keys.ts';

const on = FuseState.ENABLE;
const off = FuseState.DISABLE;

const expectedFuses = {
  [FuseV1Options.RunAsNode]: off,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
  [FuseV1Options.EnableNodeCliInspectArguments]: off,
  [FuseV1Options.OnlyLoadAppFromAsar]: on,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
  [FuseV1Options.EnableCookieEncryption]: on,
};

function binariesIn(archive: string): string[] {
  return pathsIn(archive).filter((path) => path.endsWith('.node'));
}

describe('a package for another system', () => {
  test('for Windows has its own SQLite and the fuses set', async () => {
    const folder = await makeTemporaryFolder();
    await makeWindowsElectron(join(folder, 'electron'));
    // The stand-in for electron.exe has no resources that could be edited.
    const asItIs = ['-c.win.signAndEditExecutable=false', '-c.disableAsarIntegrity=true'];
    await packWith(join(folder, 'electron'), join(folder, 'dist'), ['--win', '--x64', ...asItIs]);
    const app = join(folder, 'dist/win-unpacked');
    expect(binariesIn(join(app, 'resources/app.asar'))).toEqual([
      'node_modules/better-sqlite3/prebuilds/win32-x64.node',
    ]);
    expect(await getCurrentFuseWire(join(app, 'ScrumBot.exe'))).toMatchObject(expectedFuses);
  });

  test('for macOS says why it listens, seals the archive, and has its own SQLite and the fuses set', async () => {
    const folder = await makeTemporaryFolder();
    await makeMacElectron(join(folder, 'electron'));
    await packWith(join(folder, 'electron'), join(folder, 'dist'), ['--mac', '--arm64']);
    const app = join(folder, 'dist/mac-arm64/ScrumBot.app');
    expect(binariesIn(join(app, 'Contents/Resources/app.asar'))).toEqual([
      'node_modules/better-sqlite3/prebuilds/darwin-arm64.node',
    ]);
    const properties = await readFile(join(app, 'Contents/Info.plist'), 'utf8');
    const usages = ['NSAudioCaptureUsageDescription', 'NSMicrophoneUsageDescription'];
    for (const key of [...usages, 'ElectronAsarIntegrity']) {
      expect(properties).toMatch(new RegExp(`<key>${key}</key>\\s*<(string>\\S|dict>)`));
    }
    expect(await getCurrentFuseWire(app)).toMatchObject(expectedFuses);
  });
});

test('a package knows where updates lie and whose they must be when the packager says so', async () => {
  const { publicKey } = makeUpdateKeys();
  const folder = await makeTemporaryFolder();
  await makeStandInElectron(join(folder, 'electron'), '45.0.0');
  await packWith(join(folder, 'electron'), join(folder, 'dist'), ['--linux', '--x64'], {
    SCRUMBOT_UPDATES_URL: 'https://updates.test/scrumbot',
    SCRUMBOT_UPDATES_KEY: publicKey,
  });
  const updates = await readFile(join(folder, 'dist/linux-unpacked/resources/app-update.yml'), 'utf8');
  expect(updates).toContain('provider: generic');
  expect(updates).toContain('url: https://updates.test/scrumbot');
  const archive = join(folder, 'dist/linux-unpacked/resources/app.asar');
  expect(JSON.parse(extractFile(archive, 'package.json').toString('utf8'))).toMatchObject({
    updatesKey: publicKey,
  });
});
