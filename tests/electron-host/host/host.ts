import { createAddressBook, type AddressBook } from './address-book.ts';
import { connectCdp, type CdpBrowser } from './cdp.ts';
import { readHostEnvironment, type HostEnvironment } from './environment.ts';

/** What the parts of the stand-in share: the desktop that it plays, and the way to Chromium. */
export type Host = {
  environment: HostEnvironment;
  addresses: AddressBook;
  /** Connects when the first window needs it, so that an app without windows costs no socket. */
  browser(): Promise<CdpBrowser>;
};

export function createHost(): Host {
  const environment = readHostEnvironment();
  let connecting: Promise<CdpBrowser> | undefined;
  return {
    environment,
    addresses: createAddressBook(),
    browser: () => (connecting ??= connectCdp(environment.cdpUrl)),
  };
}
