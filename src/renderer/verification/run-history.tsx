import type { ReactNode } from 'react';
import type { RunSummary } from '../../shared/verification/verification.ts';
import { CommandError } from '../parts/command-error.tsx';
import { text } from '../text.ts';
import { DataTable } from '../parts/layout/data-table.tsx';

const words = text.verification;

/** Kept runs, newest first. */
export function RunHistory(props: {
  runs: readonly RunSummary[] | undefined;
  error: Error | null;
  onShow: (runId: string) => void;
  /** Those that are to be compared. */
  chosen: readonly string[];
  onChoose: (runId: string) => void;
  /** Goes on with one that was left before its end; `null` while another is under way. */
  onResume: ((runId: string) => void) | null;
}): ReactNode {
  const { runs, error, onShow, chosen, onChoose, onResume } = props;
  return (
    <>
      <h3 className="verification-heading">{words.history}</h3>
      <CommandError error={error} />
      {runs?.length === 0 && <p className="verification-heading">{words.none}</p>}
      {runs !== undefined && runs.length > 0 && (
        <DataTable label={words.history} columns={Object.values(words.columns)} className="targets-table">
          {runs.map(({ runId, startedAt, target, passed, state, summary, resumable }) => (
            <tr key={runId}>
              <th scope="row">{new Date(startedAt).toLocaleString()}</th>
              <td>{target}</td>
              <td>{state === 'done' ? (passed ? words.passed : words.notPassed) : state}</td>
              <td>{summary}</td>
              <td>
                <button type="button" aria-label={words.showOf(runId)} onClick={() => onShow(runId)}>
                  {words.show}
                </button>{' '}
                {runs.length > 1 && (
                  <button
                    type="button"
                    className="chip-button"
                    aria-label={words.compareOf(runId)}
                    aria-pressed={chosen.includes(runId)}
                    onClick={() => onChoose(runId)}
                  >
                    {words.compare}
                  </button>
                )}{' '}
                {resumable && onResume !== null && (
                  <button type="button" aria-label={words.resumeOf(runId)} onClick={() => onResume(runId)}>
                    {words.resume}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </DataTable>
      )}
    </>
  );
}
