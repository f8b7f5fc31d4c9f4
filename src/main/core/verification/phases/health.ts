import type { ProbeStep } from '../../../../shared/settings/targets/probe.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import type { Bench } from '../bench/bench.ts';
import { failed, leftOut, passed } from '../judge/check.ts';
import { saidOf, sentence } from '../../../../shared/words/all-words.ts';

/** Whether both bases answer at `/health` and `/`, and with what. */
export async function health(bench: Bench): Promise<VerificationCheck[]> {
  const { steps } = await bench.probe();
  const found = steps.filter(({ id }) => id.endsWith('/health') || id.endsWith('/')).map(checkOf);
  const hasRest = steps.some(({ id }) => id.startsWith('REST backend'));
  return [
    ...found,
    ...(hasRest
      ? []
      : [
          leftOut(['rest', sentence('verify.health.rest')], {
            found: sentence('verify.health.no-rest'),
            next: sentence('verify.health.no-rest.next'),
            action: { do: 'edit-target', target: bench.target.name },
          }),
        ]),
    leftOut(['timestamp', sentence('verify.health.timestamp')], {
      found: sentence('verify.health.timestamp.found'),
    }),
  ];
}

function checkOf(step: ProbeStep): VerificationCheck {
  const { id, status, ms } = step;
  const found = saidOf(step, 'found');
  const next = step.next === null ? null : saidOf(step, 'next');
  const name = [id.replaceAll(' ', '-').toLowerCase(), saidOf(step, 'title')] as const;
  const figures = { found, limit: '200', unit: '', evidence: [] };
  // The probe takes a page that is not there for a note: at / of a REST backend there need not be one.
  const is200 = found.code === 'probe.answer' || found.code === 'probe.empty-answer';
  if (is200) return passed(name, { ...figures, value: '200', next });
  const said = found.params.status;
  const value = found.code === 'probe.status' && typeof said === 'number' ? String(said) : null;
  if (status === 'note') return leftOut(name, { ...figures, value, next });
  return failed(name, {
    ...figures,
    value,
    next: next ?? sentence('verify.health.not-200.next', { ms: ms ?? 0 }),
  });
}
