/** The system's Chromium, or the one that SCRUMBOT_CHROMIUM names. */
export const chromiumPath = process.env.SCRUMBOT_CHROMIUM ?? '/usr/bin/chromium';

/** Chromium asks nobody but the page's own server. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
