import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { SourceName } from '../../../../shared/sound/audio.ts';
import { say } from '../../../../shared/words/all-words.ts';
import { allOver, askProgram, programEnvironment } from '../../lifecycle/lifecycle.ts';
import { devicesIn, pageStreamsIn, type ListedDevice } from './pactl-list.ts';
import type { SoundDevice, SoundServer } from './sound-server.ts';

// What servers answer where there is no device; `auto_null` is the stand-in for one.
const namesOfNothing = new Set(['', '(null)', '@DEFAULT_SINK@', '@DEFAULT_SOURCE@', 'auto_null']);
// Clients come and go with every question that is asked here, and what plays is nobody's business.
const eventOfInterest = / on (?:(?:server|sink|source|card)\b(?!-)|source-output\b)/;

/** PulseAudio, or PipeWire in its part. */
export function createPulseServer(pactl: string, environment: NodeJS.ProcessEnv): SoundServer {
  // Its lines are translated otherwise.
  const env = { ...programEnvironment(environment), LC_ALL: 'C.UTF-8' };
  const ask = (...words: string[]): Promise<string> => askProgram(pactl, words, { env, mostBytes: 2 ** 24 });

  async function find(source: SourceName, wanted: string | Promise<string>): Promise<SoundDevice | null> {
    const isSystem = source === 'system';
    const [name, sinks, sources] = await allOver([
      wanted,
      isSystem ? ask('list', 'sinks') : '',
      ask('list', 'sources'),
    ]);
    if (namesOfNothing.has(name)) return null;
    const named = (list: string, wantedName: string | null): ListedDevice | undefined =>
      devicesIn(list).find((device) => device.name === wantedName);
    if (!isSystem) return inputOf(named(sources, name));
    const sink = named(sinks, name);
    return sink === undefined ? null : outputOf(sink, named(sources, sink.monitor));
  }

  return {
    findDefault: (source) =>
      find(
        source,
        ask(source === 'system' ? 'get-default-sink' : 'get-default-source').then((answer) => answer.trim()),
      ),
    find,
    async list(source) {
      const listed = devicesIn(await ask('list', source === 'system' ? 'sinks' : 'sources'));
      return listed
        .filter(({ name, isMonitor }) => !namesOfNothing.has(name) && !isMonitor)
        .map(({ name, title }) => ({ name, title }));
    },
    findPageStreams: async () => pageStreamsIn(await ask('list', 'source-outputs')),
    async attach(stream, { recordFrom }) {
      await ask('move-source-output', stream, recordFrom);
    },
    subscribe(onEvent) {
      const child = spawn(pactl, ['subscribe'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
      const ended = once(child, 'close').then(
        () => undefined,
        () => undefined,
      );
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (eventOfInterest.test(line)) onEvent();
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

function outputOf(sink: ListedDevice, monitor: ListedDevice | undefined): SoundDevice | null {
  if (monitor === undefined) return null;
  return {
    name: sink.name,
    id: sink.index,
    recordFrom: monitor.name,
    silencedBy: silencedBy('output', sink) ?? silencedBy('monitor', monitor),
  };
}

function inputOf(found: ListedDevice | undefined): SoundDevice | null {
  // Without a microphone the server's default source is what the machine plays.
  if (found === undefined || found.isMonitor) return null;
  const { name, index } = found;
  return { name, id: index, recordFrom: name, silencedBy: silencedBy('microphone', found) };
}

// PulseAudio's scale is cubic: 15 % are -49 dB, and whoever speaks there is not understood.
const leastVolumePercent = 15;

function silencedBy(
  what: 'output' | 'monitor' | 'microphone',
  { name, isMuted, volumePercent }: ListedDevice,
): string | null {
  if (isMuted) return say(`device.${what}-muted`, { name });
  if (volumePercent === null || volumePercent >= leastVolumePercent) return null;
  return say(`device.${what}-volume`, { name, percent: volumePercent });
}
