import type { MessageExpectation } from '../../../../shared/verification/scenario.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import { explainSilence } from '../bench/acquaintance.ts';
import type { Bench } from '../bench/bench.ts';
import { ConnectionBroke } from '../bench/connect.ts';
import { readShipped } from '../bench/shipped-file.ts';
import { failed, leftOut, passed, unproved } from '../judge/check.ts';
import { playScenario } from '../scenario/play-scenario.ts';
import { readScenario } from '../scenario/read-scenario.ts';
import type { Branch, Step } from '../scenario/scenario.ts';
import { asTold, saidOf, sentence } from '../../../../shared/words/all-words.ts';

const file = 'bad-input.yaml';
// A message of 16 MiB is nothing for a quick run.
const onlyThorough = 'too-big';
// As long as any other answer may take.
const greetingWithin = '45s';

/** The table of bad input, all of it side by side, while somebody else is served: a scenario that comes with the suite. */
export async function badInput(bench: Bench): Promise<VerificationCheck[]> {
  const text = (await readShipped(file)).toString('utf8');
  const { steps } = readScenario({ file, text });
  const branches = steps.flatMap((step) => (step.kind === 'parallel' ? step.branches : []));
  const checks = await Promise.all(branches.map((branch) => tryBranch(bench, branch)));
  return [
    ...checks,
    leftOut(['rate-zero', sentence('verify.bad-input.rate-zero')], {
      found: sentence('verify.bad-input.rate-zero.found'),
    }),
  ];
}

async function tryBranch(bench: Bench, { id, name, path, steps }: Branch): Promise<VerificationCheck> {
  const title = [id ?? path, asTold(name ?? path)] as const;
  if (id === onlyThorough && !bench.work.isThorough)
    return leftOut(title, { found: sentence('verify.bad-input.too-big.found') });
  const sessionId = bench.session('bad-input');
  try {
    const { outcomes } = await playScenario(
      {
        ...bench,
        open: () => bench.open(sessionId),
        meetingId: sessionId,
        mostWaitMs: bench.work.answerMs,
        isHalfOpen: async (connection) =>
          (await explainSilence(connection, bench.acquaintance)) === 'half-open',
      },
      bench.acquaintance.greets ? steps.map(withPatience) : steps.filter((step) => greetingOf(step) === null),
    );
    const all = outcomes.checks({ file, prefix: '', events: await bench.events(sessionId) });
    const worst =
      all.find(({ status }) => status === 'fail') ?? all.find(({ status }) => status === 'inconclusive');
    const evidence = all.flatMap((check) => check.evidence);
    if (worst === undefined)
      return passed(title, {
        found: sentence('verify.parts', { parts: all.slice(2).map((check) => saidOf(check, 'found')) }),
        evidence,
      });
    const next = sentence('verify.bad-input.next', { expected: saidOf(worst, 'title') });
    const about = { found: saidOf(worst, 'found'), evidence: worst.evidence, next };
    return worst.status === 'fail' ? failed(title, about) : unproved(title, about);
  } catch (error) {
    if (!(error instanceof ConnectionBroke)) throw error;
    return unproved(title, { found: sentence('verify.bad-input.no-connection', { why: error.message }) });
  }
}

/** What a step waits for that need not come: the greeting. */
const greetingOf = (step: Step): MessageExpectation | null =>
  step.kind === 'expect' && typeof step.value === 'object' && 'optional' in step.value ? step.value : null;

/** It is known to greet: a greeting that is late must not be taken for the answer to what was sent. */
function withPatience(step: Step): Step {
  const greeting = greetingOf(step);
  return step.kind !== 'expect' || greeting === null
    ? step
    : { ...step, value: { ...greeting, within: greetingWithin } };
}
