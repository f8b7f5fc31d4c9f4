import type { StoredEvent } from '../../../../shared/events/events.ts';
import { isDuplicate } from '../../../../shared/events/finding-rules.ts';
import type { AnalysisReport, Finding } from '../../../../shared/events/findings.ts';
import { canonicalName, isDeprecatedName } from '../../../../shared/protocol/names.ts';
import { secToSamples } from '../../../../shared/sound/audio.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import { distinctResults, framesOf, resultsIn, seqsOf } from '../bench/answers.ts';
import type { Bench } from '../bench/bench.ts';
import { openMeeting, requireLife } from '../bench/meeting.ts';
import { judged, unproved } from '../judge/check.ts';
import { round } from '../judge/quantile.ts';
import { asTold, sentence, type Sentence } from '../../../../shared/words/all-words.ts';

const repeats = 3;
const bufferSec = 3;
const restSec = 1.5;
const aftermathMs = 300;

/** The same three seconds three times, then something else and the end: each is to be told once, by its new name. */
export async function duplicates(bench: Bench): Promise<VerificationCheck[]> {
  const { speech, work, clock } = bench;
  const meeting = await openMeeting(bench, 'duplicates');
  const { connection, sessionId } = meeting;
  const same = speech.subarray(0, secToSamples(bufferSec));
  for (let i = 0; i < repeats; i += 1) {
    bench.doing(
      sentence('verify.duplicates.doing', { sec: bufferSec, nth: i + 1, of: repeats }),
      i / repeats,
    );
    await meeting.speak(same, work.chunkEveryMs);
  }
  const beforeEnd = await untilServed(bench, connection);
  const restAt = secToSamples(bufferSec * 2);
  meeting.sendChunk(speech.subarray(restAt, restAt + secToSamples(1)));
  meeting.sendChunk(speech.subarray(restAt + secToSamples(1), restAt + secToSamples(restSec)));
  const { complete } = await meeting.end();
  if (complete === null) await requireLife(bench, connection);
  await sleep(clock, aftermathMs, bench.signal);
  await connection.close();

  const events = await bench.events(sessionId);
  const report = await bench.analyse(sessionId);
  const frames = framesOf(events, connection, 'in');
  const results = resultsIn(connection.received);
  const told = distinctResults(connection.received.slice(0, beforeEnd));
  if (results.length === 0) {
    return [
      oldNames(frames),
      unproved(['repeats', sentence('verify.duplicates.repeats')], {
        found: sentence('verify.duplicates.no-result'),
        next: sentence('verify.duplicates.no-result.next'),
      }),
    ];
  }
  return [
    oldNames(frames),
    repeated(report, frames),
    judged(told.length <= 1, ['suppressed', sentence('verify.duplicates.suppressed')], {
      value: told.length,
      limit: 1,
      evidence: seqsOf(
        events,
        connection,
        told.map(({ received }) => received),
      ),
      found: sentence('verify.duplicates.suppressed.found', {
        sec: bufferSec,
        times: repeats,
        texts: told.length,
      }),
      next: sentence('verify.duplicates.suppressed.next'),
    }),
    perTranscription(bench, report, frames),
  ];
}

/** Asks by HANDSHAKE, which waits its turn behind the audio. Answers how many frames had come by then. */
async function untilServed(
  bench: Bench,
  connection: Awaited<ReturnType<typeof openMeeting>>['connection'],
): Promise<number> {
  const acks = (): number => connection.received.filter(({ type }) => type === 'HANDSHAKE_ACK').length;
  const before = acks();
  connection.send({ type: 'HANDSHAKE', clientType: bench.target.clientType ?? 'desktop_app' });
  const served = await connection.waitFor(() => (acks() > before ? true : null), bench.work.answerMs);
  if (served === null) await requireLife(bench, connection);
  return connection.received.length;
}

function oldNames(frames: readonly StoredEvent[]): VerificationCheck {
  const old = frames.filter(({ type }) => isDeprecatedName(type));
  const counts = Object.entries(Object.groupBy(old, ({ type }) => type)).map(([type, all]) =>
    sentence('verify.duplicates.old-name', {
      name: type,
      times: all?.length ?? 0,
      now: canonicalName(type),
    }),
  );
  return judged(old.length === 0, ['old-names', sentence('verify.duplicates.old-names')], {
    value: old.length,
    limit: 0,
    evidence: old.map(({ seq }) => seq),
    found:
      old.length === 0
        ? sentence('verify.duplicates.none-among', { messages: frames.length })
        : sentence('verify.duplicates.old-names.found', {
            old: old.length,
            messages: frames.length,
            names: counts,
          }),
    next: sentence('verify.duplicates.old-names.next'),
  });
}

const mostPairs = 6;

function repeated(report: AnalysisReport, frames: readonly StoredEvent[]): VerificationCheck {
  const known = new Map(frames.map((event) => [event.seq, event]));
  // What we sent three times is no fault of the target.
  const faults = report.findings.filter(
    ({ cause, eventIds }) => isDuplicate(cause) && eventIds.some((id) => known.has(id)),
  );
  const total = faults.reduce((sum, { repeats: more }) => sum + more, 0);
  const pairs = faults.slice(0, mostPairs).map((finding) => pairText(finding, known));
  const more = faults.length - pairs.length;
  return judged(total === 0, ['repeats', sentence('verify.duplicates.repeats')], {
    value: total,
    limit: 0,
    evidence: faults.flatMap(({ eventIds }) => eventIds),
    found:
      total === 0
        ? sentence('verify.duplicates.none-among', { messages: frames.length })
        : more > 0
          ? sentence('verify.duplicates.repeats.more', { repeats: total, pairs, more })
          : sentence('verify.duplicates.repeats.found', { repeats: total, pairs }),
    next: adviceFor(faults),
  });
}

function pairText({ cause, eventIds }: Finding, known: ReadonlyMap<number, StoredEvent>): Sentence {
  const events = eventIds.map((id) => asTold(`${known.get(id)?.type ?? 'event'} #${id}`));
  return sentence('verify.duplicates.pair', { events, cause: sentence(`cause.${cause}`) });
}

function adviceFor(faults: readonly Finding[]): Sentence {
  const causes = new Set(faults.map(({ cause }) => cause));
  if (causes.has('old-new-pair')) return sentence('verify.duplicates.both-names.next');
  if (causes.has('answered-twice')) return sentence('verify.duplicates.end-race.next');
  return sentence('verify.duplicates.twice.next');
}

function perTranscription(
  bench: Bench,
  { results }: AnalysisReport,
  frames: readonly StoredEvent[],
): VerificationCheck {
  const name = ['per-transcription', sentence('verify.duplicates.ratio')] as const;
  if (results.transcriptions === 0)
    return unproved(name, { found: sentence('verify.duplicates.ratio.none') });
  const ratio = round(results.messages / results.transcriptions, 2);
  bench.figures.resultsPerTranscription = ratio;
  return judged(ratio <= 1, name, {
    value: ratio,
    limit: 1,
    evidence: frames
      .filter(({ type }) => canonicalName(type) === 'TRANSCRIPTION_RESULT')
      .map(({ seq }) => seq),
    found: sentence('verify.duplicates.ratio.found', {
      results: results.messages,
      transcriptions: results.transcriptions,
    }),
    next: sentence('verify.duplicates.ratio.next'),
  });
}
