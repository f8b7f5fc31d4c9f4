import type { Action } from '../words/actions.ts';
import { sayIt, sentence, type Sentence } from '../words/words.ts';
import type { SessionReport } from './session.ts';
import { isOnlySilent } from './silence.ts';
import { isHidden } from './transcript/hidden-flags.ts';

/** What a finished session has to show for itself. */
export type OutcomeFacts = Pick<
  SessionReport,
  | 'sessionId'
  | 'mode'
  | 'target'
  | 'engine'
  | 'reason'
  | 'reasons'
  | 'seconds'
  | 'chunks'
  | 'receipt'
  | 'transcript'
  | 'tracks'
>;

/** `isWhole` only where the evidence says so: nothing is complete because nobody looked. */
export type Outcome = {
  isWhole: boolean;
  headline: string;
  evidence: string;
  next: string | null;
  /** The same as codes. */
  said: { headline: Sentence; reason: Sentence[]; next: Sentence | null };
  /** What `next` can be done by. */
  action: Action | null;
};

/** The outcome of a session that ended by Stop or with its source. */
export function outcomeOf(report: OutcomeFacts): Outcome {
  const { sessionId, mode, target, reason } = report;
  if (isOnlySilent(report))
    return outcome(report, sentence('outcome.silent'), {
      next: sentence('status.silent.next'),
      action: { do: 'check-sound' },
    });
  if (reason !== null)
    return outcome(report, sentence('outcome.incomplete'), {
      next: sentence('outcome.incomplete.next'),
      action: { do: 'open-session', sessionId },
    });
  if (mode === 'capture-only') return outcome(report, sentence('outcome.complete'), null);
  if (speechSec(report) === 0)
    return outcome(report, sentence('outcome.no-speech'), {
      next: sentence('outcome.no-speech.next'),
      action: { do: 'check-sound' },
    });
  if (wordsIn(report) > 0) return outcome(report, sentence('outcome.complete'), null);
  return outcome(
    report,
    sentence('outcome.no-words'),
    mode === 'stream'
      ? {
          next: sentence('outcome.no-words.stream.next', { target: target ?? 'the target' }),
          action: { do: 'send-session', sessionId },
        }
      : {
          next: sentence('outcome.no-words.direct.next'),
          action: { do: 'transcribe-session', sessionId },
        },
  );
}

function outcome(
  report: OutcomeFacts,
  headline: Sentence,
  step: { next: Sentence; action: Action } | null,
): Outcome {
  const evidence = evidenceOf(report);
  return {
    isWhole: step === null,
    headline: sayIt(headline),
    evidence: sayIt(evidence),
    next: step === null ? null : sayIt(step.next),
    said: { headline, reason: [evidence], next: step?.next ?? null },
    action: step?.action ?? null,
  };
}

/** Chunks or segments that were to be sent: silence is not. */
export function dueOf({ captured, silent }: Pick<OutcomeFacts['chunks'], 'captured' | 'silent'>): number {
  return captured - silent;
}

function evidenceOf(report: OutcomeFacts): Sentence {
  const { mode, chunks, transcript, tracks, seconds } = report;
  const lengths = tracks.flatMap(({ gaps }) => gaps.map(({ lengthSec }) => lengthSec));
  const recorded = sentence('outcome.recorded', { sec: seconds });
  const gaps = sentence('outcome.gaps', {
    gaps: lengths.length,
    sec: lengths.reduce((sum, sec) => sum + sec, 0),
  });
  if (mode === 'capture-only') return sentence('outcome.evidence', { parts: [recorded, gaps] });
  const lines = transcript.filter((line) => !isHidden(line)).length;
  return sentence('outcome.evidence', {
    parts: [
      recorded,
      sentence('outcome.speech', { sec: speechSec(report) }),
      sentence('outcome.words', { words: wordsIn(report), lines }),
      ...doneParts(mode, chunks),
      gaps,
    ],
  });
}

function doneParts(mode: OutcomeFacts['mode'], chunks: OutcomeFacts['chunks']): Sentence[] {
  const done = { done: chunks.delivered, due: dueOf(chunks) };
  if (done.due === 0) return [sentence('outcome.nothing-to-send')];
  if (mode === 'direct') return [sentence('outcome.transcribed', done)];
  const { unconfirmed } = chunks;
  return [
    sentence('outcome.delivered', done),
    ...(unconfirmed > 0 ? [sentence('outcome.unconfirmed', { chunks: unconfirmed })] : []),
  ];
}

function speechSec({ receipt }: OutcomeFacts): number {
  return receipt.minutes.reduce((sum, minute) => sum + minute.speechSec, 0);
}

function wordsIn({ transcript }: OutcomeFacts): number {
  return transcript
    .filter((line) => !isHidden(line))
    .reduce((sum, { text }) => sum + text.split(/\s+/).filter((word) => word !== '').length, 0);
}
