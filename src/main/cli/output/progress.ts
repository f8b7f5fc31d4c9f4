import type { Status } from '../../../shared/session/status.ts';
import { dueOf } from '../../../shared/session/outcome.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import type { Core } from '../../core/core.ts';
import { formatDuration } from './table.ts';
import type { Terminal } from './terminal.ts';
import { say } from '../../../shared/words/all-words.ts';

const usualColumns = 80;

/** Keeps one line at the bottom of the terminal in step with the recording. Answers how to end it. */
export function showProgress(
  core: Pick<Core, 'topics'>,
  terminal: Pick<Terminal, 'status' | 'columns'>,
): () => void {
  let latestWords = '';
  const endStatus = core.topics.subscribe('status', (status) => {
    showLine(terminal, progressText(status, latestWords));
  });
  const endTranscript = core.topics.subscribe('transcript', ({ line }) => {
    latestWords = line.text;
  });
  return () => {
    endStatus();
    endTranscript();
    clearLine(terminal);
  };
}

/** The same for a kept session that is transcribed. */
export function showKeptProgress(
  core: Pick<Core, 'topics'> & { transcription: Pick<Core['transcription'], 'progressOf'> },
  terminal: Pick<Terminal, 'status' | 'columns'>,
  sessionId: string,
): () => void {
  const endSessions = core.topics.subscribe('sessions', () => {
    const progress = core.transcription.progressOf(sessionId);
    if (progress === null) return;
    showLine(terminal, `● ${say('cli.segments', { segments: progress.segments, what: progress.sentence })}`);
  });
  return () => {
    endSessions();
    clearLine(terminal);
  };
}

function progressText(status: Status, latestWords: string): string {
  // Once the capture is over they would only say so.
  const levels = status.session?.state === 'recording' ? status.levels : [];
  const meters = levels.map(
    ({ source, rmsDb, state }) => `${source} ${rmsDb === null ? state : `${Math.round(rmsDb)} dB`}`,
  );
  const { phase, sentence } = status.connection;
  const isHeldUp = phase === 'waiting' || phase === 'stopped';
  const parts = [
    `● ${formatDuration(status.recordedSec)}`,
    ...meters,
    ...countsOf(status),
    // Before the words: what somebody may have to act on must not be cut off by them.
    ...(isHeldUp ? [sentence] : []),
    ...(latestWords === '' ? [] : [`“${latestWords}”`]),
  ];
  return parts.join('  ');
}

function countsOf({ chunks, session }: Status): string[] {
  const { delivered } = chunks;
  const due = dueOf(chunks);
  if (due === 0) return [];
  return session?.mode === 'direct'
    ? [say('cli.of-segments', { done: delivered, due })]
    : [say('cli.of-chunks', { done: delivered, due })];
}

function showLine(terminal: Pick<Terminal, 'status' | 'columns'>, text: string): void {
  const columns = terminal.columns === undefined || terminal.columns === 0 ? usualColumns : terminal.columns;
  const line = visibleLine(text);
  const fitting = line.length < columns ? line : `${line.slice(0, columns - 2)}…`;
  terminal.status(fitting);
}

function clearLine(terminal: Pick<Terminal, 'status'>): void {
  terminal.status('');
}
