/**
 * Quitting without losing anything: asks while something is recorded, and waits for what has to be written.
 * Needs the core's state.
 * Owns nothing.
 */
export { createQuitGuard, type QuitGuard } from './quit-guard.ts';
