import type { Check } from '../../../src/shared/checks.ts';
import type { Handlers } from '../../../src/shared/contract.ts';
import type { DesktopFacts } from '../../../src/shared/desktop.ts';
import type { NamedSecretState } from '../../../src/shared/secrets.ts';
import type { SoundCheck } from '../../../src/shared/sound-check.ts';

/** The machine around the app, as a test sets it. */
export type FakeDesktop = {
  facts?: Partial<DesktopFacts>;
  secrets?: readonly NamedSecretState[];
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

export function createFakeDesktop(
  given: FakeDesktop = {},
): Pick<
  Handlers,
  | 'desktop.get'
  | 'desktop.update'
  | 'sound.check'
  | 'sound.openSettings'
  | 'secrets.list'
  | 'secrets.set'
  | 'secrets.clear'
  | 'machine.examine'
> {
  let facts: DesktopFacts = { openAtLogin: false, hasTray: true, hasSoundSettings: true, ...given.facts };
  const secrets = new Map((given.secrets ?? []).map((secret) => [secret.name, secret]));

  function change(secret: NamedSecretState): Promise<NamedSecretState> {
    secrets.set(secret.name, secret);
    return Promise.resolve(secret);
  }

  return {
    'desktop.get': () => Promise.resolve(facts),
    'desktop.update': ({ openAtLogin = facts.openAtLogin }) => {
      facts = { ...facts, openAtLogin };
      return Promise.resolve(facts);
    },
    'sound.check': ({ source }) => Promise.resolve(given.sound?.[source] ?? working(source)),
    'sound.openSettings': () => Promise.resolve({}),
    'secrets.list': () => Promise.resolve([...secrets.values()]),
    'secrets.set': ({ name, value }) =>
      change({
        name,
        set: true,
        lastFour: value.slice(-4),
        kept: secrets.get(name)?.kept ?? 'stored',
      }),
    'secrets.clear': ({ name }) =>
      change({ name, set: false, lastFour: null, kept: secrets.get(name)?.kept ?? 'stored' }),
    'machine.examine': () => Promise.resolve([...(given.checks ?? [])]),
  };
}
