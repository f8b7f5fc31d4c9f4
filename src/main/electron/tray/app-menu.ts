import { Menu } from 'electron';
import { menuTemplate } from './menu-template.ts';

/** Sets the menu bar of all windows. */
export function setAppMenu(options: Parameters<typeof menuTemplate>[0]): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)));
}
