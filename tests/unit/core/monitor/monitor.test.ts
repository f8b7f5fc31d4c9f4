import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../../src/main/core/monitor/content/canonical-json.ts';
import { History, historyCap } from '../../../../src/main/core/monitor/history.ts';
import { referenceRules, type MonitorEvent } from '../../../../src/main/core/monitor/judge.ts';
import { createMonitor } from '../../../../src/main/core/monitor/monitor.ts';
import { readEventTexts } from '../../../../src/main/core/event-text/event-text.ts';
import { noNotes, readEventFile } from '../../../../src/main/core/event-files/read-event-file.ts';
import { createSpill } from '../../../../src/main/core/bounded/spilling-map.ts';
import { describeWith } from '../../../support/machine/needs.ts';
import { sharedData } from '../../../support/shared-data.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

const folder = sharedData.monitorCases;
const cases = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

type MonitorCase = {
  events: { i: number; hash_input: string; verdict: Record<string, unknown> }[];
  final_report: object;
  session_analyses: object;
  history_sizes: object;
};

describeWith(['monitorCases'], "the reference's cases", () => {
  test.each(cases)('%s: same verdicts, same report, same sessions', async (name) => {
    const path = join(folder, name);
    const expected = JSON.parse(readFileSync(path, 'utf8')) as MonitorCase;
    const monitor = createMonitor(referenceRules);
    const verdicts: object[] = [];
    const hashInputs: string[] = [];
    for await (const events of readEventFile(path, noNotes(), noTrace)) {
      for (const event of events) {
        const told = event.monitor();
        hashInputs.push(canonicalJson(told.data, new Set(referenceRules.ignore)));
        verdicts.push(monitor.record(told));
      }
    }
    expect(hashInputs).toEqual(expected.events.map((event) => event.hash_input));
    expect(verdicts).toEqual(
      expected.events.map(({ verdict }) => ({
        isDuplicate: verdict.is_duplicate,
        isDeprecated: verdict.is_deprecated,
        validationErrors: verdict.validation_errors,
        recommendations: verdict.recommendations,
      })),
    );
    // As text, so that the order of types and contents counts as well.
    expect(`{${[...monitor.reportJson()].join('')}}`).toBe(JSON.stringify(expected.final_report));
    expect(JSON.parse([...monitor.sessionsJson()].join(''))).toEqual(expected.session_analyses);
    expect(Object.fromEntries(monitor.historySizes())).toEqual(expected.history_sizes);
    monitor.close();
  });
});

function noTrace(): never {
  throw new Error('a case holds no frames');
}

/** The reference's way: a scan of the newest thousand. */
function createScan() {
  const entries: { hash: string; atUs: number }[] = [];
  return {
    has: (hash: string, sinceUs: number) =>
      entries.some((entry) => entry.hash === hash && entry.atUs >= sinceUs),
    push(hash: string, atUs: number) {
      entries.push({ hash, atUs });
      if (entries.length > historyCap) entries.shift();
    },
  };
}

describe('the history of one source and type', () => {
  test('answers as a scan of the newest thousand does, whatever way the clock goes', () => {
    const step = fc.record({
      hash: fc.integer({ min: 0, max: 40 }),
      jumpUs: fc.integer({ min: -9, max: 10 }),
    });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 60 }),
        (steps, rounds) => {
          const history = new History();
          const scan = createScan();
          let nowUs = 0;
          for (let round = 0; round < rounds; round += 1) {
            for (const { hash, jumpUs } of steps) {
              nowUs += jumpUs;
              expect(history.has(`${hash}`, nowUs - 5)).toBe(scan.has(`${hash}`, nowUs - 5));
              history.push(`${hash}`, nowUs);
              scan.push(`${hash}`, nowUs);
            }
          }
          expect(history.size()).toBe(Math.min(historyCap, steps.length * rounds));
        },
      ),
      { numRuns: 60 },
    );
  });
});

const event = (more: Partial<MonitorEvent>): MonitorEvent => ({
  atMs: 0,
  type: 'N',
  data: {},
  source: 's',
  sessionId: null,
  ...more,
});

