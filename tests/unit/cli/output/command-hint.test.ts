import { afterEach, describe, expect, it, vi } from 'vitest';
import { commandHint } from '../../../../src/main/cli/output/command-hint.ts';

describe('the command behind a sentence', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is one of the shell where the program is installed', () => {
    vi.stubEnv('npm_lifecycle_event', 'test');
    expect(commandHint({ do: 'get-model' }, {})).toBe(' Command: scrumbot engines models get base');
    expect(commandHint(null, {})).toBe('');
  });

  it("is npm's where npm has started the program, also behind another program", () => {
    vi.stubEnv('npm_lifecycle_event', 'scrumbot');
    expect(commandHint({ do: 'get-model' }, {})).toBe(
      ' Command: npm run -s scrumbot -- engines models get base',
    );
    expect(commandHint({ do: 'record-pipe' }, { home: '/a b' })).toBe(
      " Command: ffmpeg -i FILE -f wav - | npm run -s scrumbot -- --home '/a b' record --input -",
    );
  });
});
