import { shell, systemPreferences } from 'electron';
import type { SourceName } from '../../../shared/sound/audio.ts';
import { AppError } from '../../../shared/errors.ts';
import type { MediaAccess } from '../../../shared/sound/sound-check.ts';
import { sentence } from '../../../shared/words/all-words.ts';

// Where each system lets people allow it. Linux desktops have no such page.
const panes: Partial<Record<NodeJS.Platform, Readonly<Record<SourceName, string>>>> = {
  darwin: {
    system: 'x-apple.systempreferences:com.apple.preference.security?Privacy_ScreenCapture',
    microphone: 'x-apple.systempreferences:com.apple.preference.security?Privacy_Microphone',
  },
  win32: { system: 'ms-settings:sound', microphone: 'ms-settings:privacy-microphone' },
};

export function hasSoundSettings(platform: NodeJS.Platform): boolean {
  return panes[platform] !== undefined;
}

export async function openSoundSettings(source: SourceName, platform: NodeJS.Platform): Promise<void> {
  const pane = panes[platform]?.[source];
  if (pane === undefined) throw new AppError('not-found', sentence('host.no-sound-settings'));
  await shell.openExternal(pane);
}

/** macOS knows nothing of the grant for system audio; that for the screen, which it comes with, is told. */
export function mediaAccessOf(source: SourceName, platform: NodeJS.Platform): MediaAccess {
  if (platform === 'linux' || (platform === 'win32' && source === 'system')) return 'unknown';
  const status = systemPreferences.getMediaAccessStatus(source === 'system' ? 'screen' : 'microphone');
  switch (status) {
    case 'granted':
      return 'granted';
    case 'denied':
    case 'restricted':
      return 'denied';
    case 'not-determined':
      return 'not-asked';
    case 'unknown':
      return 'unknown';
    default:
      return status satisfies never;
  }
}
