import { useState, type ReactNode } from 'react';
import { useCall } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { oneOf } from '../parts/files/chosen-files.ts';
import { FileChooser } from '../parts/files/file-chooser.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';
import { useOpened } from './opened-context.ts';
import { bundleFiles, sendBundle } from './send-bundle.ts';

const words = text.opened;

/** Opens a bundle of somebody. */
export function OpenBundlePanel(): ReactNode {
  const { open, isOpening, error } = useOpenBundle();
  const call = useCall();
  return (
    <Panel title={words.region}>
      <div className="diagnostics-form">
        <p>{words.intro}</p>
        <FileChooser
          label={isOpening ? words.opening : words.choose}
          accept={bundleFiles}
          isBusy={isOpening}
          onChoose={(chosen) =>
            void open(async () => {
              const file = oneOf(chosen);
              return { from: { upload: await sendBundle(call, file) }, name: file.name };
            })
          }
        />
        <CommandError error={error} />
      </div>
    </Panel>
  );
}

type Place = { from: { upload: string } | { path: string }; name: string };

/** Opens a bundle and shows it; `error` says in words why one was refused. */
export function useOpenBundle(): {
  open: (place: () => Promise<Place>) => Promise<void>;
  isOpening: boolean;
  error: unknown;
} {
  const call = useCall();
  const { show } = useOpened();
  const [state, setState] = useState<{ isOpening: boolean; error: unknown }>({
    isOpening: false,
    error: null,
  });
  return {
    ...state,
    async open(place) {
      setState({ isOpening: true, error: null });
      try {
        const { from, name } = await place();
        const { id, bundle } = await call('bundle.open', from);
        setState({ isOpening: false, error: null });
        show({ id, bundle: { ...bundle, fileName: name } });
      } catch (error) {
        setState({ isOpening: false, error });
      }
    },
  };
}
