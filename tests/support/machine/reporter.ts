import type { Reporter, TestCase, TestModule, TestSuite, Vitest } from 'vitest/node';
import './context.ts';

const slowestShown = 20;

/** At the end: which tests were slow, and which were left out and why. */
export default class MachineReporter implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const lines = [...slowest(tests), ...skipped(tests)];
    if (lines.length > 0) this.#vitest?.logger.log(['', ...lines, ''].join('\n'));
  }
}

function slowest(tests: readonly TestCase[]): string[] {
  const timed = tests
    .map((test) => ({ test, sec: (test.diagnostic()?.duration ?? 0) / 1_000 }))
    .filter(({ sec }) => sec >= 1)
    .toSorted((a, b) => b.sec - a.sec)
    .slice(0, slowestShown);
  if (timed.length === 0) return [];
  return [
    ' Slowest tests:',
    ...timed.map(({ test, sec }) => `${sec.toFixed(1).padStart(8)} s  ${nameOf(test)}`),
  ];
}

/** By reason, with all names: a test that never runs anywhere should be seen. */
function skipped(tests: readonly TestCase[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const test of tests) {
    const result = test.result();
    if (result.state !== 'skipped') continue;
    const reason = result.note ?? reasonOf(test);
    byReason.set(reason, [...(byReason.get(reason) ?? []), nameOf(test)]);
  }
  return [...byReason].flatMap(([reason, names]) => [
    ` Left out, ${names.length} (${reason}):`,
    ...names.map((name) => `            ${name}`),
  ]);
}

/** Its own reason, or that of the group it is in. */
function reasonOf(test: TestCase): string {
  for (let at: TestCase | TestSuite | TestModule = test; at.type !== 'module'; at = at.parent) {
    const { lacks } = at.meta();
    if (lacks !== undefined && lacks !== '') return lacks;
  }
  return 'not asked for';
}

function nameOf(test: TestCase): string {
  return `${test.module.relativeModuleId} > ${test.fullName}`;
}
