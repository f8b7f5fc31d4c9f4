import { describe, expect, it } from 'vitest';
import { roughWordsHint } from '../../../../src/main/cli/output/rough-words.ts';
import type { SessionReport } from '../../../../src/shared/session/session.ts';

const heardBy = (engine: string | null, ...transcripts: string[]): SessionReport =>
  ({ engine, transcripts: transcripts.map((name) => ({ engine: name })) }) as unknown as SessionReport;

describe('the hint after a transcription', () => {
  it.each<[string, SessionReport, string | undefined]>([
    ['nobody chose an engine', heardBy('pocketsphinx', 'pocketsphinx'), undefined],
    ['"auto" was asked for', heardBy(null, 'pocketsphinx'), 'auto'],
    ['it made the last of several transcripts', heardBy('groq', 'groq', 'pocketsphinx'), undefined],
  ])('says how to get better words than those of pocketsphinx where %s', (_name, report, asked) => {
    const hint = roughWordsHint(report, { ...(asked !== undefined && { engine: asked }) });
    expect(hint).toContain('pocketsphinx');
    expect(hint).toContain('engines models get base');
    expect(hint.endsWith('\n')).toBe(true);
  });

  it.each<[string, SessionReport, string | undefined]>([
    ['somebody asked for it by name', heardBy('pocketsphinx', 'pocketsphinx'), 'pocketsphinx'],
    ['another engine made the words', heardBy('groq', 'groq'), undefined],
    [
      'the last transcript is of another engine',
      heardBy('pocketsphinx', 'pocketsphinx', 'whisper'),
      undefined,
    ],
    ['there are no words of an engine', heardBy(null), undefined],
  ])('is not there where %s', (_name, report, asked) => {
    expect(roughWordsHint(report, { ...(asked !== undefined && { engine: asked }) })).toBe('');
  });
});
