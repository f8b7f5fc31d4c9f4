import type { SourceName } from '../../../shared/sound/audio.ts';
import type { Check } from '../../../shared/machine/checks.ts';
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { DesktopFacts } from '../../../shared/machine/desktop.ts';
import { AppError } from '../../../shared/errors.ts';
import { soundCheckOf, type SoundTry } from '../../../shared/sound/sound-check.ts';
import type { Desktop } from '../ports/ports.ts';
import { sentence } from '../../../shared/words/all-words.ts';

type DesktopCommand =
  'desktop.get' | 'desktop.update' | 'sound.check' | 'sound.openSettings' | 'machine.examine';

// What there is in a browser.
const noDesktop: DesktopFacts = {
  openAtLogin: null,
  hasTray: null,
  hasSoundSettings: false,
  canShowFolders: false,
};

/** The commands about the machine and the system around the app. Without a desktop they say what is missing. */
export function createDesktopHandlers(core: {
  platform: NodeJS.Platform;
  desktop: Desktop | null;
  trySource: (source: SourceName) => Promise<SoundTry>;
  examineMachine: () => Promise<Check[]>;
}): Pick<Handlers, DesktopCommand> {
  const { desktop, platform } = core;
  const facts = (): Promise<DesktopFacts> => desktop?.describe() ?? Promise.resolve(noDesktop);

  function requireDesktop(): Desktop {
    if (desktop !== null) return desktop;
    throw new AppError('not-found', sentence('host.desktop-only'));
  }

  return {
    'desktop.get': facts,
    'desktop.update': async ({ openAtLogin }) => {
      if (openAtLogin !== undefined) await requireDesktop().setOpenAtLogin(openAtLogin);
      return facts();
    },
    'sound.check': async ({ source }) =>
      soundCheckOf(source, await core.trySource(source), {
        access: desktop?.mediaAccess(source) ?? 'unknown',
        platform,
      }),
    'sound.openSettings': async ({ source }) => {
      await requireDesktop().openSoundSettings(source);
      return {};
    },
    'machine.examine': () => core.examineMachine(),
  };
}
