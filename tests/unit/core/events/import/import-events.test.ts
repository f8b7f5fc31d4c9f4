import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import {
  importEvents,
  type KnownAnswer,
  type KnownEvents,
} from '../../../../../src/main/core/events/import/import-events.ts';
import { createSystemClock } from '../../../../../src/main/core/lifecycle/time/system-clock.ts';
import type { StoredEvent } from '../../../../../src/shared/events/events.ts';
import { openEventDatabase, storedFrame, storedGap } from '../../../../support/event-database.ts';
import { analyse } from '../../../../support/frames.ts';
import { makeTemporaryFolder } from '../../../../support/temporary-folder.ts';
import { describeWith } from '../../../../support/machine/needs.ts';
import { sharedData } from '../../../../support/shared-data.ts';

const clock = createSystemClock();

async function importText(text: string | Buffer, name = 'events.jsonl') {
  const { writes, reads } = await openEventDatabase();
  const path = join(await makeTemporaryFolder(), name);
  await writeFile(path, text);
  const report = await importEvents(path, {
    clock,
    writes: writes.imports,
    reads: reads.imports,
    onKnown: () => 'nothing',
  });
  return { report, events: await reads.events.list({ afterSeq: 0, limit: 10_000 }), reads };
}

const line = (change: object = {}): string =>
  JSON.stringify({ wallMs: 1, monoMs: 1, kind: 'frame', type: 'NOTE', ...change });
const traceLine = (change: object = {}): string =>
  JSON.stringify({ t_ms: 1, dir: 'in', conn: 'A', raw: '{"type":"NOTE"}', ...change });

describe('our own export', () => {
  it('comes back exactly, but for its numbers', async () => {
    const takenOut = `{"type":"AUDIO_CHUNK","data":"[audio 4 bytes sha256:${'ab'.repeat(32)}]"}`;
    const given: Omit<StoredEvent, 'seq'>[] = [
      storedFrame(),
      storedFrame({ wallMs: 0.1 + 0.2, raw: takenOut }),
      storedGap('"quoted", über\n𝄞'),
    ];
    const { events, report } = await importText(
      given.map((event, n) => JSON.stringify({ seq: n + 70, ...event })).join('\n'),
    );
    expect(events).toEqual(given.map((event, n) => ({ seq: n + 1, ...event })));
    expect(report).toMatchObject({ format: 'jsonl', imported: 3, skipped: 0 });
  });
});

describe('a trace', () => {
  it('becomes the events of live recording, its last frame just now', async () => {
    const chunk = JSON.stringify({
      type: 'AUDIO_CHUNK',
      data: Buffer.alloc(3_200, 7).toString('base64'),
      chunkId: 'c-1',
    });
    const startMs = Date.now();
    const { report, events } = await importText(
      [
        traceLine({ t_ms: 10, raw: '{"type":"HANDSHAKE_ACK","status":"ready"}' }),
        traceLine({ t_ms: 20, dir: 'out', raw: chunk }),
        traceLine({ t_ms: 5_000, raw: '{not json' }),
      ].join('\n'),
    );
    expect(report).toMatchObject({ format: 'trace', imported: 3, skipped: 0 });
    const lastMs = events[2]?.wallMs ?? 0;
    expect(lastMs).toBeGreaterThanOrEqual(startMs);
    expect(lastMs).toBeLessThanOrEqual(Date.now());
    expect(events.map(({ wallMs }) => Math.round(wallMs - lastMs))).toEqual([-4_990, -4_980, 0]);
    const place = {
      kind: 'frame',
      sessionId: report.importId,
      connectionId: 'A',
      generation: 1,
      target: null,
    };
    expect(events).toMatchObject([
      { ...place, type: 'HANDSHAKE_ACK', direction: 'in', monoMs: 10, fields: { status: 'ready' } },
      {
        ...place,
        type: 'AUDIO_CHUNK',
        direction: 'out',
        bytes: chunk.length,
        fields: { chunkId: 'c-1', audioBytes: 3_200 },
        raw: expect.stringContaining('"[audio 3200 bytes sha256:') as string,
      },
      {
        ...place,
        type: 'unreadable',
        raw: '{not json',
        reason: expect.stringContaining('not JSON') as string,
      },
    ]);
  });

  it('counts connections that followed each other, not those side by side', async () => {
    const { events } = await importText(
      [
        traceLine({ t_ms: 1, conn: 'A' }),
        traceLine({ t_ms: 2, conn: 'B' }),
        traceLine({ t_ms: 3, conn: 'A' }),
        traceLine({ t_ms: 4, conn: 'C' }),
        traceLine({ t_ms: 5, conn: undefined }),
      ].join('\n'),
    );
    expect(events.map(({ connectionId, generation }) => [connectionId, generation])).toEqual([
      ['A', 1],
      ['B', 1],
      ['A', 1],
      ['C', 2],
      [null, null],
    ]);
  });

  it('keeps of a binary frame its size and hash', async () => {
    const { events } = await importText(
      traceLine({ dir: 'out', binary: true, raw: Buffer.alloc(600, 1).toString('base64') }),
    );
    expect(events).toMatchObject([{ type: 'frame.binary', bytes: 600, raw: null, direction: 'out' }]);
    expect(JSON.stringify(events)).not.toContain('AQEB');
  });

  it('that we exported tells how much audio there was', async () => {
    const sha256 = 'ab'.repeat(32);
    const raw = `{"type":"AUDIO_CHUNK","data":"[audio 32000 bytes sha256:${sha256}]"}`;
    const { events } = await importText(traceLine({ raw }));
    expect(events).toMatchObject([{ raw, fields: { audioBytes: 32_000, audioSha256: sha256 } }]);
  });
});

