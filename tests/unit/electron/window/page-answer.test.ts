import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answerPage } from '../../../../src/main/electron/window/page-answer.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

async function makePage(): Promise<string> {
  const parent = await makeTemporaryFolder();
  const folder = join(parent, 'renderer');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<title>page</title>');
  await writeFile(join(folder, 'assets', 'index-a1_b2.js'), '1');
  await writeFile(join(parent, 'secret.json'), '{}');
  return folder;
}

const get = async (url: string, method = 'GET'): Promise<Response> =>
  answerPage({ url, method }, await makePage());

describe('the pages of the app', () => {
  test.each(['app://scrumbot/', 'app://scrumbot/index.html'])('answer %s', async (url) => {
    const response = await get(url);
    expect(await response.text()).toBe('<title>page</title>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  test('come with the whole policy as a header', async () => {
    const { headers } = await get('app://scrumbot/assets/index-a1_b2.js');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each([
    'app://scrumbot/../secret.json',
    'app://scrumbot/..%2fsecret.json',
    'app://scrumbot/assets/..%5c..%5csecret.json',
    'app://scrumbot/assets/../../secret.json',
    'app://scrumbot//etc/passwd',
    'app://scrumbot/missing.html',
    'app://scrumbot/index.html.exe',
    'app://other/index.html',
  ])('are nothing else: %s', async (url) => {
    expect((await get(url)).status).toBe(404);
  });

  test('are read only', async () => {
    expect((await get('app://scrumbot/index.html', 'POST')).status).toBe(405);
  });
});
