import { counted } from '../plural.ts';
import type { SessionReport } from './session.ts';
import { isHidden } from './transcripts.ts';

/** What a finished session has to show for itself. */
export type OutcomeFacts = Pick<
  SessionReport,
  | 'sessionId'
  | 'mode'
  | 'target'
  | 'engine'
  | 'reason'
  | 'seconds'
  | 'chunks'
  | 'receipt'
  | 'transcript'
  | 'tracks'
>;

/** `isWhole` only where the evidence says so: nothing is complete because nobody looked. */
export type Outcome = { isWhole: boolean; headline: string; evidence: string; next: string | null };

/** The outcome of a session that ended by Stop or with its source. */
export function outcomeOf(report: OutcomeFacts): Outcome {
  const evidence = evidenceOf(report);
  const { sessionId, mode, target, reason } = report;
  if (reason !== null)
    return {
      isWhole: false,
      headline: 'The recording is not complete',
      evidence,
      next: `Open the session to see what is missing: "scrumbot sessions show ${sessionId}".`,
    };
  if (mode === 'capture-only')
    return { isWhole: true, headline: 'The recording is complete', evidence, next: null };
  if (speechSec(report) === 0)
    return {
      isWhole: false,
      headline: 'Nobody was heard',
      evidence,
      next: 'Check that the meeting plays on the device that is recorded, and that the right source is chosen.',
    };
  if (wordsIn(report) === 0)
    return {
      isWhole: false,
      headline: 'No words came back',
      evidence,
      next:
        mode === 'stream'
          ? `Check that ${target ?? 'the target'} has a transcriber that works; then "scrumbot sessions send ${sessionId}" sends the audio again.`
          : `Check the engine, or try another: "scrumbot transcribe --session ${sessionId} --engine NAME".`,
    };
  return { isWhole: true, headline: 'The recording is complete', evidence, next: null };
}

/** Chunks or segments that were to be sent: silence is not. */
export function dueOf({ captured, silent }: Pick<OutcomeFacts['chunks'], 'captured' | 'silent'>): number {
  return captured - silent;
}

function evidenceOf(report: OutcomeFacts): string {
  const { mode, chunks, transcript, tracks, seconds } = report;
  const lengths = tracks.flatMap(({ gaps }) => gaps.map(({ lengthSec }) => lengthSec));
  const gaps =
    lengths.length === 0
      ? 'no gaps'
      : `${counted(lengths.length, 'gap')} of ${lengthText(lengths.reduce((sum, sec) => sum + sec, 0))}`;
  if (mode === 'capture-only') return `${lengthText(seconds)} recorded, ${gaps}.`;
  const shown = transcript.filter((line) => !isHidden(line));
  const due = dueOf(chunks);
  const done =
    mode === 'direct'
      ? `${chunks.delivered} of ${counted(due, 'segment')} transcribed`
      : `${chunks.delivered} of ${counted(due, 'chunk')} delivered${chunks.unconfirmed > 0 ? `, ${chunks.unconfirmed} unconfirmed` : ''}`;
  return `${lengthText(seconds)} recorded, ${lengthText(speechSec(report))} of speech, ${counted(wordsIn(report), 'word')} in ${counted(shown.length, 'line')}, ${due === 0 ? 'nothing to send' : done}, ${gaps}.`;
}

function speechSec({ receipt }: OutcomeFacts): number {
  return receipt.minutes.reduce((sum, minute) => sum + minute.speechSec, 0);
}

function wordsIn({ transcript }: OutcomeFacts): number {
  return transcript
    .filter((line) => !isHidden(line))
    .reduce((sum, { text }) => sum + text.split(/\s+/).filter((word) => word !== '').length, 0);
}

/** `0.4 s`, `12 s`, `12 min 34 s`, `1 h 2 min`. */
export function lengthText(sec: number): string {
  if (sec < 10) return `${Math.round(sec * 10) / 10} s`;
  const whole = Math.round(sec);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
