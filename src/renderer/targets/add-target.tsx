import { useState, type ReactNode, type SubmitEvent } from 'react';
import { judgeAddress } from '../../shared/settings/targets/target-address.ts';
import { useCommand } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { TextField } from '../parts/fields/text-field.tsx';
import { text } from '../text.ts';

const words = text.targets;

/** A new target; what is odd about its address is said beside it, with what may be meant. */
export function AddTarget({ onAdded }: { onAdded: () => void }): ReactNode {
  const [name, setName] = useState('');
  const [wsUrl, setWsUrl] = useState('');
  const [httpUrl, setHttpUrl] = useState('');
  const add = useCommand('targets.add');

  function save(event: SubmitEvent): void {
    event.preventDefault();
    add.mutate(
      {
        target: {
          name: name.trim(),
          wsUrl: wsUrl.trim(),
          ...(httpUrl.trim() !== '' && { httpUrl: httpUrl.trim() }),
        },
      },
      {
        onSuccess() {
          setName('');
          setWsUrl('');
          setHttpUrl('');
          onAdded();
        },
      },
    );
  }

  return (
    <Disclosure label={words.add}>
      <form className="targets-form" onSubmit={save}>
        <TextField label={words.name} value={name} maxLength={60} onChange={setName} />
        <TextField
          label={words.address}
          placeholder={words.addressHint}
          value={wsUrl}
          maxLength={4_000}
          onChange={setWsUrl}
        />
        <Proposals address={wsUrl.trim()} onTake={setWsUrl} />
        <TextField label={words.rest} placeholder={words.restHint} value={httpUrl} onChange={setHttpUrl} />
        <CommandError error={add.error} />
        {add.data?.advice.map((sentence) => (
          <p key={sentence} className="targets-notes" role="status">
            {sentence}
          </p>
        ))}
        <div className="button-row">
          <button type="submit" aria-disabled={name.trim() === '' || wsUrl.trim() === ''}>
            {words.addButton}
          </button>
        </div>
      </form>
    </Disclosure>
  );
}

function Proposals({ address, onTake }: { address: string; onTake: (to: string) => void }): ReactNode {
  // A few letters are not odd yet.
  if (!address.includes('://')) return null;
  const judged = judgeAddress(address);
  const advice = judged.ok
    ? judged.advice
    : [{ sentence: `This ${judged.problem}`, proposal: judged.proposal }];
  return advice.map(({ sentence, proposal }) => (
    <p key={sentence} className="targets-notes" role="status">
      {sentence}{' '}
      {proposal !== null && (
        <button type="button" onClick={() => onTake(proposal)}>
          {words.take(proposal)}
        </button>
      )}
    </p>
  ));
}
