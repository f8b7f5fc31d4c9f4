import { useId, useState, type ReactNode } from 'react';
import { AppError } from '../../../shared/errors.ts';
import { mostScenarioBytes, type GivenScenario } from '../../../shared/verification/scenario.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { oneOf, type ChosenFiles } from '../../parts/files/chosen-files.ts';
import { FileChooser } from '../../parts/files/file-chooser.tsx';
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
  const id = useId();

  async function take(chosen: ChosenFiles): Promise<void> {
    try {
      onChange(await readScenarioFile(oneOf(chosen)));
      setProblem(null);
    } catch (error) {
      setProblem(error);
    }
  }

  return (
    <>
      <FileChooser
        label={words.choose}
        accept=".yaml,.yml,.json"
        onChoose={(chosen) => void take(chosen)}
        beside={
          <button type="button" onClick={() => onChange({ file: words.newFile, text: words.example })}>
            {words.begin}
          </button>
        }
      >
        <div className="field bench-scenario">
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
      </FileChooser>
      <CommandError error={problem} />
    </>
  );
}

/** @throws AppError `bad-input` */
async function readScenarioFile(file: File): Promise<WrittenScenario> {
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
