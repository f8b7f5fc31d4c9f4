import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startTestCore } from '../../support/core.ts';
import { describeWith } from '../../support/machine/needs.ts';
import { writeTalk } from '../../support/talk.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

describeWith(['posix'], 'a session that streams to the built-in target', () => {
  it('names the engine that writes its words', async () => {
    const folder = await makeTemporaryFolder();
    const [programs, wav] = [join(folder, 'programs'), join(folder, 'talk.wav')];
    await mkdir(programs);
    await writeFile(join(programs, 'pocketsphinx_continuous'), '#!/bin/sh\necho it is said\n');
    await chmod(join(programs, 'pocketsphinx_continuous'), 0o755);
    await writeTalk(wav, 1);
    const core = await startTestCore({
      home: join(folder, 'home'),
      environment: { PATH: `${programs}:/usr/bin:/bin` },
    });
    const started = await core.sessions.start({
      inputs: [{ kind: 'file', path: wav, speed: 'max' }],
      engine: 'pocketsphinx',
    });
    expect(started).toMatchObject({ mode: 'stream', target: 'built-in', engine: 'pocketsphinx' });
    await core.sessions.ended();
    expect(await core.sessions.show(started.sessionId)).toMatchObject({
      text: expect.stringContaining('it is said') as string,
    });
  });
});
