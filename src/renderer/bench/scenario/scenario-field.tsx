import { useId, useRef, useState, type DragEvent, type ReactNode } from 'react';
import { AppError } from '../../../shared/errors.ts';
import { mostScenarioBytes, type GivenScenario } from '../../../shared/verification/scenario.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { text } from '../../text.ts';

const words = text.bench.scenario;

export type WrittenScenario = GivenScenario;

/** A scenario as text: chosen or dropped as a file, or written here. */
export function ScenarioField(props: {
  scenario: WrittenScenario;
  onChange: (scenario: WrittenScenario) => void;
}): ReactNode {
  const { scenario, onChange } = props;
  const [problem, setProblem] = useState<unknown>(null);
  const [isOver, setIsOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const id = useId();

  async function take(files: readonly File[]): Promise<void> {
    try {
      onChange(await readScenarioFile(files));
      setProblem(null);
    } catch (error) {
      setProblem(error);
    }
  }

  function over(event: DragEvent, now: boolean): void {
    event.preventDefault();
    event.stopPropagation();
    setIsOver(now);
  }

  return (
    <>
      <div
        className="field bench-scenario"
        data-over={isOver || undefined}
        onDragOver={(event) => over(event, true)}
        onDragLeave={(event) => over(event, false)}
        onDrop={(event) => {
          // Elsewhere on the page a dropped file is sound.
          over(event, false);
          void take([...event.dataTransfer.files]);
        }}
      >
        <label htmlFor={id}>{words.text(scenario.file)}</label>
        <textarea
          id={id}
          rows={14}
          spellCheck={false}
          autoComplete="off"
          placeholder={words.drop}
          value={scenario.text}
          onChange={(event) => onChange({ ...scenario, text: event.target.value })}
        />
      </div>
      <input
        ref={chooser}
        type="file"
        hidden
        aria-label={words.choose}
        accept=".yaml,.yml,.json"
        onChange={(event) => {
          // The list is emptied with the field.
          const chosen = [...(event.target.files ?? [])];
          event.target.value = '';
          if (chosen.length > 0) void take(chosen);
        }}
      />
      <div className="button-row">
        <button type="button" onClick={() => chooser.current?.click()}>
          {words.choose}
        </button>
        <button type="button" onClick={() => onChange({ file: words.newFile, text: words.example })}>
          {words.begin}
        </button>
      </div>
      <CommandError error={problem} />
    </>
  );
}

/** @throws AppError `bad-input` */
async function readScenarioFile(files: readonly File[]): Promise<WrittenScenario> {
  const [file] = files;
  if (file === undefined || files.length > 1) throw new AppError('bad-input', words.oneFile);
  if (file.size > mostScenarioBytes)
    throw new AppError('bad-input', words.tooLarge(file.name, mostScenarioBytes / 1_024));
  const bytes = await file.arrayBuffer().catch((cause: unknown) => {
    throw new AppError('bad-input', words.unreadable(file.name), { cause });
  });
  try {
    return { file: file.name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (cause) {
    throw new AppError('bad-input', words.unreadable(file.name), { cause });
  }
}
