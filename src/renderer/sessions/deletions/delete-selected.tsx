import type { ReactNode } from 'react';
import { count } from '../../format.ts';
import { text } from '../../text.ts';
import { ConfirmDeletion } from './confirm-deletion.tsx';
import type { Deletions, Doomed } from './use-deletions.ts';

const words = text.sessions;

/** What can be done with several sessions at once. */
export function DeleteSelected(props: {
  sessions: readonly Doomed[];
  deletions: Deletions;
  onAll: () => void;
  onDone: () => void;
}): ReactNode {
  const { sessions, deletions, onAll, onDone } = props;
  const [only] = sessions;
  return (
    <div className="button-row selected-actions">
      <span role="status">{words.selected(count(sessions.length))}</span>
      <button type="button" onClick={onAll}>
        {words.selectAll}
      </button>
      <ConfirmDeletion
        label={words.delete}
        warning={
          only !== undefined && sessions.length === 1
            ? words.deleteWarning(only.title)
            : words.deleteManyWarning(count(sessions.length))
        }
        sessions={sessions}
        deletions={deletions}
        onDone={() => {
          window.location.hash = '#/sessions';
          onDone();
        }}
      />
    </div>
  );
}
