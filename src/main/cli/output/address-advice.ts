import { adviceText, judgeAddress } from '../../../shared/settings/targets/target-address.ts';
import type { Terminal } from './terminal.ts';

/** What is odd about an address that a command was given, and what may be meant; it is used nevertheless. */
export function adviseOn(target: string | undefined, terminal: Pick<Terminal, 'err'>): void {
  if (target?.includes('://') !== true) return;
  const judged = judgeAddress(target);
  if (!judged.ok) return;
  for (const advice of judged.advice) terminal.err(`${adviceText(advice)}\n`);
}
