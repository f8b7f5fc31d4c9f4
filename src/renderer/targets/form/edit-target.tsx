import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import type { ShownTarget } from '../../../shared/settings/targets/targets.ts';
import { useCommand } from '../../connection/bridge-hooks.ts';
import { text } from '../../text.ts';
import { credentialsOf, draftOf, targetOf } from './draft.ts';
import { TargetForm } from './target-form.tsx';

const words = text.targets;

/** Changes a target. It stays open when there is advice about an address, which is saved nevertheless. */
export function EditTarget(props: {
  target: ShownTarget;
  onSaved: (name: string, isDone: boolean) => void;
  onCancel: () => void;
}): ReactNode {
  const { target, onSaved, onCancel } = props;
  const [draft, setDraft] = useState(() => draftOf(target));
  const edit = useCommand('targets.edit');
  const headingId = useId();
  const section = useRef<HTMLElement>(null);

  // It stands below the table, perhaps out of sight of the button that opened it.
  useEffect(() => section.current?.querySelector('input')?.focus(), []);

  function save(): void {
    const change = targetOf(draft);
    edit.mutate(
      { name: target.name, change, credentials: credentialsOf(draft, target.credentials) },
      {
        onSuccess({ advice }) {
          setDraft({ ...draft, credentials: 'keep', secret: '' });
          onSaved(change.name, advice.length === 0);
        },
      },
    );
  }

  return (
    <section ref={section} className="targets-edit" aria-labelledby={headingId}>
      <h3 id={headingId}>{words.editTitle(target.name)}</h3>
      <TargetForm
        label={words.save}
        draft={draft}
        known={target.credentials}
        error={edit.error}
        advice={edit.data?.advice ?? []}
        onChange={(changed) => {
          setDraft(changed);
          if (edit.isError) edit.reset();
        }}
        onSave={save}
        onCancel={onCancel}
      />
    </section>
  );
}
