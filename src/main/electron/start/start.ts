/**
 * Starts the desktop app: tray first, then the core, then the window.
 * Needs Electron and the other folders here.
 * Owns the order of start and the single instance.
 */
export { runDesktop } from './run-desktop.ts';
