import type { ProbeStep } from '../../../../shared/settings/targets/probe.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import type { Bench } from '../bench/bench.ts';
import { failed, leftOut, passed } from '../judge/check.ts';

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
          leftOut(['rest', 'REST backend'], {
            found: 'The target has no REST address.',
            next: 'Where it has one, add its HTTP address to the target.',
            action: { do: 'edit-target', target: bench.target.name },
          }),
        ]),
    leftOut(['timestamp', 'Timestamp in /health'], {
      found:
        'The testing guide expects a "timestamp"; no ScrumBot backend sends one on either base. A note, not a fault.',
    }),
  ];
}

function checkOf({ id, title, status, found, ms, next }: ProbeStep): VerificationCheck {
  const name = [id.replaceAll(' ', '-').toLowerCase(), title] as const;
  const figures = { found, limit: '200', unit: '', evidence: [] };
  // The probe takes a page that is not there for a note: at / of a REST backend there need not be one.
  const is200 = found.startsWith('200');
  if (is200) return passed(name, { ...figures, value: '200', next });
  const value = /^HTTP (\d+)/.exec(found)?.[1] ?? null;
  if (status === 'note') return leftOut(name, { ...figures, value, next });
  return failed(name, {
    ...figures,
    value,
    next:
      next ??
      `It did not answer with 200 within ${ms ?? 0} ms. Is the address right, and is the service behind it running?`,
  });
}
