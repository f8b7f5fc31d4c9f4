import type { Check } from '../../../src/shared/machine/checks.ts';
import type { Handlers } from '../../../src/shared/contract/contract.ts';
import type { DesktopFacts } from '../../../src/shared/machine/desktop.ts';
import type { Key } from '../../../src/shared/settings/secrets.ts';
import type { TopicHub } from '../../../src/shared/contract/topic-hub.ts';
import { sourceNames, type Level } from '../../../src/shared/sound/audio.ts';
import type { SoundDevices } from '../../../src/shared/sound/devices.ts';
import type { SoundCheck } from '../../../src/shared/sound/sound-check.ts';

/** The machine around the app, as a test sets it. */
export type FakeDesktop = {
  facts?: Partial<DesktopFacts>;
  keys?: readonly Key[];
  devices?: readonly SoundDevices[];
  sound?: Partial<Record<SoundCheck['source'], SoundCheck>>;
  checks?: readonly Check[];
};

const working = (source: SoundCheck['source']): SoundCheck => ({
  source,
  state: 'working',
  device: 'Built-in Audio',
  peakDb: -18.4,
  sentence: 'Sound arrives from Built-in Audio.',
  next: null,
});

/** Two outputs and two microphones. */
export const twoOfEach = sourceNames.map((source): SoundDevices => ({
  source,
  devices: [
    { name: `alsa.${source}`, title: 'Built-in Audio' },
    { name: `usb.${source}`, title: 'Jabra Evolve2 65' },
  ],
  usual: 'Built-in Audio',
  canChoose: true,
  problem: null,
}));

const notSet: Key['state'] = { set: false, lastFour: null, kept: 'stored' };
const firstKeys: readonly Key[] = [
  { name: 'groq', variable: 'GROQ_API_KEY', state: notSet },
  { name: 'openai-compatible', variable: 'SCRUMBOT_OPENAI_API_KEY', state: notSet },
];

export function createFakeDesktop(
  given: FakeDesktop = {},
  topics: Pick<TopicHub, 'publish'>,
): Pick<
  Handlers,
  | 'desktop.get'
  | 'desktop.update'
  | 'sound.check'
  | 'sound.devices'
  | 'sound.listen'
  | 'sound.openSettings'
  | 'keys.list'
  | 'keys.set'
  | 'keys.clear'
  | 'machine.examine'
> {
  let facts: DesktopFacts = {
    openAtLogin: false,
    hasTray: true,
    hasSoundSettings: true,
    canShowFolders: true,
    ...given.facts,
  };
  const keys = new Map((given.keys ?? firstKeys).map((key) => [key.name, key]));

  function change(name: Key['name'], changed: Partial<Key['state']>): Promise<Key['state']> {
    const key = keys.get(name) ?? { name, variable: '', state: notSet };
    const state = { ...key.state, ...changed };
    keys.set(name, { ...key, state });
    return Promise.resolve(state);
  }

  return {
    'desktop.get': () => Promise.resolve(facts),
    'desktop.update': ({ openAtLogin = facts.openAtLogin }) => {
      facts = { ...facts, openAtLogin };
      return Promise.resolve(facts);
    },
    'sound.check': ({ source }) => Promise.resolve(given.sound?.[source] ?? working(source)),
    'sound.devices': () => Promise.resolve([...(given.devices ?? twoOfEach)]),
    'sound.listen': ({ source }) => {
      const level: Level = { source, state: 'present', peakDb: -12, rmsDb: -24, zeroSec: 0, quietSec: 0 };
      topics.publish('sound', { source, device: 'Built-in Audio', level, problem: null });
      return Promise.resolve({});
    },
    'sound.openSettings': () => Promise.resolve({}),
    'keys.list': () => Promise.resolve([...keys.values()]),
    'keys.set': ({ name, value }) => change(name, { set: true, lastFour: value.slice(-4) }),
    'keys.clear': ({ name }) => change(name, { set: false, lastFour: null }),
    'machine.examine': () => Promise.resolve([...(given.checks ?? [])]),
  };
}
