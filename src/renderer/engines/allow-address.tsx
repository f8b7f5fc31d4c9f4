import type { ReactNode } from 'react';
import { useCommand } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { text } from '../text.ts';

const words = text.engines;

/** Asks for a yes to talk to a machine of one's own network without encryption. */
export function AllowAddress({ address }: { address: string }): ReactNode {
  const allow = useCommand('engines.allow');
  return (
    <>
      <p>
        <button type="button" onClick={() => allow.mutate({ address, isAllowed: true })}>
          {words.allow(address)}
        </button>
      </p>
      <CommandError error={allow.error} />
    </>
  );
}

/** What somebody said yes to, and how to take it back. */
export function AllowedAddresses({ addresses }: { addresses: readonly string[] }): ReactNode {
  const allow = useCommand('engines.allow');
  if (addresses.length === 0) return null;
  return (
    <div className="engine-key-set">
      <p>{words.allowed}</p>
      <ul className="engine-allowed">
        {addresses.map((address) => (
          <li key={address}>
            {address}
            <button
              type="button"
              className="quiet-button"
              aria-label={words.disallowOf(address)}
              onClick={() => allow.mutate({ address, isAllowed: false })}
            >
              {words.disallow}
            </button>
          </li>
        ))}
      </ul>
      <CommandError error={allow.error} />
    </div>
  );
}
