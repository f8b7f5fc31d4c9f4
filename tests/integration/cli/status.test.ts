import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { healthSchema, worstRow } from '../../../src/shared/health/health-row.ts';
import { runScrumbot, startScrumbot } from '../../support/scrumbot.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const makeHome = async (): Promise<string> => join(await makeTemporaryFolder(), 'home');

/** What the exit code has to be for these rows. */
const codeOf = (rows: Parameters<typeof worstRow>[0]): number =>
  ['warning', 'bad'].includes(worstRow(rows)?.level ?? '') ? 1 : 0;

it('prints every row as one document, says who looked, and ends with what the worst expected row deserves', async () => {
  const { code, stdout, stderr } = await runScrumbot(['status', '--json'], { home: await makeHome() });
  const looked = JSON.parse(stdout) as { by: string };
  const { rows } = healthSchema.parse(looked);
  expect(looked.by, stderr).toBe('here');
  const ids = rows.map(({ id }) => id);
  expect(ids).toEqual(
    expect.arrayContaining(['target', 'recording', 'store', 'engine', 'disk', 'network', 'process']),
  );
  // Nothing records, so nothing of a recording is green.
  for (const id of ['target', 'recording', 'queue'])
    expect(rows.find((row) => row.id === id)).toMatchObject({ level: 'unknown', isExpected: false });
  expect(code).toBe(codeOf(rows));
});

it('prints a document a look with --watch until Ctrl-C, and then ends in order with what the last one deserves', async () => {
  const home = await makeHome();
  const watching = startScrumbot(['status', '--watch', '--json'], { home });
  const documents = (): string[] => watching.stdout().split('\n').slice(0, -1);
  await expect.poll(() => documents().length).toBeGreaterThanOrEqual(2);
  watching.process.kill('SIGINT');
  const { code, stderr } = await watching.finished;
  expect(watching.stdout().endsWith('\n'), 'the last document is whole').toBe(true);
  const looks = documents().map((line) => healthSchema.parse(JSON.parse(line)));
  const times = looks.map(({ atMs }) => atMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(new Set(times).size).toBe(times.length);
  expect(code, stderr).toBe(codeOf(looks.at(-1)?.rows ?? []));

  // What it printed is what the command's schema says.
  const schema = JSON.parse(
    (await runScrumbot(['schema', 'status'], { home })).stdout,
  ) as z.core.JSONSchema.JSONSchema;
  expect(() => z.fromJSONSchema(schema).parse(JSON.parse(documents().at(-1) ?? ''))).not.toThrow();
});
