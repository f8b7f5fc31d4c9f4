import type { ChildProcess } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentEnvironment } from '../pulse.ts';
import {
  end,
  isOutput,
  pactlControls,
  startServer,
  tones,
  untilAnswering,
  type DeviceName,
  type SoundMachine,
} from './sound-machine.ts';
import { removeFolder } from '../remove-folder.ts';

/**
 * PulseAudio as desktops run it: streams are moved when their device is gone, to whatever there is, and a new device
 * becomes the default one (where `switchesOnConnect`).
 */
export async function createPulseMachine(
  options: { switchesOnConnect?: boolean } = {},
): Promise<SoundMachine> {
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-identity-'));
  const environment = await silentEnvironment(folder);
  const { pactl, ...controls } = pactlControls(environment);
  const modules = new Map<DeviceName, string[]>();
  /** What plays on an output, by its module. */
  const players = new Map<DeviceName, string>();
  let server: ChildProcess | undefined;

  async function load(device: DeviceName): Promise<void> {
    const hz = tones[device];
    if (!isOutput(device)) {
      const source = ['module-sine-source', `source_name=${device}`, `frequency=${hz}`, 'rate=48000'];
      modules.set(device, [await pactl('load-module', ...source)]);
      return;
    }
    modules.set(device, [await pactl('load-module', 'module-null-sink', `sink_name=${device}`)]);
    await startTone(device);
  }

  async function startTone(device: DeviceName): Promise<void> {
    players.set(
      device,
      await pactl('load-module', 'module-sine', `sink=${device}`, `frequency=${tones[device]}`),
    );
  }

  /** Streams follow the default output, also those that play here; ended before, and started again, they do not. */
  async function endTone(device: DeviceName): Promise<void> {
    const player = players.get(device);
    players.delete(device);
    if (player !== undefined) await pactl('unload-module', player);
  }

  return {
    environment,
    ...controls,
    add: load,
    async makeDefault(device) {
      const playing = isOutput(device) ? [...players.keys()] : [];
      for (const each of playing) await endTone(each);
      await controls.makeDefault(device);
      for (const each of playing) await startTone(each);
    },
    async remove(device) {
      await endTone(device);
      for (const index of modules.get(device) ?? []) await pactl('unload-module', index);
      modules.delete(device);
    },
    async kill() {
      await end(server, 'SIGKILL');
    },
    async start() {
      server = startServer(
        'pulseaudio',
        [
          ...['-n', '--daemonize=no', '--exit-idle-time=60', '--use-pid-file=no', '--disable-shm'],
          ...['-L', 'module-native-protocol-unix', '-L', 'module-rescue-streams'],
          ...['-L', 'module-stream-restore', '-L', 'module-device-restore'],
          ...(options.switchesOnConnect === true
            ? ['-L', 'module-switch-on-connect blacklist="" ignore_virtual=no']
            : []),
        ],
        environment,
      );
      await untilAnswering(() => pactl('info'), server);
      players.clear();
      for (const device of [...modules.keys()]) await load(device);
    },
    async stop() {
      await end(server);
      await removeFolder(folder);
    },
  };
}
