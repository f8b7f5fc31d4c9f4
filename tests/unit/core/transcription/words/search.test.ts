import { describe, expect, it } from 'vitest';
import type { Database } from 'better-sqlite3';
import { searchReads } from '../../../../../src/main/core/transcription/words/search-store.ts';
import { openTranscript } from '../../../../support/transcribing.ts';

const lines = [
  '我们明天下午开会议讨论预算。',
  '会 议 室',
  'พรุ่งนี้เรามีประชุมเรื่องงบประมาณ',
  '明日の会議は午後です',
  'We wrote it in C++ and not in C.',
  'Version 3.5 is out.',
  'Version 13.5 is old, and 3 of 5 agree.',
  'I don’t know that.',
  'The login page is done.',
  'The page of the login is not done.',
  'Straße und Übung',
  'We ship it today 🎉',
  'ユーザーはOAuthで3.5をC++から使います。',
  '使用API接口，版本V2.1',
  'The capital of APIs.',
  'Paweł met Øystein Økland in Αθήνα, about κόσμος and ёлка.',
];

describe('search', () => {
  it.each<[string, number[]]>([
    ['会议', [0]],
    ['会議', [3]],
    ['預算', []],
    ['ประชุม', [2]],
    ['午後 会議', [3]],
    ['C++', [4, 12]],
    ['3.5', [5, 12]],
    ['oauth', [12]],
    ['OAut', [12]],
    ['"OAut"', []],
    ['API', [13, 14]],
    ['"api"', [13]],
    ['pi', []],
    ['接口 API', [13]],
    ['v2.1', [13]],
    ['V2', [13]],
    ['2.1', []],
    ["don't", [7]],
    ['don’t', [7]],
    ['"login page"', [8]],
    ['login page', [8, 9]],
    ['logi', [8, 9]],
    ['ubung', [10]],
    ['strasse', [10]],
    ['STRASSE ubung', [10]],
    ['pawel', [15]],
    ['okl', [15]],
    ['αθηνα κοσμοσ', [15]],
    ['елка', [15]],
    ['strass paris', []],
    ['🎉', [11]],
    ['ship 🎉', [11]],
    ['🎉 page', []],
    ['"', []],
    ['+++ *', []],
    ['AND OR NOT "', []],
  ])('for %s finds the lines that have it', async (query, found) => {
    const { db } = await openTranscript();
    addLines(db, lines);
    const hits = searchReads(db).search(query, 50);
    expect(hits.map(({ text }) => lines.indexOf(text)).toSorted((a, b) => a - b)).toEqual(found);
  });
});

function addLines(db: Database, texts: readonly string[]): void {
  const insert = db.prepare(
    "INSERT INTO transcript_lines (session_id, start_sec, end_sec, text, speaker, flags) VALUES ('s1', ?, 1, ?, 'system', '[]')",
  );
  for (const [index, text] of texts.entries()) insert.run(index, text);
}
