/**
 * The hidden page that captures sound where programs cannot.
 * Needs a place to load the page from.
 * Owns the page's window.
 */
export { createCaptureHost, type CaptureHost } from './capture-host.ts';
