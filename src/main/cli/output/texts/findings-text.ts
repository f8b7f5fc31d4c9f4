import type { BundleFinding } from '../../../../shared/bundle/bundle.ts';
import type { CommonOptions } from '../../options/common-options.ts';
import { withTimes } from '../../../../shared/told-times.ts';
import { commandHint } from '../command-hint.ts';
import { localTimeMs } from '../../../../shared/local-time.ts';
import { say } from '../../../../shared/words/all-words.ts';

const signs = { bad: '✗', warning: '!', notice: '·' } as const;

/** What is wrong, by what evidence, and what to do; the same in `bundle`, `bundle inspect` and `doctor`. */
export function findingsText(
  findings: readonly BundleFinding[],
  options: Pick<CommonOptions, 'home'>,
): string {
  if (findings.length === 0) return `${say('cli.no-trouble')}\n`;
  return findings
    .map(({ level, title, evidence, next, action }) =>
      [
        `${signs[level]} ${title}`,
        ...evidence.map((line) => `    ${withTimes(line, localTimeMs)}`),
        `    → ${next}${commandHint(action, options)}`,
        '',
      ].join('\n'),
    )
    .join('');
}

/** A title with indented lines; nothing where there are none. */
export function lines(title: string, all: readonly string[]): string {
  return all.length === 0
    ? ''
    : `${title}\n${all.map((line) => `    ${withTimes(line, localTimeMs)}\n`).join('')}`;
}
