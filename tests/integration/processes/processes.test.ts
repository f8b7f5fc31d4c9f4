import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Core } from '../../../src/main/core/core.ts';
import { startTestCore } from '../../support/core.ts';
import { describeWith } from '../../support/machine/needs.ts';
import { startScriptedTarget } from '../../support/scripted-target.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const listen = `
  const server = require('node:net').createServer();
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;
// A parent that holds no port, as PM2's child of a reloader does not either.
const parent = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(listen)}], { stdio: 'inherit' });
  process.stdin.on('end', () => process.exit());process.stdin.resume();`;

/** A process whose child listens on a port of its own choice. */
async function startServer(): Promise<{ pid: number; port: number }> {
  const child = spawn(process.execPath, ['-e', parent], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('The process did not start.');
  onTestFinished(() => {
    // The whole group, which this test made.
    process.kill(-pid);
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { pid, port: Number(line.toString()) };
}

/** A `pm2` in PATH that answers what the test says, and a daemon that seems to run: this process. */
async function pretendPm2(
  list: readonly unknown[],
  logLines: readonly unknown[] = [],
): Promise<NodeJS.ProcessEnv> {
  const folder = await makeTemporaryFolder();
  const home = join(folder, '.pm2');
  await mkdir(home);
  await writeFile(join(home, 'pm2.pid'), String(process.pid));
  const log = logLines.map((line) => JSON.stringify(line)).join('\n');
  await writeFile(join(folder, 'list'), `>>>> In-memory PM2 is out-of-date, do:\n${JSON.stringify(list)}\n`);
  await writeFile(join(folder, 'log'), `${log}\n`);
  const script = `#!/bin/sh
case "$1" in
  jlist) cat "${folder}/list";;
  logs) cat "${folder}/log"; exec sleep 600;;
  *) exit 9;;
