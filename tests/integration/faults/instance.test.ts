import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionReport, SessionSummary } from '../../../src/shared/session/session.ts';
import { takeInstanceLock } from '../../../src/main/core/lifecycle/instance-lock.ts';
import { startTestCore } from '../../support/core.ts';
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
      message: expect.stringContaining('choose another data folder') as string,
    });
    expect(await readFile(join(home, 'host.pid'), 'utf8')).toBe(`${process.pid}\n`);
    await release();
    expect(existsSync(join(home, 'host.pid'))).toBe(false);
  });

  it('is refused before it delivers, connects or shows anything', async () => {
    const { home, path } = await makeCounterHome(2);
    const away = await startScriptedTarget({ refuseUpgrade: 401 });
    const core = await startTestCore({ home });
    await core.sessions.start({ inputs: [{ kind: 'file', path, speed: 'max' }], target: away.url });
    await core.sessions.ended();
    // What is stored a moment later must not count as the other's.
    await core.events.flush();
    const before = await core.handlers['events.count']({});
    expect((await core.sessions.list(1))[0]?.undelivered).toBeGreaterThan(0);
    const release = await takeInstanceLock(home);
    const { code, stderr } = await runScrumbot(['run'], { home });
    expect([code, stderr]).toEqual([2, expect.stringContaining('The app is already running')]);
    await core.events.flush();
    expect(await core.handlers['events.count']({})).toEqual(before);
    await release();
  });

  it('makes the folder where there is none, and leaves no lock behind when the start fails', async () => {
    const home = join(await makeTemporaryFolder(), 'not', 'there');
    const release = await takeInstanceLock(home);
    expect(existsSync(join(home, 'host.pid'))).toBe(true);
    await release();
    await mkdir(join(home, 'scrumbot.db'));
    const { code } = await runScrumbot(['run'], { home });
    expect(code).toBe(5);
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
