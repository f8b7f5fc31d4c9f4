/**
 * What pages may do: permissions, navigation, web preferences.
 * Needs Electron's sessions and windows.
 * Owns nothing.
 */
export { installPermissions } from './permissions.ts';
export { guardWebContents } from './web-guards.ts';
export { pagePreferences } from './web-preferences.ts';
