import type { Status } from '../../shared/health.ts';
import type { Core } from '../core/core.ts';
import { formatDuration } from './table.ts';
import type { Terminal } from './terminal.ts';

/** Keeps one line at the bottom of the terminal in step with the recording. Answers how to end it. */
export function showProgress(core: Core, terminal: Terminal): () => void {
  let latestWords = '';
  const endStatus = core.topics.subscribe('status', (status) => {
    terminal.err(`\r\u001b[2K${fit(progressText(status, latestWords), terminal.columns)}`);
  });
  const endTranscript = core.topics.subscribe('transcript', ({ line }) => {
    latestWords = line.text;
  });
  return () => {
    endStatus();
    endTranscript();
    terminal.err('\r\u001b[2K');
  };
}

function progressText(status: Status, latestWords: string): string {
  const meters = status.levels.map(
    ({ source, rmsDb, state }) => `${source} ${rmsDb === null ? state : `${Math.round(rmsDb)} dB`}`,
  );
  const { captured, delivered } = status.chunks;
  const parts = [
    `● ${formatDuration(status.recordedSec)}`,
    ...meters,
    ...(captured > 0 ? [`${delivered} of ${captured} chunks delivered`] : []),
    ...(latestWords === '' ? [] : [`“${latestWords}”`]),
  ];
  return parts.join('  ');
}

function fit(text: string, columns: number): string {
  return text.length < columns ? text : `${text.slice(0, Math.max(0, columns - 2))}…`;
}
