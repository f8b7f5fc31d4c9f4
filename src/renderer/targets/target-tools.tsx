import { useState, type ReactNode } from 'react';
import { AppError } from '../../shared/errors.ts';
import { saveBlob } from '../charts/save-blob.ts';
import { useCommand } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { oneOf, type ChosenFiles } from '../parts/files/chosen-files.ts';
import { FileChooser } from '../parts/files/file-chooser.tsx';
import { text } from '../text.ts';

const words = text.targets;

/** Tunnels of this machine, and the list as a file. */
export function TargetTools({ onChange }: { onChange: () => void }): ReactNode {
  const discover = useCommand('targets.discover');
  const save = useCommand('targets.export');
  const load = useCommand('targets.import');
  const edit = useCommand('targets.edit');
  const [problem, setProblem] = useState<unknown>(null);
  const found = discover.data;

  async function take(chosen: ChosenFiles): Promise<void> {
    setProblem(null);
    try {
      const file = oneOf(chosen);
      load.mutate({ text: await textOf(file) }, { onSuccess: onChange });
    } catch (error) {
      setProblem(error);
    }
  }

  return (
    <div className="targets-tools">
      <FileChooser
        label={words.import}
        accept="application/json"
        onChoose={(chosen) => void take(chosen)}
        beside={
          <>
            <button
              type="button"
              onClick={() =>
                save.mutate(
                  {},
                  { onSuccess: ({ fileName, text: json }) => saveBlob(new Blob([json]), fileName) },
                )
              }
            >
              {words.export}
            </button>
            <button type="button" onClick={() => discover.mutate({})}>
              {words.discover}
            </button>
          </>
        }
      />
      {load.data !== undefined && (
        <p role="status">{words.imported(load.data.added.length, load.data.changed.length)}</p>
      )}
      {found?.tunnels.length === 0 && <p role="status">{words.noTunnels}</p>}
      {found !== undefined && found.tunnels.length > 0 && (
        <ul aria-label={words.tunnels}>
          {found.tunnels.map(({ name, wsUrl, httpUrl, publicUrl }) => (
            <li key={publicUrl}>
              {name}: {wsUrl ?? httpUrl ?? publicUrl}
            </li>
          ))}
        </ul>
      )}
      {found?.changed.map(({ target, field, from, to }) => (
        <p key={`${target} ${field}`} role="status">
          {words.changed(target, from)}{' '}
          <button
            type="button"
            onClick={() => edit.mutate({ name: target, change: { [field]: to } }, { onSuccess: onChange })}
          >
            {words.take(to)}
          </button>
        </p>
      ))}
      <CommandError error={discover.error ?? save.error ?? problem ?? load.error ?? edit.error} />
    </div>
  );
}

/** @throws AppError `bad-input` for a file that is gone by now */
function textOf(file: File): Promise<string> {
  return file.text().catch((cause: unknown) => {
    throw new AppError('bad-input', text.files.unreadable(file.name), { cause });
  });
}
