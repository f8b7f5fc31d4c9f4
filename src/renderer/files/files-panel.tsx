import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { AppError } from '../../shared/errors.ts';
import type { SentFile } from '../../shared/session/sent-file.ts';
import { hrefOf } from '../app/route.ts';
import { useAnswer, useCommand, useTopic } from '../connection/bridge-hooks.ts';
import { keepTold } from '../connection/use-live-answers.ts';
import { CommandError } from '../parts/command-error.tsx';
import { filesOf, hasFiles, isForWindow, type ChosenFiles } from '../parts/files/chosen-files.ts';
import { FileChooser } from '../parts/files/file-chooser.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';
import { useSendFiles } from './use-send-files.ts';
import './files.css';

const words = text.files;

/**
 * Sound and video files become sessions with words: dropped anywhere in the window, or chosen by button or key. Where it is
 * not open, it opens when there is something to show; until then it is a button, or hidden.
 */
export function FilesPanel({ shows }: { shows: 'open' | 'button' | 'hidden' }): ReactNode {
  const { send, refusals } = useSendFiles();
  const [misplaced, setMisplaced] = useState<readonly Error[]>([]);
  const take = ({ files, problems }: ChosenFiles): void => {
    setMisplaced(problems);
    void send(files);
  };
  const isOver = useDroppedFiles(take);
  const cache = useQueryClient();
  useTopic('files', (list) => keepTold(cache, 'files.list', list));
  const { data: files = [], error } = useAnswer('files.list', {}, { staleTime: 0 });
  const problems = [...misplaced, ...refusals];
  const isEmpty = !isOver && files.length === 0 && problems.length === 0;
  if (isEmpty && shows === 'hidden') return null;
  const chooser = (
    <FileChooser
      label={isEmpty && shows === 'button' ? words.button : words.choose}
      accept="audio/*,video/*,.wav,.flac,.m4a,.mp3,.ogg,.opus,.webm,.mp4,.mkv,.aac,.wma"
      takesSeveral
      onChoose={take}
    />
  );
  if (isEmpty && shows === 'button')
    return (
      <section className="files-button" aria-label={words.region}>
        {chooser}
      </section>
    );
  return (
    <Panel title={words.region} className="files">
      <div className="files-body" data-over={isOver || undefined}>
        <p>{isOver ? words.drop : words.hint}</p>
        {chooser}
        {files.length > 0 && (
          <ul className="files-list">
            {files.map((file) => (
              <SentFileRow key={file.id} file={file} />
            ))}
          </ul>
        )}
        {problems.map((refusal) => (
          <CommandError key={refusal.message} error={refusal} />
        ))}
        <CommandError error={error} />
      </div>
    </Panel>
  );
}

const levels = {
  arriving: 'busy',
  waiting: 'busy',
  transcribing: 'busy',
  done: 'good',
  failed: 'warning',
} as const;

function SentFileRow({ file }: { file: SentFile }): ReactNode {
  const remove = useCommand('files.remove');
  const { id, name, state, sessionId, sentence } = file;
  return (
    <li>
      <StateIcon level={levels[state]} />
      <div>
        <p>
          <strong>{name}</strong> {words.states[state]}
        </p>
        {state === 'arriving' && (
          <progress aria-label={words.arriving(name)} max={file.bytes} value={file.arrivedBytes} />
        )}
        {sentence !== null && <p className="files-sentence">{sentence}</p>}
        <div className="button-row">
          {sessionId !== null && (
            <a href={hrefOf({ page: 'sessions', sessionId })} aria-label={words.openOf(name)}>
              {words.open}
            </a>
          )}
          {state !== 'transcribing' && (
            <button
              type="button"
              className="quiet-button"
              aria-label={words.removeOf(name)}
              onClick={() => remove.mutate({ id })}
            >
              {words.remove}
            </button>
          )}
        </div>
        <CommandError error={remove.error} />
      </div>
    </li>
  );
}

/** Whether files hover over the window; `onDrop` gets those that were let go, and what is no file in words. */
function useDroppedFiles(onDrop: (chosen: ChosenFiles) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  const take = useEffectEvent(onDrop);
  useEffect(() => {
    function over(event: DragEvent): void {
      // Without this the browser opens what is let go, and the page is gone.
      event.preventDefault();
      setIsOver(isForWindow(event) && hasFiles(event.dataTransfer));
    }
    function leave(event: DragEvent): void {
      if (event.relatedTarget === null) setIsOver(false);
    }
    function drop(event: DragEvent): void {
      setIsOver(false);
      if (!isForWindow(event)) return;
      event.preventDefault();
      const dropped = filesOf(event.dataTransfer);
      const isNothing = dropped.files.length === 0 && dropped.problems.length === 0;
      take(isNothing ? { files: [], problems: [new AppError('bad-input', words.nothing)] } : dropped);
    }
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return isOver;
}
