import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { AppError } from '../../../shared/errors.ts';
import { text } from '../../text.ts';
import { filesOf, hasFiles, takesFiles, type ChosenFiles } from './chosen-files.ts';
import './file-chooser.css';

const words = text.files;

/** Files of this computer: chosen by button or key, or dropped here. */
export function FileChooser(props: {
  /** What the button says. */
  label: string;
  /** Types and endings, as a file field takes them. */
  accept: string;
  /** Whether more than one may be chosen. */
  takesSeveral?: boolean;
  /** A choice of before is still being worked on. */
  isBusy?: boolean;
  onChoose: (chosen: ChosenFiles) => void;
  /** Stands beside the button. */
  beside?: ReactNode;
  /** Stands above the button, and takes what is dropped there, too. */
  children?: ReactNode;
}): ReactNode {
  const { label, accept, takesSeveral = false, isBusy = false, onChoose, beside, children } = props;
  const [isOver, setIsOver] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  function take({ files, problems }: ChosenFiles): void {
    if (isBusy || (files.length === 0 && problems.length === 0)) return;
    const isTooMuch = !takesSeveral && files.length + problems.length > 1;
    onChoose(
      isTooMuch
        ? { files: [], problems: [new AppError('bad-input', words.one(files.length + problems.length))] }
        : { files, problems },
    );
  }

  /** Text that is dragged into a field is none of ours. */
  function over(event: DragEvent, now: boolean): boolean {
    const isOurs = hasFiles(event.dataTransfer);
    if (isOurs) event.preventDefault();
    setIsOver(isOurs && now && !isBusy);
    return isOurs;
  }

  return (
    <div
      className="file-chooser"
      {...takesFiles}
      data-over={isOver || undefined}
      onDragOver={(event) => over(event, true)}
      onDragLeave={(event) => over(event, false)}
      onDrop={(event) => {
        if (over(event, false)) take(filesOf(event.dataTransfer));
      }}
    >
      {children}
      <div className="button-row">
        <button type="button" aria-disabled={isBusy} onClick={() => isBusy || field.current?.click()}>
          {label}
        </button>
        {beside}
      </div>
      <input
        ref={field}
        type="file"
        hidden
        multiple={takesSeveral}
        aria-label={label}
        accept={accept}
        onChange={(event) => {
          // The list is emptied with the field.
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          take({ files, problems: [] });
        }}
      />
    </div>
  );
}
