import { useState, type ReactNode } from 'react';
import { useCommand } from '../../connection/bridge-hooks.ts';
import { Disclosure } from '../../parts/layout/disclosure.tsx';
import { text } from '../../text.ts';
import { credentialsOf, emptyDraft, targetOf } from './draft.ts';
import { TargetForm } from './target-form.tsx';

const words = text.targets;

/** A new target. */
export function AddTarget({ onAdded }: { onAdded: () => void }): ReactNode {
  const [draft, setDraft] = useState(emptyDraft);
  const add = useCommand('targets.add');

  function save(): void {
    add.mutate(
      { target: targetOf(draft), credentials: credentialsOf(draft, []) },
      {
        onSuccess() {
          setDraft(emptyDraft);
          onAdded();
        },
      },
    );
  }

  return (
    <Disclosure label={words.add}>
      <TargetForm
        label={words.addButton}
        draft={draft}
        known={[]}
        error={add.error}
        advice={add.data?.advice ?? []}
        onChange={(changed) => {
          setDraft(changed);
          if (add.isError) add.reset();
        }}
        onSave={save}
      />
    </Disclosure>
  );
}
