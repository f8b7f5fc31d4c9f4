import { execFile, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findExecutable } from '../../../src/main/core/lifecycle/find-executable.ts';
import { limits } from '../machine/limits.ts';
import { silentEnvironment } from '../pulse.ts';
import { sine, toInt16 } from '../tones.ts';
import { waitUntil } from '../wait-until.ts';
import { buildWav, bytesOf } from '../wav.ts';
import {
  end,
  isOutput,
  startServer,
  tones,
  untilAnswering,
  type DeviceName,
  type SoundMachine,
} from './sound-machine.ts';
import { removeFolder } from '../remove-folder.ts';

const run = promisify(execFile);

/** What the product finds on the machine: PipeWire's own tools alone, or PulseAudio's, which a server in its part answers. */
const toolsOf = {
  'pw-record': ['pw-record', 'pw-metadata', 'pw-dump'],
  parec: ['parec', 'pactl'],
} as const;

type PipeWireRecorder = keyof typeof toolsOf;

// Longer than any test takes; a player that came to its end would be silence.
const toneSec = 300;

/**
 * PipeWire with WirePlumber as desktops run it. Its devices are nodes without hardware; what each plays or hears is linked by
 * port, so that WirePlumber moves it nowhere.
 */
export async function createPipeWireMachine(recorder: PipeWireRecorder): Promise<SoundMachine> {
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-pipewire-'));
  const environment = await serverEnvironment(folder);
  const playing = new Map<DeviceName, ChildProcess>();
  const devices = new Set<DeviceName>();
  let servers: ChildProcess[] = [];

  const ask = async (program: string, ...words: readonly string[]): Promise<string> =>
    (await run(program, words, { env: environment, timeout: limits.waitMs })).stdout;
  const setProps = (device: DeviceName, props: string): Promise<string> =>
    ask('pw-cli', 'set-param', device, 'Props', props);

  async function add(device: DeviceName): Promise<void> {
    devices.add(device);
    await ask(
      'pw-cli',
      'create-node',
      'adapter',
      `{ factory.name=support.null-audio-sink node.name=${device} object.linger=true audio.rate=48000 audio.position=[FL FR]
         media.class=${isOutput(device) ? 'Audio/Sink' : 'Audio/Source/Virtual'} monitor.channel-volumes=true }`,
    );
    await startTone(device);
  }

  async function startTone(device: DeviceName): Promise<void> {
    const path = join(folder, `${device}.wav`);
    await writeFile(path, tone(device));
    const name = `tone-${device}`;
    const words = ['--playback', '--target=0', '-P', `{ node.name=${name} node.dont-reconnect=true }`, path];
    playing.set(device, startServer('pw-cat', words, environment));
    // Its node, and that of the device, come a moment after they were asked for.
    for (const side of ['FL', 'FR'])
      await waitUntil(() =>
        ask('pw-link', `${name}:output_MONO`, `${device}:${isOutput(device) ? 'playback' : 'input'}_${side}`),
      );
  }

  async function endTone(device: DeviceName): Promise<void> {
    await end(playing.get(device));
    playing.delete(device);
  }

  async function endAll(signal?: NodeJS.Signals): Promise<void> {
    await Promise.all([...playing.values(), ...servers].map((child) => end(child, signal)));
    playing.clear();
    servers = [];
  }

  async function stop(): Promise<void> {
    await endAll();
    await removeFolder(folder);
  }

  return {
    environment: { ...environment, PATH: await toolsIn(folder, recorder) },
    add,
    async remove(device) {
      devices.delete(device);
      await endTone(device);
      await ask('pw-cli', 'destroy', device);
    },
    async makeDefault(device) {
      const kind = isOutput(device) ? 'sink' : 'source';
      const value = `{ "name": "${device}" }`;
      await ask(
        'pw-metadata',
        '-n',
        'default',
        '0',
        `default.configured.audio.${kind}`,
        value,
        'Spa:String:JSON',
      );
      await waitUntil(async () => {
        const answer = await ask('pw-metadata', '-n', 'default', '0', `default.audio.${kind}`);
        if (!answer.includes(`"${device}"`)) throw new Error('not yet');
      });
    },
    async setMuted(device, isMuted) {
      await setProps(device, `{ mute: ${isMuted} }`);
    },
    async setVolume(device, percent) {
      const volume = (percent / 100) ** 3;
      await setProps(device, `{ channelVolumes: [${volume}, ${volume}] }`);
    },
    async setSuspended(device, isSuspended) {
      if (isSuspended) {
        await ask('pw-cli', 'send-command', device, 'Suspend', '{}');
        return;
      }
      // PipeWire has no word for it: a node runs again when something plays anew.
      await endTone(device);
      await startTone(device);
    },
    kill: () => endAll('SIGKILL'),
    async start() {
      const pipewire = startServer('pipewire', [], environment);
      servers = [pipewire];
      await untilAnswering(() => ask('pw-cli', 'info', '0'), pipewire);
      const wireplumber = startServer('wireplumber', [], environment);
      servers.push(wireplumber);
      await untilAnswering(async () => {
        if (!(await ask('pw-metadata', '-n', 'default', '0')).includes('Found')) throw new Error('not yet');
      }, wireplumber);
      if (recorder === 'parec') {
        const pulse = startServer('pipewire-pulse', [], environment);
        servers.push(pulse);
        await untilAnswering(() => ask('pactl', 'info'), pulse);
      }
      for (const device of devices) await add(device);
    },
    stop,
  };
}

/** An environment of its own, in which WirePlumber neither looks for hardware nor for a bus of messages. */
async function serverEnvironment(folder: string): Promise<NodeJS.ProcessEnv> {
  const environment = await silentEnvironment(folder);
  for (const name of ['DBUS_SESSION_BUS_ADDRESS', 'PIPEWIRE_RUNTIME_DIR', 'PIPEWIRE_REMOTE'])
    Reflect.deleteProperty(environment, name);
  environment.XDG_STATE_HOME = join(folder, 'state');
  const off: Record<string, string> = {
    main: `for _, monitor in ipairs({ alsa_monitor, v4l2_monitor, libcamera_monitor }) do monitor.enabled = false end
default_access.properties["enable-flatpak-portal"] = false\n`,
    bluetooth: 'bluez_monitor.enabled = false\n',
  };
  for (const [part, text] of Object.entries(off)) {
    const scripts = join(folder, 'wireplumber', `${part}.lua.d`);
    await mkdir(scripts, { recursive: true });
    await writeFile(join(scripts, '51-no-hardware.lua'), text);
  }
  return environment;
}

/** A folder with these tools and no others. */
async function toolsIn(folder: string, recorder: PipeWireRecorder): Promise<string> {
  const tools = join(folder, 'tools');
  await mkdir(tools);
  for (const tool of toolsOf[recorder]) {
    const path = await findExecutable(tool, process.env);
    if (path !== null) await symlink(path, join(tools, tool));
  }
  return tools;
}

const made = new Map<DeviceName, Uint8Array>();

function tone(device: DeviceName): Uint8Array {
  const known = made.get(device);
  if (known !== undefined) return known;
  const samples = toInt16(sine({ hz: tones[device], seconds: toneSec, rateHz: 8_000 }));
  const bytes = buildWav({ rateHz: 8_000, data: bytesOf(samples) });
  made.set(device, bytes);
  return bytes;
}
