/**
 * The window and its wire to the core: the app's own protocol, the page's messages, its place on screen.
 * Needs the core's handlers and topics.
 * Owns the file of the window's place.
 */
export { registerAppScheme, servePages } from './app-protocol.ts';
export { connectWindow } from './connect-window.ts';
export { createMainWindow, type MainWindow } from './main-window.ts';
export { pageAddresses, type PageAddresses } from './page-addresses.ts';
export { createVisibleTopics } from './visible-topics.ts';
export { logUnknownSenders } from './window-wire.ts';
