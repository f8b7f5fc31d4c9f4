import { describe, expect, it } from 'vitest';
import { withoutUrlSecrets } from '../../src/main/core/log/private-fields.ts';
import { outsideText } from '../../src/main/core/network/failures/outside-text.ts';
import { createRedactor } from '../../src/main/core/redaction/redaction.ts';
import {
  secretsOfAddress,
  secretsOfArguments,
  secretsOfHeader,
  secretsOfInput,
} from '../../src/main/core/secrecy/find-secrets.ts';
import { createMask } from '../../src/main/core/secrecy/secrecy.ts';
import { eventWords } from '../../src/shared/events/event-words.ts';
import { meantAddress } from '../../src/shared/settings/targets/meant-address.ts';
import { judgeAddress } from '../../src/shared/settings/targets/target-address.ts';
import { visibleLine, visibleText } from '../../src/shared/visible-text.ts';
import { hostileTexts } from './support/hostile-texts.ts';

const mask = createMask();
mask.learn(['CanaryOne44kLmNoPq77/+x', 'aaaaaaaaaaaaaaaa', '0000000000000000']);
const redactor = createRedactor({ secrets: ['CanaryOne44kLmNoPq77/+x', 'aaaaaaaaaaaaaaaa'] });

/** Everything that looks through text of others before it is logged, shown, stored or handed on. */
const readers: [string, (text: string) => unknown][] = [
  ['addresses on a log line', withoutUrlSecrets],
  ['the mask of secrets', (text) => mask.hide(text)],
  ['the redaction of a bundle', (text) => redactor.text(text)],
  ['a sentence in a bundle', (text) => redactor.sentence(text)],
  ['an address', secretsOfAddress],
  ['a command line', (text) => secretsOfArguments([`--header=${text}`, text])],
  ['a header', (text) => secretsOfHeader('x-any', text)],
  ['a call of the page', (text) => secretsOfInput({ url: text, login: text, query: text })],
  ['what a target says of its end', outsideText],
  ['the words of an event', (text) => eventWords({ type: 'X', reason: text, raw: text, fields: '' })],
  ['a typed address', judgeAddress],
  ['a proposal for an address', meantAddress],
  ['text on the terminal', visibleText],
  ['a line on the terminal', visibleLine],
];

// The processor's own time: others that use the machine do not count.
function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const length = 16_384;
// Beside this, what a collection of garbage takes is noise.
const unmeasurableMs = 100;

describe('what looks through text of others', () => {
  it.each(readers)('takes time in proportion to its length, whatever it is: %s', (_name, read) => {
    const slow = hostileTexts(4 * length).flatMap(([name, long], index) => {
      const longMs = cpuMs(() => read(long));
      if (longMs < unmeasurableMs) return [];
      const [, short = ''] = hostileTexts(length)[index] ?? [];
      const shortMs = Math.min(...[1, 2, 3].map(() => cpuMs(() => read(short))));
      // In proportion four times as long; an expression that steps back would take sixteen times as long.
      return longMs > 9 * shortMs + unmeasurableMs ? [`${name}: ${shortMs} ms, then ${longMs} ms`] : [];
    });
    expect(slow).toEqual([]);
  });
});
