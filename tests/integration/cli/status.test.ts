import { join } from 'node:path';
import { expect, it } from 'vitest';
import { healthSchema, worstRow } from '../../../src/shared/health/health-row.ts';
import { runScrumbot } from '../../support/scrumbot.ts';
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
