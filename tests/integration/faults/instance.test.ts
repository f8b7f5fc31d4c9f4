import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionReport, SessionSummary } from '../../../src/shared/session/session.ts';
import { takeInstanceLock } from '../../../src/main/core/lifecycle/instance-lock.ts';
import { makeCounterHome } from '../../support/counter-home.ts';
import { runScrumbot, startScrumbot } from '../../support/scrumbot.ts';
import { startScriptedTarget } from '../../support/scripted-target.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { promptly } from '../../support/machine/promptly.ts';

describe('fault 37: a second instance', () => {
  it('is told that one is running and what to do, and the first goes on', async () => {
    const home = await makeTemporaryFolder();
    const release = await takeInstanceLock(home);
    await expect(takeInstanceLock(home)).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringContaining('give another folder with --home') as string,
    });
    expect(await readFile(join(home, 'host.pid'), 'utf8')).toBe(`${process.pid}\n`);
    await release();
    expect(existsSync(join(home, 'host.pid'))).toBe(false);
  });

  it('takes over what a killed process left behind', async () => {
    const home = await makeTemporaryFolder();
    await writeFile(join(home, 'host.pid'), '999999999\n');
    const release = await takeInstanceLock(home);
    await release();
  });
});

describe('fault 37: SIGTERM while recording', () => {
  it('ends at once with everything stored, though the target never answers', async () => {
    const { home, path } = await makeCounterHome(30);
    const target = await startScriptedTarget({ autoPong: false });
    const scrumbot = startScrumbot(['record', '--input', `file:${path}`, '--target', target.url, '--json'], {
      home,
    });
    await expect.poll(() => target.audio().length).toBeGreaterThan(0);
    scrumbot.process.kill('SIGTERM');
    // The first asks to finish, which needs the target; the second does not wait for it.
    await expect.poll(() => scrumbot.stderr()).toContain('Stopping');
    scrumbot.process.kill('SIGTERM');
    const { code, stdout } = await promptly(scrumbot.finished);
    expect(code).toBe(130);
    const report = JSON.parse(stdout) as SessionReport;
    expect(report.state).toBe('ended');
    expect(report.undelivered).toBe(report.chunks.captured);
    const listed = await runScrumbot(['sessions', 'list', '--json'], { home });
    expect((JSON.parse(listed.stdout) as SessionSummary[])[0]).toMatchObject({ state: 'ended' });
  });
});
