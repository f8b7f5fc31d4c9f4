import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeKeyPair, signFeeds } from '../../../scripts/support/sign-feeds.mjs';
import { problemOfFeed } from '../../../src/main/electron/updates/feed-signature.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const feed =
  "version: 2.0.0\nfiles:\n  - url: app.AppImage\n    sha512: abc\n    size: 3\nreleaseDate: '2026-05-01T12:00:00.000Z'\n";

test('feeds are signed in place, also a second time, and the app with the public key follows them', async () => {
  const folder = await makeTemporaryFolder();
  const keyFile = join(folder, 'key.pem');
  const publicKey = await makeKeyPair(keyFile);
  expect((await stat(keyFile)).mode & 0o077).toBe(0);
  await writeFile(join(folder, 'latest-linux.yml'), feed);
  await writeFile(join(folder, 'latest.yml'), feed);
  expect(await signFeeds(folder, keyFile)).toEqual(['latest-linux.yml', 'latest.yml']);
  const once = await readFile(join(folder, 'latest-linux.yml'), 'utf8');
  await signFeeds(folder, keyFile);
  const text = await readFile(join(folder, 'latest-linux.yml'), 'utf8');
  expect(text).toBe(once);
  expect(text.startsWith(feed)).toBe(true);
  const signature = /^signature: (\S+)$/m.exec(text)?.[1];
  const read = {
    version: '2.0.0',
    files: [{ url: 'app.AppImage', sha512: 'abc', size: 3 }],
    releaseDate: '2026-05-01T12:00:00.000Z',
    signature,
  };
  expect(problemOfFeed(read, { name: 'latest-linux.yml', publicKey, newestMs: null })).toBeNull();
  expect(problemOfFeed(read, { name: 'latest.yml', publicKey, newestMs: null })).not.toBeNull();
});

test('a key is not written over, and what is missing is said', async () => {
  const folder = await makeTemporaryFolder();
  const keyFile = join(folder, 'key.pem');
  await makeKeyPair(keyFile);
  await expect(makeKeyPair(keyFile)).rejects.toThrow('EEXIST');
  await expect(signFeeds(folder, keyFile)).rejects.toThrow('There is no latest*.yml');
  await expect(signFeeds(folder, undefined)).rejects.toThrow('SCRUMBOT_UPDATES_PRIVATE_KEY');
});
