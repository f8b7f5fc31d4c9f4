import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { inspectBundle, openSealedFile } from '../../../../src/main/core/bundle/bundle.ts';
import { sealFile } from '../../../../src/main/core/bundle/writing/seal.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

type Entry = { name: string; text: string | Buffer; mode?: number };

async function zipOf(
  entries: readonly Entry[],
  change: (bytes: Buffer) => Buffer = (bytes) => bytes,
): Promise<string> {
  const path = join(await makeTemporaryFolder(), 'b.zip');
  const zip = new ZipFile();
  for (const { name, text, mode = 0o100600 } of entries)
    zip.addBuffer(typeof text === 'string' ? Buffer.from(text) : text, name, { mode });
  zip.end();
  const file = createWriteStream(path);
  zip.outputStream.pipe(file);
  await finished(file);
  await writeFile(path, change(await readFile(path)));
  return path;
}

function manifestOf(entries: readonly Entry[]): Entry {
  const files = entries.map(({ name, text }) => ({
    name,
    bytes: Buffer.byteLength(text),
    sha256: createHash('sha256').update(text).digest('hex'),
    cut: null,
  }));
  const head = {
    format: 'scrumbot-bundle-1',
    createdAt: '2026-11-26T10:00:00.000Z',
    version: '1',
    host: 'host-1',
    request: {},
  };
  const rest = {
    window: { from: null, to: '' },
    missing: [],
    canarySeed: '00',
    redactions: {},
    findings: [],
    canaries: { planted: 1, found: 0 },
  };
  return { name: 'manifest.json', text: JSON.stringify({ ...head, ...rest, files }) };
}

const events: Entry = { name: 'events.jsonl', text: '{"seq":1,"type":"connection.open"}\n' };
const inspect = async (path: string): ReturnType<typeof inspectBundle> =>
  inspectBundle(path, ['Tr0ub4dor-3x']);

describe('a bundle of somebody else', () => {
  it('is in order when its files are those of its list and nothing private is in them', async () => {
    const { inspection } = await inspect(await zipOf([events, manifestOf([events])]));
    expect(inspection).toMatchObject({ problems: [], leaks: [] });
  });

  it('is told of when a file was changed, added or taken away', async () => {
    const changed = { ...events, text: '{"seq":2}\n' };
    const added = { name: 'more.txt', text: 'x' };
    const gone = { name: 'gone.json', text: 'x' };
    const { inspection } = await inspect(await zipOf([changed, added, manifestOf([events, gone])]));
    expect(inspection.problems).toEqual([
      expect.stringMatching(/^events\.jsonl was changed/),
      expect.stringMatching(/^gone\.json is listed and not there/),
      expect.stringMatching(/^more\.txt is there and not listed/),
    ]);
  });

  it.each([
    ['a key', 'x gsk_9aBcD3fGh1JkLmN0pQrStUvWxYz12345678'],
    ['a secret of this machine as base64', Buffer.from('the Tr0ub4dor-3x one').toString('base64')],
    ['an address with a login', 'wss://joe:secret@host.example.com/ws'],
  ])('leaks %s, and that is found', async (_name, text) => {
    const leaking = { ...events, text: `{"reason":"${text}"}\n` };
    const { inspection } = await inspect(await zipOf([leaking, manifestOf([leaking])]));
    expect(inspection.leaks).toContainEqual(expect.objectContaining({ file: 'events.jsonl' }));
  });

  it('is told of when its page holds a script', async () => {
    const page = { name: 'summary.html', text: '<p onclick="x()">a</p><script>x()</script>' };
    const { inspection } = await inspect(await zipOf([page, manifestOf([page])]));
    expect(inspection.problems).toEqual(['summary.html holds a script.']);
  });

  // Of the same length, so that the zip stays whole.
  const renamed = (to: string) => (bytes: Buffer) =>
    Buffer.from(bytes.toString('latin1').replaceAll('events.jsonl', to), 'latin1');

  it.each([
    ['points outside by dots', () => zipOf([events], renamed('../../x.json'))],
    ['points outside by a root', () => zipOf([events], renamed('/etc/x.jsonl'))],
    ['points outside by backslashes', () => zipOf([events], renamed('..\\..\\x.txt'))],
    ['holds a link', () => zipOf([{ ...events, mode: 0o120777 }])],
    ['holds a bomb', () => zipOf([{ name: 'events.jsonl', text: Buffer.alloc(30_000_000) }])],
    ['holds two files of one name', () => zipOf([events, events])],
    ['has no list of files', () => zipOf([events])],
    ['has a list that is none', () => zipOf([{ name: 'manifest.json', text: '{"format":"other"}' }])],
    ['is cut', () => zipOf([events, manifestOf([events])], (bytes) => bytes.subarray(0, bytes.length - 40))],
    ['is no zip', () => zipOf([], () => Buffer.from('hello'))],
  ])('is refused in words when it %s', async (_name, make) => {
    await expect(inspect(await make())).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/was not opened: .+/) as string,
    });
  });

  it('is opened again by the identity that it was sealed for, and by no other', async () => {
    const path = await zipOf([events, manifestOf([events])]);
    const plain = await readFile(path);
    const [identity, other] = [await generateIdentity(), await generateIdentity()];
    const { signal } = new AbortController();
    await sealFile(path, await identityToRecipient(identity), signal);
    await expect(inspect(path)).rejects.toThrow(/is sealed/);
    const out = `${path}.opened`;
    await expect(openSealedFile({ path, identity: other, out, signal })).rejects.toMatchObject({
      code: 'bad-input',
    });
    await openSealedFile({ path, identity: `# mine\n${identity}\n`, out, signal });
    expect(await readFile(out)).toEqual(plain);
  });
});
