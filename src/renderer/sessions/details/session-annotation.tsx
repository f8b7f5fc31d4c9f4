import { useState, type ReactNode, type SubmitEvent } from 'react';
import type { SessionReport } from '../../../shared/session/session.ts';
import { useCommand } from '../../connection/bridge-hooks.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { TextField } from '../../parts/fields/text-field.tsx';
import { text } from '../../text.ts';

const words = text.sessions;

/** Title, tags and notes of a session, to be read, and changed where somebody wants to. */
export function SessionAnnotation({ report }: { report: SessionReport }): ReactNode {
  const [isEditing, setIsEditing] = useState(false);
  if (isEditing) return <AnnotationForm report={report} onDone={() => setIsEditing(false)} />;
  const { tags, notes } = report;
  return (
    <div className="annotation">
      {tags.length > 0 && (
        <span className="tags">
          {tags.map((tag) => (
            <span key={tag} className="tag" dir="auto">
              {tag}
            </span>
          ))}
        </span>
      )}
      <button type="button" className="quiet-button" onClick={() => setIsEditing(true)}>
        {words.annotate}
      </button>
      {notes !== '' && (
        <p className="annotation-notes" dir="auto">
          {notes}
        </p>
      )}
    </div>
  );
}

function AnnotationForm({ report, onDone }: { report: SessionReport; onDone: () => void }): ReactNode {
  const { sessionId } = report;
  const [title, setTitle] = useState(report.title);
  const [tags, setTags] = useState(report.tags.join(', '));
  const [notes, setNotes] = useState(report.notes);
  const save = useCommand('sessions.annotate');

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (save.isPending) return;
    const given = tags.split(',').map((tag) => tag.trim());
    save.mutate({ sessionId, title, notes, tags: given.filter((tag) => tag !== '') }, { onSuccess: onDone });
  }

  return (
    <form className="annotation-form" onSubmit={submit} aria-label={words.annotate}>
      <TextField label={text.facts.title} maxLength={200} value={title} onChange={setTitle} />
      <TextField
        label={words.tags}
        placeholder={words.tagsHint}
        maxLength={900}
        value={tags}
        onChange={setTags}
      />
      <label className="field">
        <span>{words.notes}</span>
        <textarea
          rows={4}
          maxLength={20_000}
          dir="auto"
          value={notes}
          onChange={(event) => setNotes(event.target.value)}
        />
      </label>
      <CommandError error={save.error} />
      <div className="button-row">
        <button type="submit" aria-disabled={save.isPending}>
          {words.save}
        </button>
        <button type="button" onClick={onDone}>
          {words.cancel}
        </button>
      </div>
    </form>
  );
}
