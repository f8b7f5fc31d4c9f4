/**
 * The tray: state by colour and shape, and a menu of what can be done.
 * Needs the core's status and what a window can do.
 * Owns the tray icon.
 */
export { setAppMenu } from './app-menu.ts';
export { placeTray, type EarlyTray } from './early-tray.ts';
export { askInBox } from './ask-in-box.ts';
export { createTrayActions } from './tray-actions.ts';
export { followFacts } from './tray-facts.ts';
export { trayModelOf, type TrayFacts } from './tray-model.ts';
