import type { CustomScheme, Protocol } from 'electron';
import type { AddressBook } from '../address-book.ts';
import { loud } from '../loud.ts';

type Handler = (request: Request) => Response | Promise<Response>;

/** Schemes that were registered as privileged; `handle` takes those only, for others differ in a page's rights. */
const privileged = new Map<string, CustomScheme>();

export function createProtocol(
  addresses: AddressBook,
): Pick<Protocol, 'handle' | 'unhandle' | 'isProtocolHandled'> {
  return loud('protocol', {
    handle(scheme: string, handler: Handler) {
      const { standard, secure } = privileged.get(scheme)?.privileges ?? {};
      if (standard !== true || secure !== true) {
        throw new Error(
          `electron-host: "${scheme}" is not registered as standard and secure, and pages of other schemes are not part of the stand-in.`,
        );
      }
      if (addresses.isHandled(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
      addresses.handle(scheme, handler);
    },
    unhandle: (scheme: string) => addresses.unhandle(scheme),
    isProtocolHandled: (scheme: string) => addresses.isHandled(scheme),
  });
}

export function registerSchemesAsPrivileged(schemes: readonly CustomScheme[]): void {
  for (const scheme of schemes) privileged.set(scheme.scheme, scheme);
}
