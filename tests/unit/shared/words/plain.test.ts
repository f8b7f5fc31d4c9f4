import { describe, expect, it } from 'vitest';
import { text } from '../../../../src/renderer/text.ts';
import { settingLabels } from '../../../../src/shared/settings/setting-labels.ts';
import { say } from '../../../../src/shared/words/all-words.ts';
import { bundleFindings } from '../../../../src/shared/words/english/bundle/bundle-findings.ts';
import { cliRefusals } from '../../../../src/shared/words/english/cli/cli-refusals.ts';
import { cliSaid } from '../../../../src/shared/words/english/cli/cli-said.ts';
import { helpWords } from '../../../../src/shared/words/english/cli/help/help-words.ts';
import { english } from '../../../../src/shared/words/english/english.ts';
import { refusals } from '../../../../src/shared/words/english/refusals/refusals.ts';
import { toldWords } from '../../../../src/shared/words/english/told/told.ts';
import { verificationWords } from '../../../../src/shared/words/english/verification/verification-words.ts';

// What nobody says any more, and second names of what has one: "Data folder", "per", "p95", "starts with", "already running".
const quaint =
  /\b(?:anew|befell|mend(?:s|ed)?|hurry|strangers?|nought|one too many|(?:is|are|was|were) told|as it was|looked at|goes on|gone on|went on|begins? with|home folder|results? a transcription|an? (?:meeting minute|abandoned)|\d of 100|(?:running|recorded|transcribed|sent|downloaded) already|takes? no more|is over)\b/i;

/** Each text of a catalogue with where it stands; a function stands with all its words. */
function textsOf(catalogue: unknown, path: string): [path: string, text: string][] {
  if (typeof catalogue === 'string' || typeof catalogue === 'function') return [[path, String(catalogue)]];
  if (typeof catalogue !== 'object' || catalogue === null) return [];
  return Object.entries(catalogue).flatMap(([name, value]) => textsOf(value, `${path}.${name}`));
}

describe('what people read', () => {
  it('is in current words, and names each thing as the glossary does', () => {
    const catalogues = {
      ...{ english, refusals, toldWords, cliRefusals, cliSaid, helpWords, bundleFindings },
      ...{ verificationWords, text, settingLabels },
    };
    const texts = textsOf(catalogues, '');
    expect(texts.length).toBeGreaterThan(1_500);
    expect(texts.filter(([, told]) => quaint.test(told))).toEqual([]);
  });

  it('has its verbs agree with what is counted', () => {
    const part = { why: 'No.', pending: 1, due: 3 };
    expect(say('link.undelivered', part)).toContain('1 of 3 chunks was not');
    expect(say('link.undelivered', { ...part, pending: 2 })).toContain('2 of 3 chunks were not');
    expect(say('stream.sending-cancelled', { chunks: 1 })).toContain('1 chunk is kept');
    expect(say('verify.monitoring.validated.found', { frames: 9, lacking: 1 })).toContain(
      '1 lacks a required',
    );
    expect(say('verify.soak.lived', { minutes: 1 })).toBe('It stayed open for 1 minute.');
    expect(say('verify.soak.lived', { minutes: 0.5 })).toBe('It stayed open for 0.5 minutes.');
    expect(say('outcome.gaps', { gaps: 1, sec: 2 })).toBe('1 gap of 2 s');
    expect(say('outcome.gaps', { gaps: 3, sec: 2 })).toBe('3 gaps, 2 s in all');
    expect(text.health.summary('Disk', 1, { bad: 0, warning: 1 })).toBe('Disk: 1 state, 0 bad, 1 warning.');
  });
});
