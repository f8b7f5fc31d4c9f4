import type { StoredEvent } from '../../../../shared/events/events.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import {
  bodyOf,
  distinctResults,
  hasWords,
  lifeOf,
  ofType,
  problemsIn,
  seqsOf,
  updatesIn,
  type Result,
} from '../bench/answers.ts';
import type { Bench, SpokenMeeting } from '../bench/bench.ts';
import { quietAdvice } from '../bench/machine-watch.ts';
import { triesText } from '../bench/measure-again.ts';
import { requireLife } from '../bench/meeting.ts';
import { firstResultLimit, firstResultMs } from '../bench/spoken-meeting.ts';
import { wayBack } from '../bench/way-back.ts';
import { spokenWords } from '../bench/speech.ts';
import { failed, judged, passed, unproved } from '../judge/check.ts';
import { count, round } from '../judge/quantile.ts';

const bufferSec = 3;

/** A spoken meeting: words back, each transcription answered, soon enough, in order, and a whole end. */
export async function endToEnd(bench: Bench): Promise<VerificationCheck[]> {
  const spoken = await bench.spoken();
  const events = await bench.events(spoken.sessionId);
  const { connection } = spoken;
  if (spoken.complete === null) await requireLifeWhile(bench, spoken);
  const results = distinctResults(connection.received);
  return [
    answers(spoken, results, { events, waitedMs: bench.work.answerMs }),
    updates(spoken, results, events),
    words(bench, spoken, { results, events }),
    firstResult(bench, spoken, { results, events }),
    wayBack(await bench.knownClock(), spoken, { results, events }),
    order(spoken, results, events),
    endExchange(spoken, results, events),
  ];
}

/** The connection was closed by us when all was over; while it was open it was asked. */
async function requireLifeWhile(bench: Bench, { connection }: SpokenMeeting): Promise<void> {
  if (connection.ended() === null) await requireLife(bench, connection);
}

type Seen = { results: readonly Result[]; events: readonly StoredEvent[] };

const stretchesOf = ({ seconds }: SpokenMeeting): number => Math.ceil(seconds / bufferSec);

function answers(
  spoken: SpokenMeeting,
  results: readonly Result[],
  { events, waitedMs }: { events: readonly StoredEvent[]; waitedMs: number },
): VerificationCheck {
  const { connection, seconds, complete } = spoken;
  const expected = stretchesOf(spoken);
  // What is late is not lost: the target was still at it when nothing had come for so long.
  if (complete === null && results.length < expected) {
    return unproved(['answered', 'Each transcription answered'], {
      value: results.length,
      limit: expected,
      found: `${results.length} of ${expected} were answered when nothing more had come for ${waitedMs / 1_000} s.`,
      next: 'The target answers pings, but is too slow to be judged: see the first result.',
    });
  }
  const problems = problemsIn(connection.received);
  const told = updatesIn(connection.received).filter(
    ({ text }) => !results.some((result) => result.text === text),
  );
  const lost = told.length > 0 ? ` The update of ${count(told.length, 'lost result')} came.` : '';
  return judged(results.length >= expected, ['answered', 'Each transcription answered'], {
    value: results.length,
    limit: expected,
    evidence: seqsOf(
      events,
      connection,
      results.map(({ received }) => received),
    ),
    found: `${results.length} of ${expected} stretches of ${seconds} s of speech were answered with a result.${lost}`,
    next:
      problems.length > 0
        ? `The target says: ${problems.join(' ')}`
        : 'Results are lost on the way, or the transcriber gave up: compare with what the server logged as sent.',
  });
}

function updates(
  { connection }: SpokenMeeting,
  results: readonly Result[],
  events: readonly StoredEvent[],
): VerificationCheck {
  // Those of the timeout and of the end have none, by design.
  const normal = results.filter(({ isFinal, isTimeout }) => !isFinal && !isTimeout);
  const texts = new Set(updatesIn(connection.received).map(({ text }) => text));
  const without = normal.filter(({ text }) => !texts.has(text));
  const name = ['updates', 'MEETING_UPDATE for each result'] as const;
  if (normal.length === 0) return unproved(name, { found: 'There was no result that has an update.' });
  return judged(without.length === 0, name, {
    value: normal.length - without.length,
    limit: normal.length,
    evidence: seqsOf(
      events,
      connection,
      (without.length === 0 ? normal : without).map(({ received }) => received),
    ),
    found:
      without.length === 0
        ? `Each of ${count(normal.length, 'result')} had its MEETING_UPDATE.`
        : `${count(without.length, 'result')} had no MEETING_UPDATE: it was lost.`,
    next: 'Messages are lost between the server and us: look at proxies and at the log of the server.',
  });
}

function words(bench: Bench, { connection }: SpokenMeeting, { results, events }: Seen): VerificationCheck {
  const spoken = results.filter(hasWords);
  const name = ['words', 'Words back'] as const;
  const problems = problemsIn(connection.received);
  const evidence = seqsOf(
    events,
    connection,
    spoken.map(({ received }) => received),
  );
  if (spoken.length === 0) {
    const found = problems.length > 0 ? `No words: ${problems.join(' ')}` : 'No words received.';
    const isMute = problems.length > 0 || results.length > 0;
    const next = 'The transcriber of the target does not work: look at its log and its model.';
    return isMute
      ? failed(name, { value: 0, limit: 1, evidence, found, next })
      : unproved(name, { found, next });
  }
  const share = shareOfWords(spoken.map(({ text }) => text).join(' '));
  const standIn =
    bench.engine === 'hash-words' || spoken.every(({ text }) => /^seg [0-9a-f]{8}/.test(text))
      ? " They are made up by the stand-in for a recogniser, so they can't be compared with what was said."
      : ` ${share} % of the words that were said are among them.`;
  return passed(name, {
    value: spoken.length,
    limit: 1,
    evidence,
    found: `${count(spoken.length, 'result')} with words.${standIn}`,
  });
}

