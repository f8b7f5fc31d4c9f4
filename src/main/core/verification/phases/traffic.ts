import { canonicalName } from '../../../../shared/protocol/names.ts';
import type { VerificationCheck, VerificationFigures } from '../../../../shared/verification/verification.ts';
import { framesOf } from '../bench/answers.ts';
import type { Bench } from '../bench/bench.ts';
import { judged, leftOut, passed, unproved, type CheckName } from '../judge/check.ts';
import { round } from '../judge/quantile.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

// Figures of two meetings with the same words differ by their times and ids only.
const tolerance = 1.1;
/** A server that sends so many results for one transcription is one before the event fixes. */
const oldRatio = 1.5;
const halved = 0.5;

/** Messages and bytes of a spoken meeting, by type, a minute; against an earlier run where there is one. */
export async function traffic(bench: Bench): Promise<VerificationCheck[]> {
  const { sessionId, connection, seconds } = await bench.spoken();
  const events = await bench.events(sessionId);
  const report = await bench.analyse(sessionId);
  const minutes = seconds / 60;
  const inbound = framesOf(events, connection, 'in');
  const outbound = framesOf(events, connection, 'out');
  const bytesOf = (frames: typeof events): number => frames.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  const { figures } = bench;
  figures.bytesInPerMinute = Math.round(bytesOf(inbound) / minutes);
  figures.bytesOutPerMinute = Math.round(bytesOf(outbound) / minutes);
  figures.messagesInPerMinute = round(inbound.length / minutes);
  figures.traffic = report.traffic;
  const { results } = report;
  if (results.transcriptions > 0) {
    figures.resultsPerTranscription ??= round(results.messages / results.transcriptions, 2);
  }
  const types = [...Map.groupBy(inbound, ({ type }) => canonicalName(type))].map(([type, frames]) =>
    sentence('verify.traffic.type', { type, messages: frames.length, bytes: bytesOf(frames) }),
  );
  const evidence = inbound.map(({ seq }) => seq);
  return [
    passed(['messages', sentence('verify.traffic.messages')], {
      value: figures.messagesInPerMinute,
      unit: '/min',
      evidence,
      found: sentence('verify.traffic.messages.found', { sec: seconds, types }),
    }),
    passed(['bytes-in', sentence('verify.traffic.bytes-in')], {
      value: figures.bytesInPerMinute,
      unit: 'B/min',
      evidence,
      found: sentence('verify.traffic.bytes.found', { bytes: figures.bytesInPerMinute }),
    }),
    passed(['bytes-out', sentence('verify.traffic.bytes-out')], {
      value: figures.bytesOutPerMinute,
      unit: 'B/min',
      evidence: outbound.map(({ seq }) => seq),
      found: sentence('verify.traffic.bytes.found', { bytes: figures.bytesOutPerMinute }),
    }),
    againstBaseline(bench, evidence),
  ];
}

function againstBaseline({ baseline, figures }: Bench, evidence: number[]): VerificationCheck {
  const name = ['baseline', sentence('verify.traffic.baseline')] as const;
  if (baseline === null) {
    return leftOut(name, {
      found: sentence('verify.traffic.no-baseline'),
      next: sentence('verify.traffic.no-baseline.next'),
      action: { do: 'compare-verifications' },
    });
  }
  const was = baseline.figures;
  if ((was.resultsPerTranscription ?? 0) >= oldRatio) return theHalf(was, figures, { name, evidence });
  const [before, now] = [was.bytesInPerMinute, figures.bytesInPerMinute];
  if (before === null || now === null || before === 0)
    return unproved(name, { found: sentence('verify.traffic.no-figure') });
  const share = round((100 * now) / before);
  const limit = Math.round(100 * tolerance);
  const outcome = {
    value: share,
    unit: '%',
    limit,
    evidence,
    found: sentence('verify.traffic.baseline.found', {
      now,
      percent: share,
      before,
      run: baseline.runId,
    }),
  };
  // Repetitions are judged where they are named.
  if (share > limit && (figures.resultsPerTranscription ?? 1) > 1) {
    return leftOut(name, { ...outcome, next: sentence('verify.traffic.repeated.next') });
  }
  return judged(share <= limit, name, {
    ...outcome,
    next: sentence('verify.traffic.more.next'),
    action: { do: 'compare-verifications' },
  });
}

/** The guide's bar: result messages take at most half of what they took before the fixes. */
function theHalf(
  was: VerificationFigures,
  now: VerificationFigures,
  { name, evidence }: { name: CheckName; evidence: number[] },
): VerificationCheck {
  const [before, after] = [was.resultsPerTranscription, now.resultsPerTranscription];
  if (before === null || after === null)
    return unproved(name, { found: sentence('verify.traffic.no-ratio') });
  const share = round((100 * after) / before);
  return judged(share <= 100 * halved, name, {
    value: share,
    unit: '%',
    limit: 100 * halved,
    evidence,
    found: sentence('verify.traffic.half.found', { after, percent: share, before }),
    next: sentence('verify.traffic.half.next'),
  });
}
