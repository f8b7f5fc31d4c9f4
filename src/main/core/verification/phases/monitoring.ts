import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import { framesOf } from '../bench/answers.ts';
import type { Bench } from '../bench/bench.ts';
import { judged, passed, unproved } from '../judge/check.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** Whether what was recorded is what was on the wire, and whether it can be read and is valid. */
export async function monitoring(bench: Bench): Promise<VerificationCheck[]> {
  const { connection, sessionId } = await bench.spoken();
  const [events, report] = [await bench.events(sessionId), await bench.analyse(sessionId)];
  const seen = connection.counts();
  const stored = { in: framesOf(events, connection, 'in'), out: framesOf(events, connection, 'out') };
  const unreadable = stored.in.filter(({ type }) => type === 'unreadable');
  const isOrdered = connection.received.every(
    ({ message, index }) => (message?.type ?? 'unreadable') === stored.in[index]?.type,
  );
  const all = [...stored.out, ...stored.in].map(({ seq }) => seq);
  const total = stored.in.length + stored.out.length;
  if (seen.in === 0) {
    return [
      unproved(['stored', sentence('verify.monitoring.stored')], {
        found: sentence('verify.monitoring.nothing'),
      }),
    ];
  }
  const variable = report.violations.filter(({ isConstant }) => !isConstant);
  return [
    judged(total === seen.in + seen.out && isOrdered, ['stored', sentence('verify.monitoring.stored')], {
      value: total,
      limit: seen.in + seen.out,
      evidence: all,
      found: sentence(isOrdered ? 'verify.monitoring.stored.found' : 'verify.monitoring.stored.disordered', {
        out: seen.out,
        in: seen.in,
        stored: total,
      }),
      next: sentence('verify.monitoring.stored.next'),
    }),
    judged(unreadable.length === 0, ['readable', sentence('verify.monitoring.readable')], {
      value: unreadable.length,
      limit: 0,
      evidence: unreadable.map(({ seq }) => seq),
      found:
        unreadable.length === 0
          ? sentence('verify.monitoring.readable.all', { frames: seen.in })
          : sentence('verify.monitoring.readable.found', {
              bad: unreadable.length,
              of: seen.in,
              why: unreadable[0]?.reason ?? '',
            }),
      next: sentence('verify.monitoring.readable.next'),
    }),
    passed(['validated', sentence('verify.monitoring.validated')], {
      value: report.events,
      evidence: variable.map(({ sampleId }) => sampleId),
      found: sentence('verify.monitoring.validated.found', {
        frames: report.events,
        lacking: report.monitor.validationErrors,
      }),
    }),
  ];
}