describe('the reference monitor', () => {
  test('counts a repeat after exactly five seconds, and none a microsecond later', () => {
    const monitor = createMonitor(referenceRules);
    expect(monitor.record(event({ atMs: 0.1 })).isDuplicate).toBe(false);
    expect(monitor.record(event({ atMs: 5000.1 })).isDuplicate).toBe(true);
    expect(monitor.record(event({ atMs: 10_000.101 })).isDuplicate).toBe(false);
    monitor.close();
  });

  test('lists a type with a colon as the reference does, which cuts its keys there', () => {
    const monitor = createMonitor(referenceRules);
    for (let count = 0; count < 2; count += 1) monitor.record(event({ type: 'a:b', data: { x: 1 } }));
    const report = JSON.parse(`{${[...monitor.reportJson()].join('')}}`) as {
      duplicates: { duplicate_patterns: object };
    };
    expect(report.duplicates.duplicate_patterns).toEqual({ a: [{ data_hash: 'b:{"x": 1}', count: 1 }] });
    monitor.close();
  });

  test('warns of a high volume of transcriptions where the reference does', () => {
    const monitor = createMonitor(referenceRules);
    for (let count = 0; count < 9; count += 1)
      monitor.record(event({ type: 'TRANSCRIPTION_RESULT', data: { count } }));
    expect([...monitor.reportJson()].join('')).toContain(
      'High volume: more than 80 % of all events are transcriptions.',
    );
    for (let count = 0; count < 3; count += 1) monitor.record(event({ data: { count } }));
    expect([...monitor.reportJson()].join('')).not.toContain('High volume');
    monitor.close();
  });

  test('stays exact when more sources, contents and sessions come than memory holds', () => {
    const monitor = createMonitor(referenceRules);
    const rounds = 3;
    const sources = 30_000;
    let duplicates = 0;
    for (let round = 0; round < rounds; round += 1) {
      for (let index = 0; index < sources; index += 1) {
        const told = event({ source: `source ${index}`, data: { index }, sessionId: `session ${index}` });
        if (monitor.record(told).isDuplicate) duplicates += 1;
      }
    }
    expect(duplicates).toBe((rounds - 1) * sources);
    const report = JSON.parse(`{${[...monitor.reportJson()].join('')}}`) as {
      summary: object;
      duplicates: { duplicate_patterns: { N: { data_hash: string; count: number }[] } };
    };
    expect(report.summary).toMatchObject({ total_events: rounds * sources, unique_sessions: sources });
    expect(report.duplicates.duplicate_patterns.N[12_345]).toEqual({
      data_hash: '{"index": 12345}',
      count: 2,
    });
    const sessions = JSON.parse([...monitor.sessionsJson()].join('')) as Record<string, object>;
    expect(sessions['session 29999']).toMatchObject({
      total_events: 3,
      duplicates: 3,
      event_types: { N: 3 },
    });
    monitor.close();
  });
});

describe('a map that spills', () => {
  test('gives back what it put on disk, in the order of the first time', () => {
    const spill = createSpill();
    const map = spill.map<{ count: number }>({
      name: 'counts',
      maxBytes: 2_000,
      write: JSON.stringify,
      read: (text) => JSON.parse(text) as { count: number },
    });
    for (let round = 0; round < 3; round += 1) {
      for (let key = 0; key < 500; key += 1) {
        const known = map.get(`key ${key}`);
        if (known === undefined) map.set(`key ${key}`, { count: key }, 10);
        else known.count += 1000;
      }
    }
    expect(map.size()).toBe(500);
    expect(Array.from(map.values(), ({ count }) => count)).toEqual(
      Array.from({ length: 500 }, (_zero, key) => key + 2000),
    );
    spill.close();
  });
});

describe('canonical JSON', () => {
  test.each([
    [{ b: 1, a: [true, null, 'x'], timestamp: 9 }, '{"a": [true, null, "x"], "b": 1, "timestamp": 9}'],
    [
      { text: 'naïve 日本 😀 \u007f "\\' },
      '{"text": "na\\u00efve \\u65e5\\u672c \\ud83d\\ude00 \\u007f \\"\\\\"}',
    ],
    [{ '\u{10000}': 1, '\ue000': 2 }, '{"\\ue000": 2, "\\ud800\\udc00": 1}'],
    [
      { a: 1e-5, b: 0.0001, c: 1e21, d: -0, e: 1.5e300 },
      '{"a": 1e-05, "b": 0.0001, "c": 1e+21, "d": -0.0, "e": 1.5e+300}',
    ],
    [{ lone: '\ud800' }, '{"lone": "\\ud800"}'],
    [JSON.parse('{"__proto__": {"a": 1}}'), '{"__proto__": {"a": 1}}'],
  ])('writes %j as the reference does', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
});

test('an empty file has no events', async () => {
  for await (const texts of readEventTexts('/dev/null')) expect(texts).toEqual([]);
});

test('a text that is no file of events is answered by one sentence', async () => {
  const path = join(await makeTemporaryFolder(), 'list.txt');
  await writeFile(path, 'milk\neggs\nflour\n');
  const read = async (): Promise<void> => {
    for await (const events of readEventFile(path, noNotes(), noTrace)) expect(events).toEqual([]);
  };
  await expect(read()).rejects.toThrow(
    /list\.txt holds no events: the first of its 3 lines \(1\) is not used/,
  );
});
