import { useState, type ReactNode } from 'react';
import { CommandError } from '../parts/command-error.tsx';
import { TextField } from '../parts/fields/text-field.tsx';
import { useSettings } from '../settings/use-changed.ts';
import { text } from '../text.ts';
import { AllowedAddresses } from './allow-address.tsx';

const words = text.engines;

/** Where the OpenAI-compatible server answers. */
export function ServerAddress(): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  const { now: settings, update } = useSettings();
  const known = settings?.direct;
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
