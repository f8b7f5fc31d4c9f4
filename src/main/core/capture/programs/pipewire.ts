import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { SourceName } from '../../../../shared/sound/audio.ts';
import { AppError, saidBy } from '../../../../shared/errors.ts';
import { askProgram, findExecutable, programEnvironment } from '../../lifecycle/lifecycle.ts';
import { devicesOf, parseDump, silencedByProps } from './pipewire-props.ts';
import type { SoundDevice, SoundServer } from './sound-server.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

// Of a machine with many devices and programs.
const longestDump = 2 ** 26;

/**
 * What `pw-record` has to be told to write 16 kHz stereo PCM to its stdout, from this device and no other: without
 * `node.dont-reconnect` it is moved to another one when its own is gone.
 * @throws AppError `missing-tool` when it is there and does not run
 */
export async function pwRecordArguments(
  pwRecord: string,
  options: { source: SourceName; device: SoundDevice; environment: NodeJS.ProcessEnv },
): Promise<string[]> {
  const { source, device, environment } = options;
  const help = await askProgram(pwRecord, ['--help'], {
    env: programEnvironment(environment),
  }).catch((cause: unknown) => {
    throw new AppError(
      'missing-tool',
      sentence('capture.program-fails', { program: pwRecord, why: saidBy(cause) }),
      { cause },
    );
  });
  return [
    `--target=${device.recordFrom}`,
    '-P',
    `{ ${source === 'system' ? 'stream.capture.sink = true ' : ''}node.dont-reconnect = true }`,
    // 0.3.65 refuses the option and writes raw PCM for a `-` alone; newer ones write an AU file without it.
    ...(help.includes('--raw') ? ['--raw'] : []),
    '--format=s16',
    '--rate=16000',
    '--channels=2',
    '--latency=50ms',
    '-',
  ];
}

/** PipeWire without a server in PulseAudio's part. */
export function createPipeWireServer(pwMetadata: string, environment: NodeJS.ProcessEnv): SoundServer {
  const env = programEnvironment(environment);
  const how = { env, mostBytes: longestDump };

  const nameOfDefault = async (kind: 'sink' | 'source'): Promise<string> => {
    const question = ['-n', 'default', '0', `default.audio.${kind}`];
    const answer = await askProgram(pwMetadata, question, how);
    return /"name"\s*:\s*"([^"]*)"/.exec(answer)?.[1] ?? '';
  };

  /** Everything there is; nothing without the program that tells. */
  async function listNodes(): Promise<unknown> {
    const pwDump = await findExecutable('pw-dump', environment);
    if (pwDump === null) return [];
    return parseDump(await askProgram(pwDump, [], how));
  }

  return {
    async findDefault(source) {
      const sink = await nameOfDefault('sink');
      const name = source === 'system' ? sink : await nameOfDefault('source');
      if (name === '' || name === 'auto_null') return null;
      // Without a microphone PipeWire names the sink as the source, and means its monitor.
      if (source === 'microphone' && (name === sink || name.endsWith('.monitor'))) return null;
      // Where it cannot be listed, its name has to do.
      const nodes = await listNodes().catch(() => []);
      const { id, silencedBy } = silencedByProps(nodes, source, name);
      return { name, id, recordFrom: name, silencedBy };
    },
    async find(source, name) {
      const nodes = await listNodes();
      if (!devicesOf(nodes, source).some((device) => device.name === name)) return null;
      const { id, silencedBy } = silencedByProps(nodes, source, name);
      return { name, id, recordFrom: name, silencedBy };
    },
    list: async (source) => devicesOf(await listNodes(), source),
    // PulseAudio's tools alone tell of them in a way that stays.
    findPageStreams: () => Promise.resolve(new Map()),
    attach: () => Promise.resolve(),
    subscribe(onEvent) {
      const child = spawn(pwMetadata, ['-m', '-n', 'default', '0'], {
        env,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const ended = once(child, 'close').then(
        () => undefined,
        () => undefined,
      );
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.includes('default.audio.')) onEvent();
      });
      return {
        ended,
        async stop() {
          child.kill();
          await ended;
        },
      };
    },
  };
}
