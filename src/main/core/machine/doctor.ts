import { access, constants, statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Check } from '../../../shared/machine/checks.ts';
import { settingsSchema, type Settings } from '../../../shared/settings/settings.ts';
import { pino } from 'pino';
import { say } from '../../../shared/words/all-words.ts';
import { messageOf } from '../../../shared/errors.ts';
import { findExecutable, makeFolder } from '../lifecycle/lifecycle.ts';
import { checkEngine, listEngines, type Whisper } from '../speech/speech.ts';
import { createNetwork } from '../network/network.ts';
import { createFileSecrets, createSettingsFile } from '../settings/settings.ts';
import { checkNetwork } from './check-network.ts';
import { watchSecrets, type Mask } from '../secrecy/secrecy.ts';
import { counted } from '../../../shared/plural.ts';

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

/** Looks at what the app needs on this machine. Nothing is changed but for making the home folder. */
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
  return {
    id: 'runtime',
    title: 'Node',
    status: isRecent ? 'ok' : 'fail',
    found: version,
    mend: isRecent ? null : say('doctor.old-node'),
  };
}

async function checkHome(home: string): Promise<Check> {
  const check = { id: 'home', title: 'Data folder' };
  try {
    await makeFolder(home);
    await access(home, constants.R_OK | constants.W_OK);
    await readSettings(home);
    return { ...check, status: 'ok', found: home, mend: null };
  } catch (error) {
    return {
      ...check,
      status: 'fail',
      found: messageOf(error),
      mend: say('doctor.home'),
      action: { do: 'choose-home' },
    };
  }
}

// Nine hours of one track, at 32 kB a second.
const comfortableBytes = 1024 ** 3;

async function checkDisk(home: string): Promise<Check> {
  const check = { id: 'disk', title: 'Disk' };
  try {
    const { bavail, bsize } = await statfs(home);
    const freeBytes = bavail * bsize;
    const hours = Math.floor(freeBytes / (32_000 * 3600));
    const isEnough = freeBytes >= comfortableBytes;
    return {
      ...check,
      status: isEnough ? 'ok' : 'warn',
      found: `${(freeBytes / 1024 ** 3).toFixed(1)} GiB free, about ${counted(hours, 'hour')} of one track`,
      mend: isEnough ? null : say('doctor.disk'),
      ...(!isEnough && { action: { do: 'list-sessions' } }),
    };
  } catch (error) {
    return {
      ...check,
      status: 'warn',
      found: messageOf(error),
      mend: say('doctor.no-disk'),
    };
  }
}

const soundTitles = { system: 'System audio', microphone: 'Microphone' } as const;

async function checkSound(source: 'system' | 'microphone', options: DoctorOptions): Promise<Check> {
  const check = { id: source, title: soundTitles[source] };
  if (options.platform !== 'linux') {
    return {
      ...check,
      status: 'warn',
      found: 'captured by the desktop app only',
      mend: say('doctor.desktop-sound'),
      action: { do: 'record-file' },
    };
  }
  const tools = await Promise.all(
    ['parec', 'pw-record'].map((name) => findExecutable(name, options.environment)),
  );
  if (tools.every((path) => path === null)) {
    return {
      ...check,
      status: 'warn',
      found: 'neither parec nor pw-record is installed',
      mend: say('doctor.no-recorder'),
    };
  }
  try {
    return {
      ...check,
      status: 'ok',
      found: await options.findDefaultDevice(source),
      mend: null,
    };
  } catch (error) {
    return { ...check, status: 'warn', found: 'not available', mend: messageOf(error) };
  }
}

async function checkEngines(options: DoctorOptions): Promise<Check[]> {
  // Settings that cannot be read are told with the home folder.
  const { direct } = await readSettings(options.home).catch(() => settingsSchema.parse({}));
  const engines = await listEngines({ ...options, settings: direct });
  const anyInstalled = engines.some((engine) => engine.installed);
  return engines.map((engine) => ({
    id: `engine-${engine.name}`,
    title: `Engine ${engine.name}`,
    status: engine.installed ? 'ok' : anyInstalled ? 'optional' : 'warn',
    found: engine.installed ? 'installed' : anyInstalled ? 'not installed (optional)' : 'not installed',
    mend: engine.installed ? null : engine.howToInstall,
    ...(!engine.installed && { action: engine.action }),
  }));
}

async function checkElectron(environment: NodeJS.ProcessEnv): Promise<Check> {
  const check = { id: 'electron', title: 'Electron' } as const;
  const binary = await findElectron(environment);
  if (binary !== null) return { ...check, status: 'ok', found: binary, mend: null };
  return {
    ...check,
    status: 'optional',
    found: 'not installed (optional)',
    mend: say('doctor.no-electron'),
  };
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
  const check = { id: 'groq-key', title: 'Groq key' } as const;
  try {
    const { set, kept } = await createFileSecrets(secretsFile(options), options.environment).describe('groq');
    const where =
      kept === 'environment'
        ? 'set in the environment'
        : 'in a private file of the home folder, not encrypted';
    return {
      ...check,
      status: set ? 'ok' : 'optional',
      found: set ? where : 'not set (optional)',
      mend: set ? null : say('doctor.no-groq-key'),
      ...(!set && { action: { do: 'enter-key', name: 'groq' } }),
    };
  } catch (error) {
    return { ...check, status: 'warn', found: 'not known', mend: messageOf(error) };
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
  const settings = await readSettings(options.home);
  const { engine, works, sentence, tookMs } = await checkEngine(name, {
    settings: settings.direct,
    secrets: watchSecrets(createFileSecrets(secretsFile(options), environment), options.mask),
    network: createNetwork({ environment, settings: () => Promise.resolve(settings.network) }),
    environment,
    temporaryFolder,
    home,
    whisper,
  });
  return {
    id: `ask-${engine}`,
    title: `Request to ${engine}`,
    status: works ? 'ok' : 'fail',
    found: works ? `answered in ${tookMs} ms` : 'failed',
    mend: works ? null : sentence,
  };
}