esac
`;
  await writeFile(join(folder, 'pm2'), script, { mode: 0o755 });
  return { ...process.env, PATH: `${folder}:${process.env.PATH ?? ''}`, PM2_HOME: home };
}

async function startWith(environment: NodeJS.ProcessEnv): Promise<Core> {
  return startTestCore({ home: join(await makeTemporaryFolder(), 'home'), environment });
}

const entry = (name: string, pid: number, env: object): object => ({
  name,
  pid,
  pm_id: 0,
  monit: { memory: 25_000_000, cpu: 1.5 },
  pm2_env: {
    status: pid === 0 ? 'errored' : 'online',
    restart_time: 3,
    pm_uptime: Date.now() - 60_000,
    ...env,
  },
});

describeWith(['posix'], 'the processes of a target on this machine', () => {
  it('are told by PM2 and by the port, with all that they started', async () => {
    const { pid, port } = await startServer();
    const logFile = join(await makeTemporaryFolder(), 'error.log');
    await writeFile(logFile, `${'an older line\n'.repeat(2_000)}RuntimeError: no model\n`);
    const core = await startWith(
      await pretendPm2([
        entry('scrumbot-websocket', pid, { env: { PORT: String(port) }, pm_err_log_path: logFile }),
        entry('something-else', process.pid, {}),
      ]),
    );
    const report = await core.handlers['targets.processes']({ target: `ws://127.0.0.1:${port}/ws` });
    expect(report).toMatchObject({ ok: true, clashes: [], manager: 'PM2 runs 2 processes.' });
    expect(report.processes).toMatchObject([
      { name: 'scrumbot-websocket', pid, listens: [port], configuredPort: port, processes: 2, restarts: 3 },
    ]);
    const [found] = report.processes;
    // Two processes of Node, of which PM2 told one.
    expect(found?.memoryBytes).toBeGreaterThan(25_000_000);
    expect(found?.errorLines.at(-1)).toBe('RuntimeError: no model');
    expect(found?.errorLines).toHaveLength(5);
  });

  it('name a PORT that several of them were given', async () => {
    const { pid, port } = await startServer();
    const env = { env: { PORT: port } };
    const core = await startWith(
      await pretendPm2([entry('scrumbot-backend', pid, env), entry('scrumbot-websocket', 0, env)]),
    );
    const report = await core.handlers['targets.processes']({ target: `ws://127.0.0.1:${port}/ws` });
    expect(report.ok).toBe(false);
    expect(report.clashes).toMatchObject([{ port, names: ['scrumbot-backend', 'scrumbot-websocket'] }]);
    expect(report.summary).toContain(`PORT=${port}`);
  });

  it('are those that listen where PM2 is not, and none where nobody does', async () => {
    const { port } = await startServer();
    const core = await startWith({ ...process.env, PATH: '' });
    const report = await core.handlers['targets.processes']({ target: `ws://127.0.0.1:${port}/ws` });
    expect(report).toMatchObject({ ok: true, manager: 'PM2 is not installed here.' });
    expect(report.processes).toMatchObject([{ from: 'port', listens: [port], processes: 1, restarts: null }]);
    const nobody = await core.handlers['targets.processes']({ target: 'ws://127.0.0.1:9/ws' });
    expect(nobody).toMatchObject({ ok: false, processes: [] });
    expect(nobody.summary).toContain('port 9');
    await expect(core.handlers['targets.processes']({ target: 'wss://example.org/ws' })).rejects.toThrow(
      /on another machine/,
    );
  });

  it('that answer no JSON are said to, and nothing else is lost', async () => {
    const environment = await pretendPm2([]);
    const { port } = await startServer();
    await writeFile(join(environment.PM2_HOME ?? '', '..', 'list'), 'Segmentation fault\n');
    const core = await startWith(environment);
    const report = await core.handlers['targets.processes']({ target: `ws://127.0.0.1:${port}/ws` });
    expect(report.manager).toMatch(/PM2 couldn't be asked/);
    expect(report.processes).toHaveLength(1);
  });

  it('say in their log what they sent, which is held against what was seen', async () => {
    const target = await startScriptedTarget({});
    const said = (message: string): object => ({ message, type: 'out', app_name: 'scrumbot-websocket' });
    const core = await startWith(
      await pretendPm2(
        [entry('scrumbot-websocket', process.pid, {})],
        [
          said(
            'INFO: WebSocket message: TRANSCRIPTION_RESULT\nINFO: WebSocket message: {"type": "STATUS"}\n',
          ),
          said('INFO: WebSocket message: TRANSCRIPTION_RESULT\n'),
          { message: 'restarted', type: 'process_event', app_name: 'scrumbot-websocket' },
        ],
      ),
    );
    const stop = new AbortController();
    let lines = 0;
    const comparison = await core.processes.follow(target.url, {
      signal: stop.signal,
      onLine() {
        lines += 1;
        if (lines === 3) stop.abort();
      },
    });
    expect(comparison.messages).toEqual([
      { type: 'STATUS', said: 1, seen: 0 },
      { type: 'TRANSCRIPTION_RESULT', said: 2, seen: 0 },
    ]);
    const events = await core.handlers['events.list']({ type: 'server.log', afterSeq: 0, limit: 10 });
    expect(events.map(({ fields }) => fields.message)).toEqual([
      'TRANSCRIPTION_RESULT',
      'STATUS',
      'TRANSCRIPTION_RESULT',
    ]);
  });

  it('have a log that a page follows until it says stop, one at a time', async () => {
    const target = await startScriptedTarget({});
    const line = (n: number): object => ({
      message: `INFO: WebSocket message: TRANSCRIPTION_RESULT\nline ${n}`,
      type: 'out',
      app_name: 'scrumbot-websocket',
    });
    const core = await startWith(
      await pretendPm2([entry('scrumbot-websocket', process.pid, {})], [line(1), line(2)]),
    );
    const state = async () => (await core.handlers['targets.followedLog']({})).log;
    await expect(state()).resolves.toBeNull();
    await expect(core.handlers['targets.followLog']({ target: 'nobody' })).rejects.toThrow(/"nobody"/);
    await expect(state()).resolves.toBeNull();
    const begun = await core.handlers['targets.followLog']({ target: target.url });
    expect(begun).toMatchObject({ target: target.url, isFollowing: true, problem: null });
    await expect(core.handlers['targets.followLog']({})).rejects.toMatchObject({ code: 'busy' });
    const messages = [{ type: 'TRANSCRIPTION_RESULT', said: 2, seen: 0 }];
    await expect.poll(state).toMatchObject({ isFollowing: true, lines: 4, messages, lastLine: 'line 2' });
    const { log } = await core.handlers['targets.unfollowLog']({});
    expect(log).toMatchObject({ isFollowing: false, lines: 4, messages, problem: null });
    const events = await core.handlers['events.list']({ type: 'server.log', afterSeq: 0, limit: 10 });
    expect(events).toHaveLength(4);
    // Another one may follow.
    await expect(core.handlers['targets.followLog']({ target: target.url })).resolves.toMatchObject({
      isFollowing: true,
    });
  });

  it('have a log whose end by itself is told', async () => {
    const target = await startScriptedTarget({});
    const environment = await pretendPm2([entry('scrumbot-websocket', process.pid, {})]);
    const pm2 = join(environment.PM2_HOME ?? '', '..', 'pm2');
    await writeFile(pm2, (await readFile(pm2, 'utf8')).replace('exec sleep 600', 'exit 7'));
    const core = await startWith(environment);
    await core.handlers['targets.followLog']({ target: target.url });
    await expect
      .poll(async () => (await core.handlers['targets.followedLog']({})).log)
      .toMatchObject({
        isFollowing: false,
        problem: expect.stringContaining('ended by itself (code 7)') as string,
      });
  });
});
