import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import { framesOf } from '../bench/answers.ts';
import type { Bench } from '../bench/bench.ts';
import { judged, passed, unproved } from '../judge/check.ts';
import { count } from '../judge/quantile.ts';

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
    return [unproved(['stored', 'Stored as seen'], { found: 'Nothing came from the target.' })];
  }
  const variable = report.violations.filter(({ isConstant }) => !isConstant);
  return [
    judged(total === seen.in + seen.out && isOrdered, ['stored', 'Stored as seen on the wire'], {
      value: total,
      limit: seen.in + seen.out,
      evidence: all,
      found: `${count(seen.out, 'frame')} went and ${seen.in} came; ${total} are stored${isOrdered ? '' : ', not in the order in which they came'}.`,
      next: 'Events are missing from our own store: look at the row "Storage" of the health page.',
    }),
    judged(unreadable.length === 0, ['readable', 'Frames that can be read'], {
      value: unreadable.length,
      limit: 0,
      evidence: unreadable.map(({ seq }) => seq),
      found:
        unreadable.length === 0
          ? `All ${seen.in} frames are JSON messages.`
          : `${count(unreadable.length, 'frame')} of ${seen.in} can't be read (bad JSON): ${unreadable[0]?.reason ?? ''}`,
      next: 'The target breaks messages off or sends something else between them. Look at the raw frames named here.',
    }),
    passed(['validated', 'Validated'], {
      value: report.events,
      evidence: variable.map(({ sampleId }) => sampleId),
      found: `${count(report.events, 'frame')} were checked against the reference's rules: ${report.monitor.validationErrors} lack a required field, as a real backend's PROCESSING_STATUS and ERROR always do.`,
    }),
  ];
}
