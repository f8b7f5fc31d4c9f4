import { access, constants, statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Check } from '../../../shared/machine/checks.ts';
import { hasRoughWords } from '../../../shared/settings/better-words.ts';
import { settingsSchema, type Settings } from '../../../shared/settings/settings.ts';
import { pino } from 'pino';
import { asTold, sentence, toldBy } from '../../../shared/words/all-words.ts';
import { saidBy } from '../../../shared/errors.ts';
import { findExecutable, makeFolder } from '../lifecycle/lifecycle.ts';
import { checkEngine, listEngines, type Whisper } from '../speech/speech.ts';
import { createNetwork } from '../network/network.ts';
import { createFileSecrets, createSettingsFile } from '../settings/settings.ts';
import { checkOf } from './check.ts';
import { checkNetwork } from './check-network.ts';
import { watchSecrets, type Mask } from '../secrecy/secrecy.ts';

export type DoctorOptions = {
  home: string;
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  /** Version of the running Node, such as `24.1.0`. */
  nodeVersion: string;
  temporaryFolder: string;
  /** The name of the device that is captured for a source. @throws AppError with what to do */
  findDefaultDevice: (source: 'system' | 'microphone') => Promise<string>;
};

/** Looks at what the app needs on this machine. Nothing is changed but for making the data folder. */
export async function examineMachine(options: DoctorOptions): Promise<Check[]> {
  return [
    checkRuntime(options.nodeVersion),
    await checkHome(options.home),
    await checkDisk(options.home),
    await checkSound('system', options),
    await checkSound('microphone', options),
    ...(await checkEngines(options)),
    await checkElectron(options.environment),
    await checkGroqKey(options),
    ...(await checkNetwork(options)),
  ];
}

const oldestNode = { major: 22, minor: 14 };

function checkRuntime(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isRecent = major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor);
  return checkOf({
    id: 'runtime',
    title: sentence('doctor.runtime'),
    status: isRecent ? 'ok' : 'fail',
    found: asTold(version),
    mend: isRecent ? null : sentence('doctor.old-node.mend'),
  });
}

async function checkHome(home: string): Promise<Check> {
  const check = { id: 'home', title: sentence('doctor.home') };
  try {
    await makeFolder(home);
    await access(home, constants.R_OK | constants.W_OK);
    await readSettings(home);
    return checkOf({ ...check, status: 'ok', found: asTold(home) });
  } catch (error) {
    return checkOf({
      ...check,
      status: 'fail',
      found: toldBy(saidBy(error)).said,
      mend: sentence('doctor.home.mend'),
      action: { do: 'choose-home' },
    });
  }
}

// Nine hours of one track, at 32 kB a second.
const comfortableBytes = 1024 ** 3;

async function checkDisk(home: string): Promise<Check> {
  const check = { id: 'disk', title: sentence('doctor.disk') };
  try {
    const { bavail, bsize } = await statfs(home);
    const freeBytes = bavail * bsize;
    const hours = Math.floor(freeBytes / (32_000 * 3600));
    const isEnough = freeBytes >= comfortableBytes;
    return checkOf({
      ...check,
      status: isEnough ? 'ok' : 'warn',
      found: sentence('doctor.disk.free', { bytes: freeBytes, hours }),
      mend: isEnough ? null : sentence('doctor.disk.mend'),
      ...(!isEnough && { action: { do: 'list-sessions' } }),
    });
  } catch (error) {
    const found = toldBy(saidBy(error)).said;
    return checkOf({ ...check, status: 'warn', found, mend: sentence('doctor.no-disk.mend') });
  }
}

async function checkSound(source: 'system' | 'microphone', options: DoctorOptions): Promise<Check> {
  const check = { id: source, title: sentence(`doctor.${source}`) };
  if (options.platform !== 'linux') {
    return checkOf({
      ...check,
      status: 'warn',
      found: sentence('doctor.desktop-sound'),
      mend: sentence('doctor.desktop-sound.mend'),
      action: { do: 'record-file' },
    });
  }
  const tools = await Promise.all(
    ['parec', 'pw-record'].map((name) => findExecutable(name, options.environment)),
  );
  if (tools.every((path) => path === null)) {
    return checkOf({
      ...check,
      status: 'warn',
      found: sentence('doctor.no-recorder'),
      mend: sentence('doctor.no-recorder.mend'),
    });
  }
  try {
    return checkOf({ ...check, status: 'ok', found: asTold(await options.findDefaultDevice(source)) });
  } catch (error) {
    const found = sentence('doctor.not-available');
    return checkOf({ ...check, status: 'warn', found, mend: toldBy(saidBy(error)).said });
  }
}

