import { join } from 'node:path';

/** What the tray tells apart, by shape and by colour. */
export const trayStates = ['idle', 'recording', 'recording-problem', 'offline', 'error'] as const;
export type TrayState = (typeof trayStates)[number];

/**
 * The file of a tray icon below the app's folder. macOS colours a template by itself; the others need one for light
 * bars and one for dark bars. Larger versions lie beside it under the names that Electron looks for, or in the `.ico`.
 * `desktop` is the value of XDG_CURRENT_DESKTOP.
 */
export function trayIconFile(
  state: TrayState,
  system: { platform: NodeJS.Platform; isDark: boolean; desktop?: string | undefined },
): string {
  const theme = system.isDark ? 'dark' : 'light';
  const file = (name: string): string => join('resources', 'tray', `${state}-${name}`);
  if (system.platform === 'darwin') return file('Template.png');
  if (system.platform === 'win32') return file(`${theme}.ico`);
  return file(`${theme}-${isPlasma(system.desktop) ? 22 : 24}.png`);
}

// Plasma's panel shows 22 pixels, most others 24.
function isPlasma(desktop = ''): boolean {
  return desktop.split(':').includes('KDE');
}
