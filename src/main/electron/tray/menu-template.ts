import type { MenuItemConstructorOptions } from 'electron';

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
    label: 'Settings…',
    accelerator: 'CommandOrControl+,',
    click: () => onAction('settings'),
  };
  const quit: MenuItemConstructorOptions = {
    label: 'Quit ScrumBot',
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
      label: 'File',
      submenu: [
        {
          label: 'Record or Stop',
          accelerator: 'CommandOrControl+Shift+R',
          click: () => onAction('record-or-stop'),
        },
        { label: 'Run checks…', click: () => onAction('checks') },
        { label: 'Export diagnostics…', click: () => onAction('diagnostics') },
        ...(isMac ? [] : [settings]),
        separator,
        { role: 'close' },
        ...(isMac ? [] : [quit]),
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
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
