import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js';
import { problemOfFeed, signFeed } from '../../src/main/electron/updates/feed-signature.ts';

/**
 * Makes a private key in a new file that only its owner can read. Answers the public one, for the app.
 * @param {string | undefined} file
 */
export async function makeKeyPair(file) {
  if (!file) throw new Error('Name the file for the private key: npm run sign-updates -- --new-key FILE');
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  // A key that is there already is not written over: apps that are out follow it.
  await writeFile(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  return textOf(publicKey);
}

/**
 * Signs every feed in a folder, in the feed itself. Answers their names.
 * @param {string} folder
 * @param {string | undefined} keyFile of the private key
 */
export async function signFeeds(folder, keyFile) {
  if (!keyFile) throw new Error('SCRUMBOT_UPDATES_PRIVATE_KEY is missing: the file with the private key.');
  const privateKey = createPrivateKey(await readFile(keyFile, 'utf8'));
  const publicKey = textOf(createPublicKey(privateKey));
  const names = (await readdir(folder)).filter((name) => /^latest.*\.yml$/.test(name));
  if (names.length === 0)
    throw new Error(`There is no latest*.yml in ${folder}. Run "npm run package" first.`);
  for (const name of names) {
    const path = join(folder, name);
    const text = (await readFile(path, 'utf8')).replace(/^signature:.*\n?/m, '').trimEnd();
    const feed = /** @type {Record<string, unknown>} */ (
      /** @type {unknown} */ (parseUpdateInfo(text, name, new URL(`https://updates.invalid/${name}`)))
    );
    const signature = signFeed(feed, name, privateKey);
    const problem = problemOfFeed({ ...feed, signature }, { name, publicKey, newestMs: null });
    if (problem !== null) throw new Error(`${name} would not be followed: ${problem}.`);
    await writeFile(path, `${text}\nsignature: ${signature}\n`);
  }
  return names;
}

/** @param {import('node:crypto').KeyObject} publicKey */
function textOf(publicKey) {
  return publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
}
