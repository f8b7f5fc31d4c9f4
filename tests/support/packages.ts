import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { listPackage } from '@electron/asar';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How a program of Electron 45 carries its fuses: a mark, the version 1, their number, then each as on. */
export const fuseWire = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u0009${'1'.repeat(9)}`;

const beginnings = {
  linux: Buffer.from('7f454c46', 'hex'),
  win32: Buffer.from('MZ'),
  darwin: Buffer.from('cffaedfe', 'hex'),
};

/** Bytes that begin like a program of `platform`, with Electron's fuses inside unless told otherwise. */
export function nativeBinary(platform: keyof typeof beginnings, content = fuseWire): Buffer {
  return Buffer.concat([
    beginnings[platform],
    Buffer.alloc(100),
    Buffer.from(content, 'latin1'),
    Buffer.alloc(100),
  ]);
}

/** Fills `folder` with the files by which electron-builder knows Electron for Windows. */
export async function makeWindowsElectron(folder: string): Promise<void> {
  await writeFiles(folder, {
    'electron.exe': nativeBinary('win32'),
    'locales/en-US.pak': '',
    'resources/default_app.asar': '',
    version: '',
  });
}

/** The same for macOS. */
export async function makeMacElectron(folder: string): Promise<void> {
  const helpers = ['', ' (GPU)', ' (Plugin)', ' (Renderer)'].map((kind) => `Electron Helper${kind}`);
  const framework = 'Electron Framework.framework';
  await writeFiles(join(folder, 'Electron.app/Contents'), {
    'Info.plist': plistOf('Electron'),
    'MacOS/Electron': '',
    'Resources/electron.icns': '',
    'Resources/en.lproj/locale.pak': '',
    [`Frameworks/${framework}/Electron Framework`]: nativeBinary('darwin'),
    [`Frameworks/${framework}/Versions/A/Resources/en.lproj/locale.pak`]: '',
    ...Object.fromEntries(
      helpers.flatMap((helper) => [
        [`Frameworks/${helper}.app/Contents/Info.plist`, plistOf(helper)],
        [`Frameworks/${helper}.app/Contents/MacOS/${helper}`, ''],
      ]),
    ),
  });
  await chmod(join(folder, 'Electron.app/Contents/MacOS/Electron'), 0o755);
}

async function writeFiles(folder: string, files: Record<string, string | Buffer>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

function plistOf(name: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?><plist version="1.0"><dict>' +
    `<key>CFBundleExecutable</key><string>${name}</string>` +
    `<key>CFBundleIdentifier</key><string>com.github.Electron</string></dict></plist>`
  );
}

/** Runs `npm run package -- …` on a given Electron; what was packed is in `output`. Rejects when it fails. */
export async function packWith(
  electron: string,
  output: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<{ stderr: string }> {
  return promisify(execFile)(
    process.execPath,
    [join(root, 'scripts/package.mjs'), '--dir', `-c.directories.output=${output}`, ...words],
    { cwd: root, env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: electron, ...environment } },
  );
}

/** The paths in an archive, with forward slashes and none in front. */
export function pathsIn(archive: string): string[] {
  return listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/').replace(/^\//, ''));
}

/** The names of the packages in an archive. */
export function packagesIn(archive: string): string[] {
  const name = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/;
  return [...new Set(pathsIn(archive).flatMap((path) => name.exec(path)?.[1] ?? []))];
}

/** The names in the lockfile: those that the app needs, through all levels, and those for development alone. */
export async function lockedPackages(): Promise<{ production: Set<string>; development: Set<string> }> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>;
  };
  const named = Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .map(([path, facts]) => ({ name: path.replace(/^.*node_modules\//, ''), ...facts }));
  const production = new Set(
    named
      .filter((one) => one.dev !== true && one.optional !== true && one.devOptional !== true)
      .map(({ name }) => name),
  );
  // A package may be there twice: once for development, once to be shipped.
  const development = new Set(
    named.filter(({ dev, name }) => dev === true && !production.has(name)).map(({ name }) => name),
  );
  return { production, development };
}
