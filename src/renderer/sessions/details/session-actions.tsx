import type { ReactNode } from 'react';
import type { SessionSummary } from '../../../shared/session/session.ts';
import { audioUrl } from '../../connection/audio-url.ts';
import { useAnswer, useCommand } from '../../connection/bridge-hooks.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { text } from '../../text.ts';
import { hrefOf } from '../../app/route.ts';
import { ConfirmDeletion } from '../deletions/confirm-deletion.tsx';
import type { Deletions } from '../deletions/use-deletions.ts';
import { saveAsFile } from '../save-as-file.ts';

const formats = ['txt', 'srt', 'vtt', 'md', 'json'] as const;

export function SessionActions(props: {
  session: SessionSummary;
  /** The transcript that is shown; the session's own without. */
  transcriptId: number | undefined;
  deletions: Deletions;
}): ReactNode {
  const { session, transcriptId, deletions } = props;
  const { sessionId } = session;
  const exporting = useCommand('sessions.export');
  return (
    <>
      <div className="session-actions">
        <div role="group" aria-label={text.sessions.export} className="button-row">
          <span aria-hidden="true">{text.sessions.export}</span>
          {formats.map((format) => (
            <button
              key={format}
              type="button"
              aria-label={text.sessions.exportAs(format)}
              onClick={() =>
                exporting.mutate(
                  { sessionId, format, ...(transcriptId !== undefined && { transcriptId }) },
                  { onSuccess: saveAsFile },
                )
              }
            >
              {format.toUpperCase()}
            </button>
          ))}
          {session.seconds > 0 && (
            <a
              className="button"
              href={audioUrl(sessionId, 'mix', 'download')}
              download={`${sessionId}.wav`}
              aria-label={text.sessions.exportAs('wav')}
            >
              {text.sessions.wav}
            </a>
          )}
        </div>
        <div className="button-row">
          {session.seconds > 0 && <OpenFolder sessionId={sessionId} />}
          <ConfirmDeletion
            label={text.sessions.delete}
            warning={text.sessions.deleteWarning(session.title)}
            sessions={[session]}
            deletions={deletions}
            onDone={() => {
              window.location.hash = hrefOf({ page: 'sessions', sessionId: null });
            }}
          />
        </div>
      </div>
      <CommandError error={exporting.error} />
      {exporting.data !== undefined && (
        <p className="session-saved" role="status">
          {text.sessions.exported(exporting.data.fileName)}
        </p>
      )}
    </>
  );
}

/** Only where the app runs on a desktop: a page elsewhere would open a folder on a screen that nobody looks at. */
function OpenFolder({ sessionId }: { sessionId: string }): ReactNode {
  const canShow = useAnswer('desktop.get', {}, { select: (facts) => facts.canShowFolders }).data;
  const show = useCommand('sessions.showFolder');
  if (canShow !== true) return null;
  return (
    <>
      <button type="button" onClick={() => show.mutate({ sessionId })}>
        {text.sessions.showFolder}
      </button>
      <CommandError error={show.error} />
    </>
  );
}
