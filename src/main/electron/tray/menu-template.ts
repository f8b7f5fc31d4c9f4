import type { MenuItemConstructorOptions } from 'electron';
import { say } from '../../../shared/words/all-words.ts';

/** What the menu of the window asks for. */
export type MenuAction = 'record-or-stop' | 'settings' | 'checks' | 'diagnostics' | 'quit';

/** The menu bar with the entries and shortcuts that people expect on each system. */
export function menuTemplate(options: {
  platform: NodeJS.Platform;
  isPackaged: boolean;
  onAction: (action: MenuAction) => void;
}): MenuItemConstructorOptions[] {
  const { platform, isPackaged, onAction } = options;
  const isMac = platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const settings: MenuItemConstructorOptions = {
    label: say('tray.settings'),
    accelerator: 'CommandOrControl+,',
    click: () => onAction('settings'),
  };
  const quit: MenuItemConstructorOptions = {
    label: say('tray.quit'),
    accelerator: 'CommandOrControl+Q',
    click: () => onAction('quit'),
  };
  const forDevelopers: MenuItemConstructorOptions[] = isPackaged
    ? []
    : [{ role: 'reload' }, { role: 'toggleDevTools' }, separator];

  return [
    ...(isMac
      ? [
          {
            label: 'ScrumBot',
            submenu: [
              { role: 'about' },
              separator,
              settings,
              separator,
              { role: 'services' },
              separator,
              { role: 'hide' },
              { role: 'hideOthers' },
              { role: 'unhide' },
              separator,
              quit,
            ],
          } satisfies MenuItemConstructorOptions,
        ]
      : []),
    {
      label: say('menu.file'),
      submenu: [
        {
          label: say('menu.record-or-stop'),
          accelerator: 'CommandOrControl+Shift+R',
          click: () => onAction('record-or-stop'),
        },
        { label: say('tray.checks'), click: () => onAction('checks') },
        { label: say('tray.diagnostics'), click: () => onAction('diagnostics') },
        ...(isMac ? [] : [settings]),
        separator,
        { role: 'close' },
        ...(isMac ? [] : [quit]),
      ],
    },
    { role: 'editMenu' },
    {
      label: say('menu.view'),
      submenu: [
        ...forDevelopers,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
}
