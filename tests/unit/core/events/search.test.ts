import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { migrate } from '../../../../src/main/core/database/migrate.ts';
import { migrations } from '../../../../src/main/core/database/migrations.ts';
import { openDatabase } from '../../../../src/main/core/database/open-database.ts';
import { createReaderStores } from '../../../../src/main/core/threads/threads.ts';
import type { EventFilter } from '../../../../src/shared/events/events.ts';
import { heard, openEventDatabase, storedFrame } from '../../../support/event-database.ts';

async function openSearch(events: ReturnType<typeof storedFrame>[]) {
  const store = await openEventDatabase();
  await store.writes.events.insert(events);
  const find = async (text: string, filter: EventFilter = {}): Promise<number[]> =>
    (await store.reads.events.list({ text, ...filter })).map(({ seq }) => seq);
  return { ...store, find };
}

const spoken = [
  heard('We ship the login page on Friday'),
  heard('The page for login is late', { sessionId: 's2' }),
  storedFrame({ fields: { chunkId: 'm1-mix-16000' } }),
  storedFrame({
    type: 'ERROR',
    direction: 'in',
    raw: '{"type":"ERROR","error":"Café is closed"}',
    fields: {},
  }),
  storedFrame({
    kind: 'gap',
    type: 'capture.gap',
    raw: null,
    fields: {},
    reason: 'The device was unplugged.',
  }),
  storedFrame({ type: 'unreadable', raw: '{not json at all', fields: {} }),
];

test.each([
  ['one word, in either case', 'LOGIN', [2, 1]],
  ['all words, in any order', 'page friday', [1]],
  ['words side by side', '"login page"', [1]],
  ['a quotation that is still being typed', '"login pa', []],
  ['the beginning of the last word', 'frid', [1]],
  ['no beginning of another word', 'frid page', []],
  ['a whole word rather than what begins with it', 'pag', [2, 1]],
  ['letters without their accents', 'cafe', [4]],
  ['a chunk by its id', 'm1-mix-16000', [3]],
  ['a reason', 'unplugged', [5]],
  ['a type', 'transcription_result', [2, 1]],
  ['a frame that is not JSON', 'not json', [6]],
  ['nothing by the names of fields', 'is_final', []],
  ['nothing by signs alone', '-- * ( "', []],
  ['nothing by words that nobody said', 'banana', []],
])('finds %s', async (_what, text, seqs) => {
  const { find } = await openSearch(spoken);
  expect(await find(text)).toEqual(seqs);
});

test('takes whatever is typed for words, never for a query language', async () => {
  const { find } = await openSearch(spoken);
  for (const text of [
    'login OR',
    'NEAR(',
    'words:login',
    'login*',
    '^login',
    'a"b',
    '\u0000',
    '\ud800',
    "';--",
  ]) {
    await expect(find(text), text).resolves.toBeInstanceOf(Array);
  }
});

test('searches within a session, a type, a direction and a time, and pages without overlap', async () => {
  const { find } = await openSearch([
    heard('review', { wallMs: 10 }),
    heard('review', { wallMs: 20, sessionId: 's2' }),
    heard('review', { wallMs: 30 }),
    storedFrame({ type: 'NOTE', direction: 'out', raw: '{"type":"NOTE","text":"review"}', wallMs: 40 }),
  ]);
  expect(await find('review', { sessionId: 's1' })).toEqual([4, 3, 1]);
  expect(await find('review', { sessionId: 's2' })).toEqual([2]);
  expect(await find('review', { sessionId: 'nobody' })).toEqual([]);
  expect(await find('review', { type: 'TRANSCRIPTION_RESULT' })).toEqual([3, 2, 1]);
  expect(await find('review', { direction: 'out' })).toEqual([4]);
  expect(await find('review', { sinceMs: 20, untilMs: 40 })).toEqual([3, 2]);
  expect(await find('review', { limit: 2 })).toEqual([4, 3]);
  expect(await find('review', { limit: 2, beforeSeq: 3 })).toEqual([2, 1]);
  expect(await find('review', { afterSeq: 2 })).toEqual([3, 4]);
});

test('counts what a search finds', async () => {
  const { reads } = await openSearch(spoken);
  expect(await reads.events.countMatching({ text: 'login' })).toEqual({
    total: 2,
    oldestSeq: 1,
    newestSeq: 2,
  });
  expect(await reads.events.countMatching({ text: 'login', sessionId: 's2' })).toMatchObject({ total: 1 });
  expect(await reads.events.countMatching({ text: '*' })).toEqual({
    total: 0,
    oldestSeq: null,
    newestSeq: null,
  });
});

test('finds what an older version stored, once it has been migrated', async () => {
  const { db, writes } = await openEventDatabase();
  await writes.events.insert(spoken);
  const older = openDatabase(`${db.name}.older`);
  migrate(older, migrations.slice(0, 2));
  older.exec(`ATTACH '${db.name}' AS new; INSERT INTO events SELECT * FROM new.events; DETACH new;`);
  migrate(older, migrations);
  const found = createReaderStores(older).events.list({ text: 'login' });
  expect(found.map(({ seq }) => seq)).toEqual([2, 1]);
  older.close();
});

test('leaves no word of a deleted session in the file', async () => {
  const { db, writes, find } = await openSearch([
    ...Array.from({ length: 200 }, (_, n) => heard(`confidential${n} pineapple`)),
    heard('public', { sessionId: 's2' }),
  ]);
  const inFiles = async (word: string): Promise<boolean> => {
    db.pragma('wal_checkpoint(TRUNCATE)');
    return (await readFile(db.name)).includes(word);
  };
  expect(await inFiles('pineapple')).toBe(true);
  expect(await writes.events.deleteOfSession('s1', 1_000)).toBe(200);
  expect(await find('pineapple')).toEqual([]);
  for (let isFirst = true; await writes.retention.compactWords({ pages: 4, isFirst }); isFirst = false);
  expect(await inFiles('pineapple')).toBe(false);
  expect(await inFiles('onfidential')).toBe(false);
  expect(await find('public')).toEqual([201]);
});
