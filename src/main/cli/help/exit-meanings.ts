import { say, type Code } from '../../../shared/words/all-words.ts';
import { exitCodes } from '../exit-codes.ts';

const meanings = {
  done: 'help.exit.done',
  notInOrder: 'help.exit.not-in-order',
  usage: 'help.exit.usage',
  unreachable: 'help.exit.unreachable',
  engineFailed: 'help.exit.engine-failed',
  storageFailed: 'help.exit.storage-failed',
  interrupted: 'help.exit.interrupted',
} as const satisfies Record<keyof typeof exitCodes, Code>;

/** Each exit code with what it means. */
export function exitMeanings(): [code: number, meaning: string][] {
  const names = Object.keys(meanings) as (keyof typeof meanings)[];
  return names.map((name) => [exitCodes[name], say(meanings[name])]);
}

/** The same as lines of a help. */
export function exitCodeLines(): string {
  const lines = exitMeanings().map(([code, meaning]) => `  ${String(code).padEnd(5)}${meaning}`);
  return `\n${say('help.exit-codes')}\n${lines.join('\n')}`;
}
