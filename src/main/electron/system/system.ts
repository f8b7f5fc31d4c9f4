/**
 * The system around the app: power, login, sound settings, key store, notices.
 * Needs Electron's modules for them.
 * Owns the file of encrypted keys.
 */
export { listDesktopProcesses } from './desktop-processes.ts';
export { createNotify } from './notify.ts';
export { createOpenAtLogin } from './open-at-login.ts';
export { createWakefulness, followPower } from './power.ts';
export { createSecrets } from './secrets.ts';
export { hasSoundSettings, mediaAccessOf, openSoundSettings } from './sound-settings.ts';
export { createTroubleNotices } from './trouble-notices.ts';
