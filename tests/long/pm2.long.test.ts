import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished, type TestContext } from 'vitest';
import type { ProcessReport } from '../../src/shared/settings/targets/processes.ts';
import { startTestCore } from '../support/core.ts';
import { describeWith } from '../support/machine/needs.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const run = promisify(execFile);
// 24 MB with what it needs: too much for everybody's node_modules, so that it is fetched where this test runs.
const release = 'pm2@7.0.4';

/** A ScrumBot server as far as this test needs one; it writes down what it sends, as the reference does. */
const server = `
const { WebSocketServer } = require(${JSON.stringify(createRequire(import.meta.url).resolve('ws'))});
const http = require('node:http').createServer((request, response) => { console.log('asked for ' + request.url); response.end(); });
const send = (socket, type) => { console.log('INFO: WebSocket message: ' + type); socket.send(JSON.stringify({ type, status: 'ready' })); };
new WebSocketServer({ server: http }).on('connection', (socket) => {
  send(socket, 'HANDSHAKE_ACK');
  socket.on('message', (raw) => { if (JSON.parse(raw).type === 'HANDSHAKE') send(socket, 'HANDSHAKE_ACK'); });
});
http.listen(Number(process.env.PORT), '127.0.0.1');
`;

async function freePort(): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  holder.close();
  await once(holder, 'close');
  return port;
}

type Pm2 = { environment: NodeJS.ProcessEnv; ask: (...words: string[]) => Promise<unknown>; folder: string };

/** PM2 itself with a daemon of its own; the test is left out where it is not to be had. */
async function startPm2({ skip }: TestContext): Promise<Pm2> {
  const folder = await makeTemporaryFolder();
  const home = join(folder, '.pm2');
  await mkdir(home);
  await writeFile(join(folder, 'package.json'), '{}');
  try {
    await run('npm', ['install', '--no-audit', '--no-fund', '--omit=optional', release], { cwd: folder });
  } catch (error) {
    skip(`${release} is not to be had from the registry: ${String(error).slice(0, 200)}`);
  }
  const paths = [join(folder, 'node_modules/.bin'), dirname(process.execPath), process.env.PATH ?? ''];
  const environment = { ...process.env, PATH: paths.join(':'), PM2_HOME: home };
  const ask = (...words: string[]): Promise<unknown> => run('pm2', words, { cwd: folder, env: environment });
  // Its daemon and whatever that runs, and nobody else's.
  onTestFinished(() => ask('kill').then(() => undefined));
  await writeFile(join(folder, 'server.cjs'), server);
  return { environment, ask, folder };
}

describeWith(['linux'], 'a backend that PM2 itself runs', () => {
  it('is seen with its restarts, its clash of ports and what its log says it sent', async (context) => {
    const { environment, ask, folder } = await startPm2(context);
    const port = await freePort();
    const start = async (name: string): Promise<void> => {
      const app = { name, script: 'server.cjs', env: { PORT: port }, max_restarts: 2, min_uptime: 60_000 };
      const file = join(folder, `${name}.json`);
      await writeFile(file, JSON.stringify({ apps: [app] }));
      await ask('start', file);
    };
    const core = await startTestCore({ home: join(await makeTemporaryFolder(), 'home'), environment });
    const target = `ws://127.0.0.1:${port}/ws`;
    const look = (): Promise<ProcessReport> => core.handlers['targets.processes']({ target });
    expect((await look()).manager).toBe('PM2 is installed, but not running.');

    await start('scrumbot-websocket');
    await expect.poll(async () => (await look()).ok).toBe(true);
    const [first] = (await look()).processes;
    expect(first).toMatchObject({
      ...{ name: 'scrumbot-websocket', from: 'pm2', status: 'online' },
      ...{ listens: [port], configuredPort: port, restarts: 0 },
    });
    expect(first?.memoryBytes).toBeGreaterThan(10_000_000);
    expect(first?.uptimeSec).toBeGreaterThanOrEqual(0);

    // What it says it sent is what we got, message by message.
    const stop = new AbortController();
    const heard: string[] = [];
    const following = core.processes.follow(target, {
      signal: stop.signal,
      onLine: ({ text }) => void heard.push(text),
    });
    // PM2 takes its time to begin: what was written before is not followed.
    await expect
      .poll(async () => {
        await fetch(`http://127.0.0.1:${port}/tick`);
        return heard.join();
      })
      .toContain('asked for /tick');
    await core.verification.run({ target, phases: ['handshake'], quick: true, allowDisruptive: false });
    const sent = (): number => heard.filter((line) => line.endsWith('message: HANDSHAKE_ACK')).length;
    const got = async (): Promise<number> =>
      (await core.handlers['events.list']({ type: 'HANDSHAKE_ACK', afterSeq: 0, limit: 1_000 })).length;
    await expect.poll(async () => sent() - (await got())).toBe(0);
    stop.abort();
    const { messages, lines } = await following;
    expect(messages).toEqual([{ type: 'HANDSHAKE_ACK', said: sent(), seen: sent() }]);
    expect(sent()).toBeGreaterThan(2);
    const kept = await core.handlers['events.list']({ type: 'server.log', afterSeq: 0, limit: 1_000 });
    expect(kept).toHaveLength(lines);

    // One that dies is started again, and that is counted.
    process.kill(first?.pid ?? 0, 'SIGKILL');
    await expect
      .poll(async () => {
        const report = await look();
        return report.ok && report.processes[0]?.restarts;
      })
      .toBe(1);

    // Another with the same PORT cannot start; both are named.
    await start('scrumbot-backend');
    await expect
      .poll(async () => (await look()).processes.find(({ name }) => name === 'scrumbot-backend')?.status)
      .toBe('errored');
    const clashed = await look();
    expect(clashed.ok).toBe(false);
    expect(clashed.clashes).toMatchObject([{ port, names: ['scrumbot-backend', 'scrumbot-websocket'] }]);
    const loser = clashed.processes.find(({ name }) => name === 'scrumbot-backend');
    expect(loser?.errorLines.join('\n')).toMatch(/EADDRINUSE|port: \d+/);
  });
});