async function checkEngines(options: DoctorOptions): Promise<Check[]> {
  // Settings that cannot be read are told with the data folder.
  const { direct } = await readSettings(options.home).catch(() => settingsSchema.parse({}));
  const engines = await listEngines({ ...options, settings: direct });
  const anyInstalled = engines.some((engine) => engine.installed);
  const missing = sentence(anyInstalled ? 'doctor.not-installed-optional' : 'doctor.not-installed');
  return engines.map((engine) =>
    checkOf({
      id: `engine-${engine.name}`,
      title: sentence('doctor.engine', { engine: engine.name }),
      status: engine.installed ? 'ok' : anyInstalled ? 'optional' : 'warn',
      found: engine.installed ? sentence('doctor.installed') : missing,
      mend: engine.installed ? null : toldBy(engine.howToInstall).said,
      ...(!engine.installed && { action: engine.action }),
    }),
  );
}

async function checkElectron(environment: NodeJS.ProcessEnv): Promise<Check> {
  const check = { id: 'electron', title: sentence('doctor.electron') };
  const binary = await findElectron(environment);
  if (binary !== null) return checkOf({ ...check, status: 'ok', found: asTold(binary) });
  return checkOf({
    ...check,
    status: 'optional',
    found: sentence('doctor.not-installed-optional'),
    mend: sentence('doctor.no-electron.mend'),
  });
}

const electronBinaries: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** Looks only: requiring the package would download what is missing. */
async function findElectron(environment: NodeJS.ProcessEnv): Promise<string | null> {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
    const binary = electronBinaries[process.platform] ?? 'electron';
    const path = join(environment.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), binary);
    await access(path, constants.X_OK);
    return path;
  } catch {
    return null;
  }
}

async function checkGroqKey(options: DoctorOptions): Promise<Check> {
  const check = { id: 'groq-key', title: sentence('doctor.groq-key') };
  try {
    const { set, kept } = await createFileSecrets(secretsFile(options), options.environment).describe('groq');
    const where = kept === 'environment' ? 'doctor.key-in-environment' : 'doctor.key-in-file';
    return checkOf({
      ...check,
      status: set ? 'ok' : 'optional',
      found: sentence(set ? where : 'doctor.no-key'),
      mend: set ? null : sentence('doctor.no-groq-key.mend'),
      ...(!set && { action: { do: 'enter-key', name: 'groq' } }),
    });
  } catch (error) {
    const found = sentence('doctor.not-known');
    return checkOf({ ...check, status: 'warn', found, mend: toldBy(saidBy(error)).said });
  }
}

const readSettings = (home: string): Promise<Settings> =>
  createSettingsFile(join(home, 'settings.json'), pino({ level: 'silent' })).read();

const secretsFile = (options: DoctorOptions): string => join(options.home, 'secrets.json');

/**
 * One short request to a speech engine; it may be billed.
 * @throws AppError `bad-input` for a name that no engine has
 */
export async function askEngine(
  name: string,
  options: DoctorOptions & { mask: Mask; whisper: Whisper },
): Promise<Check> {
  const { environment, temporaryFolder, home, whisper } = options;
  let settings: Settings;
  try {
    settings = await readSettings(options.home);
  } catch (error) {
    const asked = { id: `ask-${name}`, title: sentence('doctor.ask', { engine: name }) };
    const [found, mend] = [sentence('doctor.not-known'), toldBy(saidBy(error)).said];
    return checkOf({ ...asked, status: 'fail', found, mend });
  }
  const { engine, works, tookMs, said, action } = await checkEngine(name, {
    settings: settings.direct,
    secrets: watchSecrets(createFileSecrets(secretsFile(options), environment), options.mask),
    network: createNetwork({ environment, settings: () => Promise.resolve(settings.network) }),
    environment,
    temporaryFolder,
    home,
    whisper,
  });
  const asked = { id: `ask-${engine}`, title: sentence('doctor.ask', { engine }) };
  if (!works)
    return checkOf({
      ...asked,
      status: 'fail',
      found: sentence('doctor.failed'),
      mend: said,
      ...(action && { action }),
    });
  const found = sentence('doctor.answered', { ms: tookMs });
  if (!hasRoughWords(engine)) return checkOf({ ...asked, status: 'ok', found, mend: null });
  const mend = sentence('doctor.rough-words', { engine });
  return checkOf({ ...asked, status: 'warn', found, mend, action: { do: 'get-model' } });
}
