import { useState, type ReactNode } from 'react';
import { useAnswer, useCommand } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { TextField } from '../parts/fields/text-field.tsx';
import { text } from '../text.ts';
import { AllowedAddresses } from './allow-address.tsx';

const words = text.engines;

/** Where the OpenAI-compatible server answers. */
export function ServerAddress(): ReactNode {
  const known = useAnswer('settings.get', {}, { select: (settings) => settings.direct }).data;
  const [typed, setTyped] = useState<string | null>(null);
  const update = useCommand('settings.update');
  const address = typed ?? known?.openaiBaseUrl ?? '';

  function type(text: string): void {
    setTyped(text);
    if (update.isError) update.reset();
  }

  return (
    <div className="engine-key">
      <TextField label={words.address} placeholder={words.addressHint} value={address} onChange={type} />
      <button
        type="button"
        onClick={() =>
          update.mutate({ direct: { openaiBaseUrl: address.trim() === '' ? null : address.trim() } })
        }
      >
        {words.saveAddress}
      </button>
      <AllowedAddresses addresses={known?.plainAddresses ?? []} />
      <CommandError error={update.error} />
    </div>
  );
}