function shareOfWords(heard: string): number {
  const list = (text: string): string[] => text.toLowerCase().match(/[\p{L}\d']+/gu) ?? [];
  const known = new Set(list(heard));
  const said = list(spokenWords);
  return Math.round((100 * said.filter((word) => known.has(word)).length) / said.length);
}

const slowAdvice =
  'The transcriber is slow: where it takes longer for 3 s of speech than 3 s it falls behind, and audio is lost. Use a smaller model or a faster machine.';

function firstResult(bench: Bench, spoken: SpokenMeeting, { results, events }: Seen): VerificationCheck {
  const name = ['first-result', 'First result after the third second of speech'] as const;
  const [first] = results;
  const thirdMs = spoken.sentMs[bufferSec - 1];
  const isStuck = spoken.complete === null && thirdMs !== undefined;
  if (first === undefined && isStuck) {
    const waitedMs = Math.round(bench.clock.monotonicMs() - thirdMs);
    return failed(name, {
      value: waitedMs,
      unit: 'ms',
      limit: bench.work.limits.firstResultMs,
      evidence: lifeOf(events, spoken.connection),
      found: `No result within ${waitedMs} ms, though pings are answered: the transcriber is slow or stuck.`,
      next: slowAdvice,
    });
  }
  const exactMs = firstResultMs(spoken);
  if (first === undefined || exactMs === null) return unproved(name, { found: 'No result came.' });
  const ms = round(exactMs);
  const limit = round(firstResultLimit(bench));
  // Within the limit it is proved beside any other work, which makes it longer only.
  if (ms > limit && spoken.bottleneck !== null) {
    return unproved(name, {
      value: ms,
      unit: 'ms',
      limit,
      evidence: seqsOf(events, spoken.connection, [first.received]),
      found: `${ms} ms. ${spoken.bottleneck}${triesText(spoken.tries)}`,
      next: quietAdvice,
    });
  }
  bench.figures.firstResultMs = ms;
  return judged(ms <= limit, name, {
    value: ms,
    unit: 'ms',
    limit,
    evidence: seqsOf(events, spoken.connection, [first.received]),
    found: `${ms} ms. The reference takes 900 ms.`,
    next: slowAdvice,
  });
}

function order(
  { connection }: SpokenMeeting,
  results: readonly Result[],
  events: readonly StoredEvent[],
): VerificationCheck {
  const name = ['order', 'Order of messages'] as const;
  if (results.length === 0) return unproved(name, { found: 'No result came.' });
  const firstUpdate = new Map<string, number>();
  for (const { text, received } of updatesIn(connection.received)) {
    if (!firstUpdate.has(text)) firstUpdate.set(text, received.index);
  }
  const summary = ofType(connection.received, 'PROCESSING_STATUS').find(
    (one) => bodyOf(one).stage === 'summary_generation',
  );
  const late = results.filter(
    ({ text, received, isFinal }) =>
      received.index > (firstUpdate.get(text) ?? Number.POSITIVE_INFINITY) ||
      (isFinal && summary !== undefined && received.index > summary.index),
  );
  return judged(late.length === 0, name, {
    value: late.length,
    limit: 0,
    evidence: seqsOf(
      events,
      connection,
      (late.length === 0 ? results : late).map(({ received }) => received),
    ),
    found:
      late.length === 0
        ? 'Each result came before its MEETING_UPDATE, the last before the summary.'
        : `${count(late.length, 'result')} came behind a message that has to follow it (reordered).`,
    next: 'Messages overtake each other: something between the server and us, or several tasks of the server, send on one connection without an order.',
  });
}

const stages = ['initialization', 'summary_generation'] as const;

function endExchange(
  spoken: SpokenMeeting,
  results: readonly Result[],
  events: readonly StoredEvent[],
): VerificationCheck {
  const { connection } = spoken;
  const name = ['end-exchange', 'End of the meeting'] as const;
  if (spoken.complete === null && results.length < stretchesOf(spoken)) {
    return unproved(name, {
      found: 'The target had not answered all audio yet, so the end was not its turn.',
    });
  }
  const seen = ofType(connection.received, 'PROCESSING_STATUS').map((one) => bodyOf(one).stage);
  const missing = [
    ...stages.filter((stage) => !seen.includes(stage)).map((stage) => `PROCESSING_STATUS(${stage})`),
    ...['MEETING_SUMMARY', 'PROCESSING_COMPLETE'].filter(
      (type) => ofType(connection.received, type).length === 0,
    ),
  ];
  const all = connection.received.filter(({ type }) =>
    ['PROCESSING_STATUS', 'MEETING_SUMMARY', 'PROCESSING_COMPLETE'].includes(type),
  );
  return judged(missing.length === 0, name, {
    value: stages.length + 2 - missing.length,
    limit: stages.length + 2,
    evidence: seqsOf(events, connection, all),
    found:
      missing.length === 0
        ? 'Complete: initialization, summary, PROCESSING_COMPLETE.'
        : `Missing: ${missing.join(', ')}.`,
    next: 'The server did not finish the meeting. One that waits for bufferFlushComplete got it; look at its log from the end of this meeting on.',
  });
}
