import {
  Menu,
  nativeImage,
  nativeTheme,
  Tray,
  type MenuItemConstructorOptions,
  type NativeImage,
} from 'electron';
import { join } from 'node:path';
import { messageOf } from '../../../../shared/errors.ts';
import type { Logger } from '../../../core/log/log.ts';
import { badgeImage } from './badge.ts';
import { isDarkBar } from './dark-bar.ts';
import { trayIconFile, type TrayState } from './tray-icons.ts';
import type { TrayAction, TrayItem, TrayModel } from '../tray-model.ts';

/** The icon in the tray, the menu bar or the panel, kept as the model says. */
export type TrayIcon = {
  show(model: TrayModel): void;
  destroy(): void;
};

/** `null` where this desktop has no place for one. */
export function createTrayIcon(options: {
  appFolder: string;
  platform: NodeJS.Platform;
  log: Logger;
  onAction: (action: TrayAction) => void;
}): TrayIcon | null {
  const { appFolder, platform, onAction } = options;
  let shown: TrayModel | null = null;
  let shownMenu = '';
  let menu: ReturnType<typeof Menu.buildFromTemplate> | null = null;

  function iconOf(state: TrayState): NativeImage {
    const isDarkTheme = nativeTheme.shouldUseDarkColorsForSystemIntegratedUI;
    const isDark = isDarkBar({ platform, environment: process.env, isDarkTheme });
    const image = nativeImage.createFromPath(
      join(appFolder, trayIconFile(state, { platform, isDark, desktop: process.env.XDG_CURRENT_DESKTOP })),
    );
    if (platform === 'darwin') image.setTemplateImage(true);
    return image;
  }

  let tray: Tray;
  try {
    tray = new Tray(iconOf('idle'));
  } catch (error) {
    options.log.warn({ problem: messageOf(error) }, 'this desktop shows no tray icon');
    return null;
  }

  const open = (): void => onAction({ do: 'open' });
  tray.on('click', open);
  // On macOS a menu that is set takes the left click away, which opens the window.
  if (platform === 'darwin') tray.on('right-click', () => menu !== null && tray.popUpContextMenu(menu));

  const repaint = (): void => {
    if (shown !== null) tray.setImage(iconOf(shown.state));
  };
  nativeTheme.on('updated', repaint);

  return {
    show(model) {
      if (model.state !== shown?.state) tray.setImage(iconOf(model.state));
      if (model.tooltip !== shown?.tooltip) tray.setToolTip(model.tooltip);
      shown = model;
      // A menu that is open closes when it is set anew, so only a change sets it.
      const described = JSON.stringify(model.items);
      if (described === shownMenu) return;
      shownMenu = described;
      menu = Menu.buildFromTemplate(model.items.map((item) => templateOf(item, onAction)));
      if (platform !== 'darwin') tray.setContextMenu(menu);
    },
    destroy() {
      nativeTheme.off('updated', repaint);
      tray.destroy();
    },
  };
}

function templateOf(item: TrayItem, onAction: (action: TrayAction) => void): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'note':
      return { label: item.label, enabled: false };
    case 'action':
      return { label: item.label, enabled: item.enabled, click: () => onAction(item.action) };
    case 'choices':
      return {
        label: item.label,
        enabled: item.enabled,
        submenu: item.choices.map(({ label, isChosen, action, colour }) => ({
          label,
          type: 'radio',
          checked: isChosen,
          click: () => onAction(action),
          ...(colour !== undefined && { icon: badgeImage(colour) }),
        })),
      };
    default:
      return item satisfies never;
  }
}
