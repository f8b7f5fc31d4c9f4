import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createPlaceOpener } from '../../../../src/main/core/backend/open-place.ts';
import type { FoundEngine } from '../../../../src/main/core/speech/speech.ts';
import { settingsSchema } from '../../../../src/shared/settings/settings.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

async function makeOpener(programs: readonly string[]) {
  const folder = await makeTemporaryFolder();
  await mkdir(join(folder, 'bin'));
  for (const name of programs) {
    await writeFile(join(folder, 'bin', name), '#!/bin/sh\nexit 0\n');
    await chmod(join(folder, 'bin', name), 0o755);
  }
  const started: FoundEngine[] = [];
  const open = createPlaceOpener({
    environment: { PATH: join(folder, 'bin') },
    home: folder,
    whisper: {} as never,
    secrets: {
      describe: () => Promise.resolve({ set: false, lastFour: null, kept: 'file' }),
      get: () => Promise.resolve(null),
    } as never,
    network: {} as never,
    readSettings: () => Promise.resolve(settingsSchema.parse({})),
    ready: () => Promise.reject(new Error('No target was asked for.')),
    startBackend(engine) {
      started.push(engine);
      return Promise.resolve({ url: 'ws://127.0.0.1:9/ws', stop: () => Promise.resolve() });
    },
  });
  return { open, started };
}

it('opens a speech engine of this machine as a place of its own', async () => {
  const { open, started } = await makeOpener(['pocketsphinx_continuous']);
  await expect(open('engine:pocketsphinx')).resolves.toMatchObject({
    name: 'engine:pocketsphinx',
    dial: { url: 'ws://127.0.0.1:9/ws' },
  });
  expect(started).toMatchObject([{ engine: { name: 'pocketsphinx' } }]);
});

it('says what is missing of an engine, and which there are', async () => {
  const { open, started } = await makeOpener([]);
  await expect(open('engine:pocketsphinx')).rejects.toMatchObject({ code: 'engine-failed' });
  await expect(open('engine:none')).rejects.toMatchObject({ code: 'engine-failed' });
  await expect(open('engine:nonsense')).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringMatching(/called "nonsense"\. Known: auto, none, .*groq/) as string,
  });
  await expect(open('engine:groq')).rejects.toMatchObject({
    code: 'engine-failed',
    message: expect.stringContaining('Groq needs a key') as string,
  });
  expect(started).toEqual([]);
});
