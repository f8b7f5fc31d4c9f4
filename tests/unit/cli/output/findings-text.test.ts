import { expect, it } from 'vitest';
import { findingsText, lines } from '../../../../src/main/cli/output/texts/findings-text.ts';
import { localTimeMs } from '../../../../src/shared/local-time.ts';

const told = '2026-03-02T23:40:05.250Z';
const shown = localTimeMs(Date.parse(told));

it('tells times of findings in the zone of the person, and what can be done with its command', () => {
  const text = findingsText(
    [
      {
        id: 'engine-key',
        level: 'bad',
        title: 'The speech engine refused the key.',
        evidence: [`${told} event 7 engine.waiting`],
        next: 'Enter a valid key.',
        action: { do: 'enter-key', name: 'groq' },
      },
    ],
    {},
  );
  expect(text).toContain(`    ${shown} event 7 engine.waiting\n`);
  expect(text).toMatch(/→ Enter a valid key\. Command: .*keys set groq$/m);
  expect(text).not.toContain('T23:40');
});

it('tells times of what was not looked at alike', () => {
  expect(lines('Not looked at:', [`The newest event is of ${told}: choose a longer time.`])).toBe(
    `Not looked at:\n    The newest event is of ${shown}: choose a longer time.\n`,
  );
});
