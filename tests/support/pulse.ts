import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { limits } from './machine/limits.ts';
import { waitUntil } from './wait-until.ts';
import { removeFolder } from './remove-folder.ts';

const run = promisify(execFile);

export const pulseTools = ['pulseaudio', 'pactl', 'paplay', 'parec'];

/** A sound server of the test's own, with one output called `speakers` that is heard by nobody. */
export type PulseServer = {
  /** What a program needs to find this server and no other. */
  environment: NodeJS.ProcessEnv;
  /** Plays a file to its end, on the speakers or on another output. */
  play: (wavPath: string, sink?: string) => Promise<void>;
  /** Plays a file again and again, on the speakers or on another output, until `over` fires. */
  playOn: (wavPath: string, over: AbortSignal, sink?: string) => Promise<void>;
  /** Runs `pactl` with these words. */
  control: (...words: readonly string[]) => Promise<void>;
  /** Ends it without a farewell. */
  kill: () => Promise<void>;
  stop: () => Promise<void>;
};

/** An environment in which there is no sound server, nor one that is started on demand. */
export async function silentEnvironment(folder: string): Promise<NodeJS.ProcessEnv> {
  const runtimeFolder = join(folder, 'runtime');
  await mkdir(runtimeFolder, { mode: 0o700 });
  const clientConfig = join(folder, 'client.conf');
  await writeFile(clientConfig, 'autospawn = no\nenable-shm = no\n');
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    XDG_RUNTIME_DIR: runtimeFolder,
    XDG_CONFIG_HOME: folder,
    PULSE_CLIENTCONFIG: clientConfig,
    PULSE_COOKIE: join(folder, 'cookie'),
    PULSE_STATE_PATH: folder,
    PULSE_RUNTIME_PATH: runtimeFolder,
  };
  for (const name of ['PULSE_SERVER', 'PULSE_SINK', 'PULSE_SOURCE', 'DISPLAY'])
    Reflect.deleteProperty(environment, name);
  return environment;
}

export async function startPulse(): Promise<PulseServer> {
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-pulse-'));
  const environment = await silentEnvironment(folder);
  const server = spawn(
    'pulseaudio',
    [
      '-n',
      '--daemonize=no',
      // Its listener below goes with this process, however that ends; a minute later so does it.
      '--exit-idle-time=60',
      '--use-pid-file=no',
      '--disable-shm',
      ...['-L', 'module-native-protocol-unix', '-L', 'module-null-sink sink_name=speakers'],
    ],
    { env: environment, stdio: 'ignore' },
  );
  const gone = once(server, 'exit');
  const control = async (...words: readonly string[]): Promise<void> => {
    await run('pactl', words, { env: environment, timeout: limits.waitMs });
  };
  // A null sink renders two seconds ahead until somebody asks for less, as a desktop's own mixer does.
  let listener: ChildProcess | undefined;
  async function end(signal: NodeJS.Signals): Promise<void> {
    if (listener !== undefined && isRunning(listener)) {
      listener.kill();
      await once(listener, 'exit');
    }
    if (isRunning(server)) server.kill(signal);
    await gone;
  }
  async function stop(): Promise<void> {
    await end('SIGTERM');
    await removeFolder(folder);
  }
  try {
    await untilAnswering(control, server);
    listener = spawn('parec', ['--device=speakers.monitor', '--latency-msec=50'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (listener.stdout !== null) {
      await once(listener.stdout, 'data');
      listener.stdout.resume();
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    environment,
    control,
    async play(wavPath, sink = 'speakers') {
      await run('paplay', [`--device=${sink}`, wavPath], { env: environment });
    },
    async playOn(wavPath, over, sink = 'speakers') {
      while (!over.aborted) {
        await run('paplay', [`--device=${sink}`, wavPath], { env: environment, signal: over }).catch(
          (error: unknown) => {
            if (!over.aborted) throw error;
          },
        );
      }
    },
    kill: () => end('SIGKILL'),
    stop,
  };
}

/** At once when the server has ended, for then it never answers. */
async function untilAnswering(ask: (word: string) => Promise<void>, server: ChildProcess): Promise<void> {
  const answer = await waitUntil(async () => {
    if (!isRunning(server)) return false;
    await ask('info');
    return true;
  });
  if (!answer) throw new Error(`pulseaudio ended with ${String(server.exitCode ?? server.signalCode)}`);
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