test.each([
  ['is not JSON', '{"wallMs": 1,', 'it is not JSON'],
  ['is no object', '[1]', 'it is not a JSON object'],
  ['has no time', '{"kind":"frame","type":"X"}', 'it has no wallMs'],
  ['lacks several fields', '{"wallMs":1}', 'it has no kind, type'],
  ['has a time that is none', line({ wallMs: 'noon' }), 'wallMs: Invalid input'],
  ['is of a kind that we do not know', line({ kind: 'telepathy' }), 'kind: Invalid option'],
  ['has half an order number', line({ generation: 1.5 }), 'generation: Invalid input'],
  ['has fields that are a list', line({ fields: [1] }), 'fields: Invalid input'],
  ['has more fields than anybody reads', line({ fields: { long: 'x y '.repeat(100_000) } }), 'longer than'],
])('skips a line that %s, by its number, and imports the rest', async (_what, bad, problem) => {
  const { report, events } = await importText([line(), bad, line()].join('\n'));
  expect(events).toHaveLength(2);
  expect(report).toMatchObject({ imported: 2, skipped: 1 });
  expect(report.problems).toMatchObject([
    { line: 2, problem: expect.stringContaining(problem) as string, skipped: true },
  ]);
});

test.each([
  ['has no time', { t_ms: undefined }, 'it has no t_ms'],
  ['has a time beyond all clocks', { t_ms: 1e300 }, 'its t_ms is too large for a time'],
  ['goes nowhere', { dir: 'up' }, 'its dir is neither'],
])('skips a frame that %s', async (_what, change, problem) => {
  const { report } = await importText([traceLine(), traceLine(change)].join('\n'));
  expect(report).toMatchObject({ imported: 1, skipped: 1 });
  expect(report.problems[0]?.problem).toContain(problem);
});

test.each([
  ['a key twice', '{"wallMs":1,"kind":"frame","type":"A","type":"B"}', 'the key "type" is there twice'],
  [
    'a key twice, once escaped',
    '{"wallMs":1,"kind":"gap","\\u006bind":"frame","type":"A"}',
    '"kind" is there',
  ],
  ['__proto__', '{"wallMs":1,"kind":"frame","type":"A","fields":{"__proto__":{"x":1}}}', '"__proto__"'],
  [
    'a number that is too large',
    '{"wallMs":1,"kind":"frame","type":"A","fields":{"n":9007199254740993}}',
    '9007199254740993',
  ],
  ['half a character', '{"wallMs":1,"kind":"frame","type":"A","reason":"\\ud83d"}', 'lone surrogate'],
])('imports a line with %s, and says so', async (_what, noted, problem) => {
  const { report, events } = await importText([line(), noted].join('\n'));
  expect(events).toHaveLength(2);
  expect(report).toMatchObject({ imported: 2, skipped: 0, noted: 1 });
  expect(report.problems).toMatchObject([
    { line: 2, problem: expect.stringContaining(problem) as string, skipped: false },
  ]);
});

