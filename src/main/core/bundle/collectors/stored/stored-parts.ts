import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { healthRowIds } from '../../../../../shared/health/health-row.ts';
import type { Source } from '../../source/source.ts';
import { describeDatabase } from '../machine/describe-database.ts';
import { definePart, jsonLine } from '../part.ts';
import { safeFields } from '../safe-fields.ts';
import { sentence } from '../../../../../shared/words/all-words.ts';

type AlertRow = {
  rule: string;
  raisedMs: number;
  lastRaisedMs: number;
  timesRaised: number;
  count: number;
  threshold: number;
  sentence: string;
  acknowledgedMs: number | null;
};

export const alertsPart = definePart<AlertRow>({
  id: 'alerts',
  file: 'alerts.jsonl',
  title: sentence('bundle.part.alerts'),
  rows: (source) =>
    rowsOf<AlertRow>(
      source,
      `SELECT rule, raised_ms AS raisedMs, last_raised_ms AS lastRaisedMs, times_raised AS timesRaised, count, threshold,
         sentence, acknowledged_ms AS acknowledgedMs
       FROM alerts WHERE last_raised_ms >= @fromMs AND raised_ms <= @toMs ORDER BY last_raised_ms DESC LIMIT 1000`,
    ),
  show: ({ rule, sentence, ...figures }, { redactor }) =>
    JSON.stringify({ rule: redactor.name(rule), ...figures, says: redactor.sentence(sentence) }),
  plant: (canary) => [
    {
      rule: canary,
      raisedMs: 0,
      lastRaisedMs: 0,
      timesRaised: 1,
      count: 1,
      threshold: 1,
      sentence: `“${canary}” (${canary})`,
      acknowledgedMs: null,
    },
  ],
});

type SpanRow = { id: string; level: string; value: string; fromMs: number; untilMs: number };

/** How healthy each row of the health page was, and when. */
export const healthPart = definePart<SpanRow>({
  id: 'health',
  file: 'health.jsonl',
  title: sentence('bundle.part.health'),
  rows: (source) =>
    rowsOf<SpanRow>(
      source,
      `SELECT row AS id, level, value, from_ms AS fromMs, until_ms AS untilMs FROM health_spans
       WHERE until_ms >= @fromMs AND from_ms <= @toMs ORDER BY until_ms DESC LIMIT 20000`,
    ),
  show: ({ id, level, value, fromMs, untilMs }, { redactor }) =>
    JSON.stringify({
      row: healthRowIds.some((known) => known === id) ? id : 'other',
      level: redactor.name(level),
      value: redactor.sentence(value),
      from: new Date(fromMs).toISOString(),
      until: new Date(untilMs).toISOString(),
    }),
  plant: (canary) => [
    {
      id: canary,
      level: canary,
      value: `target ${canary} at wss://${canary}.example/`,
      fromMs: 0,
      untilMs: 0,
    },
  ],
});

function rowsOf<Row>({ db, window, missing }: Source, sql: string): Row[] {
  try {
    return db?.prepare<object, Row>(sql).all({ fromMs: window.fromMs, toMs: window.toMs }) ?? [];
  } catch {
    missing.push("A table of alerts or health couldn't be read: it is missing or damaged.");
    return [];
  }
}

/** Tables and their columns, sizes and the integrity check; no row of any table. */
export const databasePart = definePart<object>({
  id: 'database',
  file: 'database.json',
  title: sentence('bundle.part.database'),
  rows: (source) => [describeDatabase(source)],
  show: (row, { redactor }) => jsonLine(safeFields(row, redactor)),
  plant: (canary) => [
    { tables: [{ table: canary, columns: [canary], rows: 1 }], integrity: `row missing in ${canary}` },
  ],
});

type DumpRow = { name: string; bytes: number; atMs: number };

/** That there are crash dumps, and of when: what is in them may be anything that was in memory. */
export const crashesPart = definePart<DumpRow>({
  id: 'crashes',
  file: 'crashes.jsonl',
  title: sentence('bundle.part.crashes'),
  rows: (source) => findDumps(source.home),
  show: ({ bytes, atMs }) => JSON.stringify({ kind: 'crash dump', bytes, at: new Date(atMs).toISOString() }),
  plant: (canary) => [{ name: canary, bytes: 1, atMs: 0 }],
});

const dumpFolders = [
  'Crashpad',
  'Crashpad/reports',
  'Crashpad/completed',
  'Crashpad/pending',
  'Crashpad/new',
  'crashes',
  'Crash Reports',
];

async function findDumps(home: string): Promise<DumpRow[]> {
  const found = await Promise.all(
    dumpFolders.map(async (folder) => {
      const names = await readdir(join(home, folder)).catch(() => []);
      const dumps = names.filter((name) => /\.(?:dmp|ips|crash)$/.test(name)).slice(0, 200);
      return Promise.all(
        dumps.map(async (name) => {
          const { size, mtimeMs } = await stat(join(home, folder, name));
          return { name, bytes: size, atMs: mtimeMs };
        }),
      );
    }),
  );
  return found.flat().toSorted((a, b) => b.atMs - a.atMs);
}
