import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runScrumbot } from '../../support/scrumbot.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

it('says on record what is odd about the address of a target, with what may be meant', async () => {
  const home = join(await makeTemporaryFolder(), 'home');
  const input = `file:${join(home, 'nothing.wav')}`;
  const { stderr } = await runScrumbot(
    ['record', '--input', input, '--target', 'ws://127.0.0.1:5167/ws/ws'],
    {
      home,
    },
  );
  expect(stderr).toContain('Did you mean ws://127.0.0.1:5167/ws?');
  expect(stderr).toContain('Did you mean ws://127.0.0.1:8080/ws/ws?');
});
