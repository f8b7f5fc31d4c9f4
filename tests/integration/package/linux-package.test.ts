import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extractAll, extractFile } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { makeStandInElectron } from '../../../scripts/support/stand-in-electron.mjs';
import type { SessionReport } from '../../../src/shared/session/session.ts';
import { lockedPackages, packagesIn, packWith, pathsIn } from '../../support/packages.ts';
import { completeOnEnd, startScriptedTarget } from '../../support/scripted-target.ts';
import { buildWav, bytesOf } from '../../support/wav.ts';
import { removeFolder } from '../../support/remove-folder.ts';

// The archive and what lies beside it; without the prunings of electron-builder.yml they take 40 MB.
const biggestBytes = 22_000_000;

let folder: string;
let resources: string;
let archive: string;
let said: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scrumbot-test-'));
  const electron = join(folder, 'electron');
  await makeStandInElectron(electron, '45.0.0');
  ({ stderr: said } = await packWith(electron, join(folder, 'dist'), ['--linux', '--x64']));
  resources = join(folder, 'dist/linux-unpacked/resources');
  archive = join(resources, 'app.asar');
});

afterAll(() => removeFolder(folder));

describe('the package for Linux', () => {
  test('holds the built app, its icons and its manifest, and of the project nothing else', () => {
    const own = pathsIn(archive).filter((path) => !path.startsWith('node_modules'));
    expect(own).toEqual(
      expect.arrayContaining([
        'out/main/cli.js',
        'out/main/reader-worker.js',
        'out/main/writer-worker.js',
        'out/main/tap-worker.js',
        'out/main/whisper-process.js',
        'out/preload/preload.cjs',
        'out/renderer/index.html',
        'resources/icon.png',
        'resources/tray/idle-Template@2x.png',
        'package.json',
      ]),
    );
    expect(own.filter((path) => !/^(out|resources)(\/|$)|^(package\.json|LICENSE)$/.test(path))).toEqual([]);
  });

  test('holds no sources, tests or type declarations', () => {
    const unwanted = /\.(ts|tsx|mts|cts|map|cpp|c|h|gyp)$|(^|\/)(tests?|__tests__)\//;
    expect(pathsIn(archive).filter((path) => unwanted.test(path))).toEqual([]);
  });

  test('has every production dependency, through all levels, and none that is for development alone', async () => {
    const shipped = packagesIn(archive);
    const { production, development } = await lockedPackages();
    // Headers for compiling SQLite, which nobody does.
    production.delete('node-addon-api');
    expect([...production]).toEqual(expect.arrayContaining(Object.keys(packageJson.dependencies)));
    expect([...production].filter((name) => !shipped.includes(name))).toEqual([]);
    expect(development.has('vitest')).toBe(true);
    expect(shipped.filter((name) => development.has(name))).toEqual([]);
  });

  test('says nothing of development in its manifest', () => {
    const manifest = JSON.parse(extractFile(archive, 'package.json').toString()) as Record<string, unknown>;
    expect(manifest).toMatchObject({ name: packageJson.name, version: packageJson.version, type: 'module' });
    expect(manifest.devDependencies).toBeUndefined();
    expect(manifest.scripts).toBeUndefined();
  });

  test("has one binary of better-sqlite3 and of whisper.cpp, this system's, outside of the archive", async () => {
    const binaries = pathsIn(archive).filter((path) => path.endsWith('.node'));
    expect(binaries).toEqual([
      'node_modules/@fugood/node-whisper-linux-x64/index.node',
      'node_modules/better-sqlite3/prebuilds/linux-x64.node',
    ]);
    const unpacked = await readdir(`${archive}.unpacked`, { recursive: true, withFileTypes: true });
    expect(
      unpacked
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name)
        .toSorted(),
    ).toEqual(['index.node', 'linux-x64.node']);
  });

  test('is small', async () => {
    const binary = join(`${archive}.unpacked`, 'node_modules/better-sqlite3/prebuilds/linux-x64.node');
    const bytes = (await stat(archive)).size + (await stat(binary)).size;
    expect(bytes).toBeLessThan(biggestBytes);
  });

  test('knows no place of updates, so that it looks for none', async () => {
    expect(await readdir(resources)).not.toContain('app-update.yml');
  });

  test('is called unfit for shipping when its program is a script', () => {
    expect(said).toContain('is no native binary, so it has no fuses: this folder is not for shipping.');
  });
});

describe('the command line out of the package', () => {
  let app: string;
  let home: string;

  // Far away from the project, so that nothing is found that was not packed.
  beforeAll(async () => {
    app = join(folder, 'app');
    extractAll(archive, app);
    home = join(folder, 'home');
    await mkdir(home);
  });

  function scrumbotProgram(...words: string[]): Promise<{ stdout: string }> {
    const program = join(app, 'out/main/cli.js');
    const options = { cwd: folder, env: { ...process.env, SCRUMBOT_HOME: home } };
    return promisify(execFile)(process.execPath, [program, ...words, '--json'], options);
  }

  async function scrumbot(...words: string[]): Promise<unknown> {
    return JSON.parse((await scrumbotProgram(...words)).stdout);
  }

  /** What a program that must end with 1 printed. */
  async function failing(program: Promise<{ stdout: string }>): Promise<{ stdout: string }> {
    const error = await program.then(
      () => ({ code: 0, stdout: '' }),
      (failure: unknown) => failure as { code: number; stdout: string },
    );
    expect(error.code).toBe(1);
    return error;
  }

  test('examines the machine', async () => {
    const { checks } = (await scrumbot('doctor')) as { checks: { id: string; status: string }[] };
    expect(checks).toContainEqual(expect.objectContaining({ id: 'home', status: 'ok' }));
  });

  test('records, resamples, tells silence from speech and streams: workers, WebAssembly and SQLite are whole', async () => {
    const input = join(folder, 'silence.wav');
    const silence = new Int16Array(48_000 * 4);
    await writeFile(input, buildWav({ rateHz: 48_000, data: bytesOf(silence) }));
    const target = await startScriptedTarget({ onMessage: completeOnEnd });
    const words = ['record', '--input', `file:${input}`, '--speed', 'max', '--target', target.url];
    // A recording of silence is kept, and ends with 1.
    const report = JSON.parse((await failing(scrumbotProgram(...words))).stdout) as SessionReport;
    expect(report).toMatchObject({ state: 'ended', seconds: 4 });
    expect(report.chunks.silent).toBeGreaterThan(0);
    expect(report.chunks.pending).toBe(0);
    expect(await scrumbot('sessions', 'list')).toMatchObject([{ sessionId: report.sessionId }]);
  });
});
