import { useState, type ReactNode } from 'react';
import type { BundleReport, BundleState } from '../../shared/bundle/bundle.ts';
import { saveBlob } from '../charts/save-blob.ts';
import { useCall, useCommand } from '../connection/bridge-hooks.ts';
import { bytes, count } from '../format.ts';
import { useOpenBundle } from '../opened/open-bundle-panel.tsx';
import { CommandError } from '../parts/command-error.tsx';
import { text } from '../text.ts';
import { MissingList } from './findings-list.tsx';
import { readWholeBundle } from './read-bundle.ts';

const words = text.diagnostics;

/** How far the writing is, or what became of it. */
export function ExportState({ state, canShow }: { state: BundleState; canShow: boolean }): ReactNode {
  switch (state.phase) {
    case 'idle':
      return null;
    case 'writing': {
      const { part, done, parts, bytes: size } = state.progress;
      return (
        <div role="status">
          <progress value={done} max={parts} aria-label={words.progress} />
          <p>{words.progressOf(part, done, parts, bytes(size))}</p>
        </div>
      );
    }
    case 'cancelled':
      return <p role="status">{words.cancelled}</p>;
    case 'failed':
      return <CommandError error={state.message} />;
    case 'done':
      return <Written report={state.report} canShow={canShow} />;
    default:
      return state satisfies never;
  }
}

function Written({ report, canShow }: { report: BundleReport; canShow: boolean }): ReactNode {
  const show = useCommand('bundle.show');
  const { open, isOpening, error } = useOpenBundle();
  const name = report.path.split(/[\\/]/).at(-1) ?? report.path;
  const isSealed = name.endsWith('.age');
  const replaced = Object.values(report.redactions).reduce((sum, n) => sum + n, 0);
  return (
    <div className="diagnostics-done" role="status">
      <p>{words.done(bytes(report.bytes))}</p>
      <p className="mono diagnostics-path">{report.path}</p>
      <p className="diagnostics-hint">
        {words.replaced(count(replaced))} {words.canaries(report.canaries.planted)}
      </p>
      <div className="button-row">
        {canShow && (
          <button type="button" onClick={() => show.mutate({})}>
            {words.show}
          </button>
        )}
        <Download path={report.path} />
        {!isSealed && (
          <button
            type="button"
            aria-disabled={isOpening}
            onClick={() =>
              isOpening || void open(() => Promise.resolve({ from: { path: report.path }, name }))
            }
          >
            {words.viewIt}
          </button>
        )}
      </div>
      <CommandError error={show.error ?? error} />
      <MissingList missing={report.missing} />
    </div>
  );
}

function Download({ path }: { path: string }): ReactNode {
  const call = useCall();
  const [state, setState] = useState<{ phase: 'idle' | 'running' } | { phase: 'failed'; error: unknown }>({
    phase: 'idle',
  });

  async function run(): Promise<void> {
    setState({ phase: 'running' });
    try {
      saveBlob(await readWholeBundle(call), path.split(/[\\/]/).at(-1) ?? 'bundle.zip');
      setState({ phase: 'idle' });
    } catch (error) {
      setState({ phase: 'failed', error });
    }
  }

  const isRunning = state.phase === 'running';
  return (
    <>
      <button type="button" aria-disabled={isRunning} onClick={() => isRunning || void run()}>
        {isRunning ? words.downloading : words.download}
      </button>
      {state.phase === 'failed' && <CommandError error={state.error} />}
    </>
  );
}
