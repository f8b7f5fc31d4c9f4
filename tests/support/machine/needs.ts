import { describe, inject, it } from 'vitest';
import type { Need } from './find-lacks.ts';

/** Groups tests that need something of the machine; where that is not there, they are skipped and the end says why. */
export function describeWith(needs: readonly Need[], title: string, define: () => void): void {
  describe(title, skippedWithout(needs), define);
}

/** A test that needs something of the machine. */
export function itWith(needs: readonly Need[], title: string, run: () => void | Promise<void>): void {
  it(title, skippedWithout(needs), run);
}

function skippedWithout(needs: readonly Need[]): { skip: boolean; meta: { lacks: string } } {
  const all = inject('lacks');
  const lacks = needs.flatMap((need) => all[need] ?? []);
  return { skip: lacks.length > 0, meta: { lacks: lacks.join('; ') } };
}
