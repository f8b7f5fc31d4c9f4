import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareOutputs, writeOutputs } from '../../../../src/main/cli/commands/verify/outputs.ts';
import { historyText, roundText, runText } from '../../../../src/main/cli/commands/verify/verify-text.ts';
import { localTime } from '../../../../src/shared/local-time.ts';
import { sampleRun } from '../../../support/verification-samples.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

describe('the documents that verify writes', () => {
  it('have their folders before the run begins', async () => {
    const folder = await makeTemporaryFolder();
    const outputs = await prepareOutputs({ report: join(folder, 'a/b'), junit: join(folder, 'c/v.xml') });
    expect((await readdir(folder)).toSorted()).toEqual(['a', 'c']);
    await writeOutputs(sampleRun, outputs);
    expect((await readdir(join(folder, 'a/b'))).toSorted()).toEqual([
      `verification-${sampleRun.runId}.html`,
      `verification-${sampleRun.runId}.md`,
    ]);
    expect(await readFile(join(folder, 'c/v.xml'), 'utf8')).toContain('<testsuites');
  });

  it('are refused before it where they cannot be written', async () => {
    const file = join(await makeTemporaryFolder(), 'file');
    await writeFile(file, '');
    await expect(prepareOutputs({ junit: join(file, 'v.xml') })).rejects.toMatchObject({
      code: 'storage-failed',
      message: expect.stringContaining(file) as string,
    });
    await expect(prepareOutputs({ badge: '-' })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('--badge takes a path') as string,
    });
  });
});

it('says in a line that nothing changed since the run before, and what did where something did', () => {
  const nothing = roundText(sampleRun, [], {});
  expect(nothing.trim().split('\n')).toHaveLength(1);
  expect(nothing).toContain(sampleRun.summary);
  expect(roundText(sampleRun, null, {})).toBe(runText(sampleRun, {}));
  const change = { check: 'handshake/ack', title: 'Handshake: ACK', a: 'pass', b: null };
  const text = roundText(sampleRun, [change], {});
  expect(text).toContain(runText(sampleRun, {}));
  expect(text).toMatch(/Handshake: ACK\s+pass\s+not run/);
});

it('says once why a target that was not reached is not verified', () => {
  const summary = "staging can't be verified, no connection: nobody is there.";
  const [phase] = sampleRun.phases;
  const check = phase?.checks[0];
  if (phase === undefined || check === undefined) throw new Error('The sample has no check.');
  const open = { ...check, status: 'inconclusive' as const, found: summary };
  const run = { ...sampleRun, state: 'unreachable' as const, summary };
  const text = runText({ ...run, phases: [{ ...phase, status: 'inconclusive', checks: [open, open] }] }, {});
  expect(text.split(summary)).toHaveLength(2);
  // What was found out before is not left out.
  expect(runText(run, {})).toContain(phase.title);
});

it('lists earlier runs by the time of the person who looks, within the terminal, and with tabs for another program', () => {
  const runs = [{ ...sampleRun, failed: [], inconclusive: [], resumable: false }];
  const piped = historyText(runs, 'piped').split('\n');
  expect(piped[0]).toMatch(/^run\tstarted \([^)]+\)\ttarget\tresult\t/);
  expect(piped[1]?.split('\t').slice(0, 2)).toEqual([
    sampleRun.runId,
    localTime(Date.parse(sampleRun.startedAt)),
  ]);
  for (const line of historyText(runs, 80).split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});