test('keeps a key "__proto__" as data, and touches no prototype', async () => {
  const { events } = await importText(line({ fields: JSON.parse('{"__proto__":{"polluted":1}}') as object }));
  expect(Object.keys(events[0]?.fields ?? {})).toEqual(['__proto__']);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test('takes the same key in two objects for no fault', async () => {
  const { report } = await importText(line({ fields: { a: { x: 1 }, b: [{ x: 1 }, { x: 2 }] } }));
  expect(report).toMatchObject({ noted: 0, problems: [] });
});

test('notes a time that goes back, once, and keeps the order of the file', async () => {
  const { report, events } = await importText([9, 5, 6, 9].map((wallMs) => line({ wallMs })).join('\n'));
  expect(events.map(({ wallMs }) => wallMs)).toEqual([9, 5, 6, 9]);
  expect(report.problems).toEqual([
    {
      line: 2,
      problem: 'its time is before that of the line above',
      said: { code: 'line.time-back', params: {} },
      skipped: false,
    },
  ]);
});

test('lets no audio in, wherever it hides', async () => {
  const audio = Buffer.alloc(3_000, 0x5a).toString('base64');
  const { report, events } = await importText(
    [
      line({ type: 'AUDIO_CHUNK', raw: JSON.stringify({ type: 'AUDIO_CHUNK', data: audio }) }),
      line({ fields: { payload: audio } }),
      line({ reason: audio }),
      traceLine(),
    ].join('\n'),
  );
  expect(JSON.stringify(events)).not.toContain('WlpaWlpa');
  expect(report).toMatchObject({ imported: 3, skipped: 1 });
});

test('cuts an event of 10 MB as live recording does, and reads on', async () => {
  const raw = JSON.stringify({ type: 'NOTE', text: 'ab '.repeat(3_500_000) });
  const own = await importText([line({ raw }), line()].join('\n'));
  expect(own.report).toMatchObject({ imported: 2, noted: 1 });
  expect(own.events[0]?.raw).toHaveLength(1_048_576);
  const trace = await importText([traceLine({ raw }), traceLine()].join('\n'));
  expect(trace.report).toMatchObject({ imported: 2, noted: 1 });
  expect(trace.events[0]).toMatchObject({ bytes: raw.length, fields: { keptChars: 1_048_576 } });
});

test('names the first twenty lines and counts the rest', async () => {
  const { report } = await importText(Array.from({ length: 50 }, () => 'no').join('\n'));
  expect(report).toMatchObject({ imported: 0, skipped: 50 });
  expect(report.problems.map(({ line: number }) => number)).toEqual(
    Array.from({ length: 20 }, (_, n) => n + 1),
  );
});

test('takes Windows line ends, blank lines, a byte order mark and bytes that are not UTF-8', async () => {
  const bad = Buffer.concat([
    Buffer.from('{"wallMs":1,"kind":"frame","type":"'),
    Buffer.from([0xff]),
    Buffer.from('"}'),
  ]);
  const { report, events } = await importText(
    Buffer.concat([Buffer.from(`\ufeff${line()}\r\n\r\n`), bad, Buffer.from(`\r\n${line()}\n`)]),
  );
  expect(events.map(({ type }) => type)).toEqual(['NOTE', '\ufffd', 'NOTE']);
  expect(report.problems).toMatchObject([
    { line: 3, problem: expect.stringContaining('UTF-8') as string, skipped: false },
  ]);
});

test('reads CSV by its head, and names a row that is none', async () => {
  const { report, events } = await importText(
    [
      'seq,wallMs,kind,type,reason,fields',
      '1,5,frame,NOTE,"a ""b"", c","{""x"":1}"',
      '2,six,frame,NOTE,,{}',
      '3,7,frame,NOTE,""',
      '4,8,frame,NOTE,"",{oops',
      '5,9,frame,NOTE,"",',
    ].join('\r\n'),
    'events.csv',
  );
  expect(events).toMatchObject([
    { wallMs: 5, reason: 'a "b", c', fields: { x: 1 } },
    { wallMs: 9, reason: '', fields: {} },
  ]);
  expect(report).toMatchObject({ format: 'csv', imported: 2, skipped: 3 });
  expect(report.problems.map(({ line: number }) => number)).toEqual([3, 4, 5]);
});

test('remembers each import, and an empty file is none', async () => {
  const { reads, report } = await importText([line(), 'no', line()].join('\n'));
  expect(await reads.events.listImports()).toMatchObject([
    { importId: report.importId, file: 'events.jsonl', events: 2, skipped: 1, firstSeq: 1, lastSeq: 2 },
  ]);
  const empty = await importText('');
  expect(empty.report).toMatchObject({ imported: 0, skipped: 0 });
  expect(await empty.reads.events.listImports()).toEqual([]);
});

test('knows a file again, whatever its name and form, and analysis counts no copy', async () => {
  const { writes, reads } = await openEventDatabase();
  const folder = await makeTemporaryFolder();
  const run = async (name: string, text: string, answer: KnownAnswer = 'nothing') => {
    const asked: KnownEvents[] = [];
    await writeFile(join(folder, name), text);
    const report = await importEvents(join(folder, name), {
      clock,
      writes: writes.imports,
      reads: reads.imports,
      onKnown: (known) => {
        asked.push(known);
        return answer;
      },
    });
    return { asked, report };
  };
  const frames = [10, 20, 30].map((t_ms) =>
    traceLine({ t_ms, raw: `{"type":"TRANSCRIPTION_RESULT","data":{"text":"said at ${t_ms}"}}` }),
  );
  const events = [100, 250, 370].map((wallMs) =>
    line({ wallMs, monoMs: wallMs / 3, raw: `{"type":"NOTE","n":${wallMs}}` }),
  );
  for (const [name, lines] of [
    ['trace', frames],
    ['export', events],
  ] as const) {
    const first = await run(`${name}.jsonl`, lines.join('\n'));
    expect(first).toMatchObject({ asked: [], report: { imported: 3, known: 0 } });
    const again = await run(`${name}-2.json`, `[${lines.join(',')}]`);
    expect(again).toMatchObject({
      asked: [{ earlier: { file: `${name}.jsonl` } }],
      report: { imported: 0, known: 3 },
    });
    expect((await run(`${name}-2.json`, `[${lines.join(',')}]`, 'again')).report).toMatchObject({
      imported: 3,
    });
  }
  // What could not be used of it makes no other file of it.
  const noted = (wallMs: number): string => line({ wallMs, raw: `{"type":"NOTE","n":${wallMs}}` });
  const torn = [noted(500), noted(600).replace(/"wallMs":[^,]+/, '"wallMs":"x"'), noted(700)];
  expect((await run('torn.jsonl', torn.join('\n'))).report).toMatchObject({ imported: 2, skipped: 1 });
  expect(await run('torn-2.jsonl', torn.join('\n'))).toMatchObject({
    asked: [{ earlier: { file: 'torn.jsonl' } }],
    report: { imported: 0 },
  });
  // Part of it, and more.
  const more = await run('more.jsonl', [events[1], line({ wallMs: 900 })].join('\n'), 'only-new');
  expect(more).toMatchObject({
    asked: [{ stored: 1, looked: 2, earlier: null }],
    report: { imported: 1, known: 1 },
  });

  const report = analyse(
    (await reads.events.list({ afterSeq: 0, limit: 100 })).map((event) => ({ ...event, verdict: undefined })),
  );
  expect(report).toMatchObject({ copies: 6, events: 9, duplicates: 0, monitor: { duplicates: 0 } });
});

test('says so when there is no such file', async () => {
  const { writes, reads } = await openEventDatabase();
  const missing = join(await makeTemporaryFolder(), 'missing.jsonl');
  await expect(
    importEvents(missing, { clock, writes: writes.imports, reads: reads.imports, onKnown: () => 'again' }),
  ).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining(missing) as string,
  });
});

const tracesFolder = sharedData.traces;

describeWith(['traces'], 'recorded traces', () => {
  it('come in with every line, and no audio', async () => {
    for (const name of await readdir(tracesFolder)) {
      const text = await readFile(join(tracesFolder, name), 'utf8');
      const { report, events } = await importText(text, name);
      expect(report, name).toMatchObject({ imported: text.trimEnd().split('\n').length, skipped: 0 });
      for (const { raw } of events) expect(raw ?? '', name).not.toMatch(/[A-Za-z0-9+/=]{256}/);
    }
  });
});
