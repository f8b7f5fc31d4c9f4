import { useContext, useRef, useState, type ReactNode } from 'react';
import type { EventConditions } from '../../../shared/events/events.ts';
import { saveBlob } from '../../charts/save-blob.ts';
import { BridgeContext } from '../../connection/bridge-hooks.ts';
import { count } from '../../format.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { text } from '../../text.ts';
import { exportEvents, type ExportFormat } from './export-events.ts';

type State =
  | { phase: 'idle' }
  | { phase: 'running'; events: number }
  | { phase: 'done'; events: number }
  | { phase: 'failed'; error: unknown };

/** The events that match as a file. */
export function ExportButtons({ conditions }: { conditions: EventConditions }): ReactNode {
  const client = useContext(BridgeContext);
  const [state, setState] = useState<State>({ phase: 'idle' });
  const stopRef = useRef<AbortController>(null);

  async function run(format: ExportFormat): Promise<void> {
    if (client === null) return;
    const stop = new AbortController();
    stopRef.current = stop;
    let events = 0;
    setState({ phase: 'running', events });
    try {
      const blob = await exportEvents(
        (name, input) => client.call(name, input),
        { conditions, format },
        {
          signal: stop.signal,
          onCount(n) {
            events = n;
            setState({ phase: 'running', events });
          },
        },
      );
      saveBlob(blob, `events.${format}`);
      setState({ phase: 'done', events });
    } catch (error) {
      setState(stop.signal.aborted ? { phase: 'idle' } : { phase: 'failed', error });
    }
  }

  if (state.phase === 'running') {
    return (
      <span className="button-row" role="status">
        {text.events.exporting(count(state.events))}
        <button type="button" className="quiet-button" onClick={() => stopRef.current?.abort()}>
          {text.events.stopExport}
        </button>
      </span>
    );
  }
  return (
    <span className="button-row">
      {(['jsonl', 'csv'] as const).map((format) => (
        <button key={format} type="button" className="quiet-button" onClick={() => void run(format)}>
          {text.events.exportAs(format.toUpperCase())}
        </button>
      ))}
      {state.phase === 'done' && <span role="status">{text.events.exported(count(state.events))}</span>}
      {state.phase === 'failed' && <CommandError error={state.error} />}
    </span>
  );
}
