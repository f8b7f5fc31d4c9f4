import { hasRoughWords } from '../../../shared/settings/better-words.ts';
import type { SessionReport } from '../../../shared/session/session.ts';
import { say } from '../../../shared/words/all-words.ts';
import type { CommonOptions } from '../options/common-options.ts';
import { commandHint } from './command-hint.ts';

/** How to get better words, in a line, where the engine that nobody named gets few of them right; otherwise nothing. */
export function roughWordsHint(
  report: SessionReport,
  options: Pick<CommonOptions, 'home'> & { engine?: string },
): string {
  const asked = options.engine;
  const engine = report.transcripts.at(-1)?.engine ?? report.engine;
  if (engine === null || !hasRoughWords(engine) || (asked !== undefined && asked !== 'auto')) return '';
  return `${say('doctor.rough-words', { engine })}${commandHint({ do: 'get-model' }, options)}\n`;
}
