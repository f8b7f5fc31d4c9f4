import { describe, expect, it } from 'vitest';
import { runScrumbot } from '../../support/scrumbot.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

describe('the settings on the command line', () => {
  it('are changed by their paths, within their limits', async () => {
    const home = await makeTemporaryFolder();
    const run = async (...words: string[]) => {
      const { code, stdout, stderr } = await runScrumbot(['settings', ...words, '--json'], { home });
      return { code, stderr, answer: JSON.parse(stdout) as unknown };
    };
    expect(await run('set', 'direct.language', 'German')).toMatchObject({
      code: 0,
      answer: { setting: 'direct.language', value: 'de', usual: null },
    });
    expect(await run('set', 'direct.maxInFlight', '99')).toMatchObject({
      code: 2,
      stderr: 'direct.maxInFlight: At most 8.\n',
    });
    expect(await run('set', 'direct.vocabulary', '["Bärbel", "a b"]')).toMatchObject({
      answer: { value: ['Bärbel', 'a b'] },
    });
    expect((await run('list')).answer).toContainEqual(
      expect.objectContaining({ setting: 'direct.language', value: 'de' }),
    );
  });
});

describe('keys on the command line', () => {
  it('come from a variable, show no more than their end, and are forgotten', async () => {
    const home = await makeTemporaryFolder();
    const environment = { MY_KEY: 'gsk_of_a_test_1234' };
    const run = (...words: string[]) => runScrumbot(['keys', ...words, '--json'], { home, environment });
    const kept = await run('set', 'groq', '--from', 'env:MY_KEY');
    expect(JSON.parse(kept.stdout)).toEqual({
      name: 'groq',
      state: { set: true, lastFour: '1234', kept: 'file' },
    });
    expect(kept.stdout + kept.stderr).not.toContain('gsk_of');
    expect(JSON.parse((await run('remove', 'groq')).stdout)).toMatchObject({ state: { set: false } });
  });
});
