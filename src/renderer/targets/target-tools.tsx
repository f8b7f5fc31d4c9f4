import { useRef, type ReactNode } from 'react';
import { saveBlob } from '../charts/save-blob.ts';
import { useCommand } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { text } from '../text.ts';

const words = text.targets;

/** Tunnels of this machine, and the list as a file. */
export function TargetTools({ onChange }: { onChange: () => void }): ReactNode {
  const discover = useCommand('targets.discover');
  const save = useCommand('targets.export');
  const load = useCommand('targets.import');
  const edit = useCommand('targets.edit');
  const file = useRef<HTMLInputElement>(null);
  const found = discover.data;
  return (
    <div className="targets-tools">
      <div className="button-row">
        <button type="button" onClick={() => discover.mutate({})}>
          {words.discover}
        </button>
        <button
          type="button"
          onClick={() =>
            save.mutate({}, { onSuccess: ({ fileName, text: json }) => saveBlob(new Blob([json]), fileName) })
          }
        >
          {words.export}
        </button>
        <button type="button" onClick={() => file.current?.click()}>
          {words.import}
        </button>
        <input
          ref={file}
          type="file"
          hidden
          accept="application/json"
          onChange={(event) => {
            const [chosen] = event.target.files ?? [];
            event.target.value = '';
            void chosen?.text().then((json) => load.mutate({ text: json }, { onSuccess: onChange }));
          }}
        />
      </div>
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
      <CommandError error={discover.error ?? save.error ?? load.error ?? edit.error} />
    </div>
  );
}
