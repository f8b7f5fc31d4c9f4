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
import { triesOf } from '../bench/measure-again.ts';
import { requireLife } from '../bench/meeting.ts';
import { firstResultLimit, firstResultMs } from '../bench/spoken-meeting.ts';
import { wayBack } from '../bench/way-back.ts';
import { spokenWords } from '../bench/speech.ts';
import { failed, judged, passed, unproved } from '../judge/check.ts';
import { round } from '../judge/quantile.ts';
import { asTold, sentence } from '../../../../shared/words/all-words.ts';

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
    return unproved(['answered', sentence('verify.talk.answered')], {
      value: results.length,
      limit: expected,
      found: sentence('verify.talk.answered.late', {
        got: results.length,
        of: expected,
        sec: waitedMs / 1_000,
      }),
      next: sentence('verify.talk.answered.late.next'),
    });
  }
  const problems = problemsIn(connection.received);
  const told = updatesIn(connection.received).filter(
    ({ text }) => !results.some((result) => result.text === text),
  );
  const answered = sentence('verify.talk.answered.found', {
    got: results.length,
    of: expected,
    sec: seconds,
  });
  const parts = [answered, sentence('verify.talk.answered.updates', { lost: told.length })];
  return judged(results.length >= expected, ['answered', sentence('verify.talk.answered')], {
    value: results.length,
    limit: expected,
    evidence: seqsOf(
      events,
      connection,
      results.map(({ received }) => received),
    ),
    found: told.length > 0 ? sentence('verify.parts', { parts }) : answered,
    next:
      problems.length > 0
        ? sentence('verify.talk.target-says', { problems: problems.map(asTold) })
        : sentence('verify.talk.answered.next'),
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
  const name = ['updates', sentence('verify.talk.updates')] as const;
  if (normal.length === 0) return unproved(name, { found: sentence('verify.talk.updates.none') });
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
        ? sentence('verify.talk.updates.all', { results: normal.length })
        : sentence('verify.talk.updates.lost', { results: without.length }),
    next: sentence('verify.talk.updates.next'),
  });
}

function words(bench: Bench, { connection }: SpokenMeeting, { results, events }: Seen): VerificationCheck {
  const spoken = results.filter(hasWords);
  const name = ['words', sentence('verify.talk.words')] as const;
  const problems = problemsIn(connection.received);
  const evidence = seqsOf(
    events,
    connection,
    spoken.map(({ received }) => received),
  );
  if (spoken.length === 0) {
    const found =
      problems.length > 0
        ? sentence('verify.talk.no-words-but', { problems: problems.map(asTold) })
        : sentence('verify.talk.no-words');
    const isMute = problems.length > 0 || results.length > 0;
    const next = sentence('verify.talk.no-words.next');
    return isMute
      ? failed(name, { value: 0, limit: 1, evidence, found, next })
      : unproved(name, { found, next });
  }
  const share = shareOfWords(spoken.map(({ text }) => text).join(' '));
  const isStandIn =
    bench.engine === 'hash-words' || spoken.every(({ text }) => /^seg [0-9a-f]{8}/.test(text));
  return passed(name, {
    value: spoken.length,
    limit: 1,
    evidence,
    found: isStandIn
      ? sentence('verify.talk.words.stand-in', { results: spoken.length })
      : sentence('verify.talk.words.found', { results: spoken.length, percent: share }),
  });
}

function shareOfWords(heard: string): number {
  const list = (text: string): string[] => text.toLowerCase().match(/[\p{L}\d']+/gu) ?? [];
  const known = new Set(list(heard));
  const said = list(spokenWords);
  return Math.round((100 * said.filter((word) => known.has(word)).length) / said.length);
}

const slowAdvice = sentence('verify.talk.first-result.next');

function firstResult(bench: Bench, spoken: SpokenMeeting, { results, events }: Seen): VerificationCheck {
  const name = ['first-result', sentence('verify.talk.first-result')] as const;
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
      found: sentence('verify.talk.first-result.stuck', { ms: waitedMs }),
      next: slowAdvice,
    });
  }
  const exactMs = firstResultMs(spoken);
  if (first === undefined || exactMs === null)
    return unproved(name, { found: sentence('verify.talk.no-result') });
  const ms = round(exactMs);
  const limit = round(firstResultLimit(bench));
  // Within the limit it is proved beside any other work, which makes it longer only.
  if (ms > limit && spoken.bottleneck !== null) {
    return unproved(name, {
      value: ms,
      unit: 'ms',
      limit,
      evidence: seqsOf(events, spoken.connection, [first.received]),
      found: sentence('verify.parts', {
        parts: [
          sentence('verify.talk.first-result.open', { ms }),
          spoken.bottleneck,
          ...triesOf(spoken.tries),
        ],
      }),
      next: quietAdvice(),
    });
  }
  bench.figures.firstResultMs = ms;
  return judged(ms <= limit, name, {
    value: ms,
    unit: 'ms',
    limit,
    evidence: seqsOf(events, spoken.connection, [first.received]),
    found: sentence('verify.talk.first-result.found', { ms }),
    next: slowAdvice,
  });
}

function order(
  { connection }: SpokenMeeting,
  results: readonly Result[],
  events: readonly StoredEvent[],
): VerificationCheck {
  const name = ['order', sentence('verify.talk.order')] as const;
  if (results.length === 0) return unproved(name, { found: sentence('verify.talk.no-result') });
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
        ? sentence('verify.talk.order.found')
        : sentence('verify.talk.order.late', { results: late.length }),
    next: sentence('verify.talk.order.next'),
  });
}

const stages = ['initialization', 'summary_generation'] as const;

function endExchange(
  spoken: SpokenMeeting,
  results: readonly Result[],
  events: readonly StoredEvent[],
): VerificationCheck {
  const { connection } = spoken;
  const name = ['end-exchange', sentence('verify.talk.end')] as const;
  if (spoken.complete === null && results.length < stretchesOf(spoken)) {
    return unproved(name, {
      found: sentence('verify.talk.end.not-yet'),
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
        ? sentence('verify.talk.end.complete')
        : sentence('verify.talk.end.missing', { missing: missing.join(', ') }),
    next: sentence('verify.talk.end.next'),
  });
}
