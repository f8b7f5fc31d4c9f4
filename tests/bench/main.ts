/** `npm run bench [-- name...]`: measures and prints a table. Exit status 1 when a limit is broken, 2 for a wrong name. */
import { analysisBench } from './analysis.ts';
import { resultOf, type Bench, type Figure } from './bench.ts';
import { bundleBench } from './bundle.ts';
import { desktopBench } from './desktop.ts';
import { directBench } from './direct.ts';
import { engineBench } from './engine.ts';
import { pressBench } from './press.ts';
import { recordingBench } from './recording.ts';
import { searchBench } from './search.ts';
import { speechBench } from './speech.ts';
import { storageBench } from './storage.ts';
import { storeBench } from './store.ts';
import { streamingBench } from './streaming.ts';
import { tapSteadyBench } from './tap-steady.ts';
import { tapBench } from './tap.ts';
import { uiBench } from './ui.ts';
import { verifyBench } from './verify.ts';
import { vitalsBench } from './vitals.ts';

const benches: readonly Bench[] = [
  storageBench,
  storeBench,
  recordingBench,
  streamingBench,
  speechBench,
  directBench,
  engineBench,
  searchBench,
  analysisBench,
  bundleBench,
  desktopBench,
  uiBench,
  pressBench,
  vitalsBench,
  tapBench,
  tapSteadyBench,
  verifyBench,
];

const names = process.argv.slice(2);
const unknown = names.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  const known = benches.map((bench) => bench.name).join(', ');
  process.stderr.write(`No bench is called ${unknown.join(', ')}. Known: ${known}.\n`);
  process.exitCode = 2;
} else {
  for (const bench of benches) {
    if (names.includes(bench.name) || (names.length === 0 && bench.isLong !== true)) await runBench(bench);
  }
}

async function runBench(bench: Bench): Promise<void> {
  process.stdout.write(`\n${bench.title}\n`);
  const figures: Figure[] = [];
  await bench.run((figure) => {
    figures.push(figure);
    // A run that is stopped has told what it knew.
    process.stderr.write(`  ${figure.figure}: ${readable(figure.value)} ${figure.unit}\n`);
  });
  process.stdout.write(tableOf(figures));
  for (const { figure, knownMiss } of figures.filter((one) => resultOf(one) === 'known miss'))
    process.stdout.write(`  known miss, ${figure}: ${knownMiss?.why ?? ''}\n`);
  if (figures.some((figure) => resultOf(figure) === 'FAIL')) process.exitCode = 1;
}

function tableOf(figures: readonly Figure[]): string {
  const rows = [
    ['figure', 'value', 'unit', 'limit', ''],
    ...figures.map((figure) => [
      figure.figure,
      readable(figure.value),
      figure.unit,
      limitOf(figure),
      resultOf(figure),
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n')
    .concat('\n');
}

function limitOf({ limit }: Figure): string {
  if (limit === undefined) return '';
  return 'atLeast' in limit ? `at least ${readable(limit.atLeast)}` : `at most ${readable(limit.atMost)}`;
}

function readable(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}
