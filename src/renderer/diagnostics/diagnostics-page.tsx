import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { BundlePlan } from '../../shared/bundle/bundle.ts';
import { useAnswer, useCommand, useTopic } from '../connection/bridge-hooks.ts';
import { keepTold } from '../connection/use-live-answers.ts';
import { OpenBundlePanel } from '../opened/open-bundle-panel.tsx';
import { CommandError } from '../parts/command-error.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';
import { firstChoices, lookRequestOf, requestOf, type BundleChoices } from './bundle-choices.ts';
import { ExportForm } from './export-form.tsx';
import { ExportState } from './export-state.tsx';
import { FindingsList, MissingList } from './findings-list.tsx';
import { PartsPanel } from './parts-panel.tsx';
import './diagnostics.css';

const words = text.diagnostics;

/** Makes the file that support needs: chosen, looked into, written. */
export function DiagnosticsPage(): ReactNode {
  const cache = useQueryClient();
  const [choices, setChoices] = useState(firstChoices);
  const [looked, setLooked] = useState<{ plan: BundlePlan; request: string } | null>(null);
  const { data: answer, error } = useAnswer('bundle.state', {}, { staleTime: 0 });
  useTopic('bundle', (state) => keepTold(cache, 'bundle.state', (old) => old && { ...old, state }));
  const look = useCommand('bundle.plan');
  const start = useCommand('bundle.start');
  const cancel = useCommand('bundle.cancel');
  const request = lookRequestOf(choices);
  const plan = looked?.request === JSON.stringify(request) ? looked.plan : null;
  const isWriting = answer?.state.phase === 'writing';

  const change = (changed: Partial<BundleChoices>): void => setChoices({ ...choices, ...changed });
  const orNull = (typed: string): string | null => (typed.trim() === '' ? null : typed.trim());

  const { data: settings } = useAnswer('settings.get', {});
  const recipient = choices.recipient ?? settings?.bundle.recipient ?? '';

  function lookInside(): void {
    if (look.isPending) return;
    look.mutate(
      { request },
      { onSuccess: (found) => setLooked({ plan: found, request: JSON.stringify(request) }) },
    );
  }

  function begin(): void {
    start.mutate({
      request: requestOf(choices),
      recipient: orNull(recipient),
      folder: orNull(choices.folder),
    });
  }

  return (
    <div className="diagnostics-page">
      <div className="diagnostics-column">
        <Panel title={words.region}>
          <div className="diagnostics-form">
            <p>{words.intro}</p>
            <ExportForm
              choices={choices}
              recipient={recipient}
              usualFolder={answer?.folder ?? ''}
              onChange={change}
            />
            <div className="button-row">
              {isWriting ? (
                <button type="button" onClick={() => cancel.mutate({})}>
                  {words.cancel}
                </button>
              ) : (
                <button type="button" className="diagnostics-export" onClick={begin}>
                  {words.export}
                </button>
              )}
              <button type="button" aria-disabled={look.isPending} onClick={lookInside}>
                {look.isPending ? words.looking : plan === null ? words.look : words.lookAgain}
              </button>
            </div>
            <CommandError error={start.error ?? cancel.error ?? look.error ?? error} />
            {answer !== undefined && <ExportState state={answer.state} canShow={answer.canShow} />}
          </div>
        </Panel>
        <OpenBundlePanel />
      </div>
      <div className="diagnostics-column">
        <Panel title={words.findings}>
          {plan === null ? (
            <p className="diagnostics-body diagnostics-hint">{words.notLooked}</p>
          ) : (
            <>
              <FindingsList findings={plan.findings} />
              <MissingList missing={plan.missing} />
            </>
          )}
        </Panel>
        <PartsPanel plan={plan} request={request} onWithout={(without) => change({ without })} />
      </div>
    </div>
  );
}
