import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { connectBridge, type BridgeClient } from '../../../src/shared/bridge.ts';
import type { Status } from '../../../src/shared/health.ts';
import type { SessionSummary } from '../../../src/shared/session.ts';
import { makeCounterHome } from '../../support/counter-home.ts';
import { writeCounterWav } from '../../support/counter-wav.ts';
import { logIn } from '../../support/log-in.ts';
import { completeOnEnd, say, startScriptedTarget } from '../../support/scripted-target.ts';
import { runScrumbot, startScrumbot, type RunningScrumbot } from '../../support/scrumbot.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const isBuilt = existsSync(fileURLToPath(new URL('../../../out/renderer/index.html', import.meta.url)));
const title = isBuilt ? 'run' : 'run (skipped: the page is not built, "npm run build" makes it)';

type RunningHost = { scrumbot: RunningScrumbot; url: string; home: string; folder: string };

async function startHost(words: string[] = [], environment: NodeJS.ProcessEnv = {}): Promise<RunningHost> {
  const { folder, home } = await makeCounterHome(0.1);
  const scrumbot = startScrumbot(['run', '--port', '0', ...words], { home, environment });
  await vi.waitFor(() => expect(scrumbot.stdout()).toContain('\n'), { timeout: 20_000 });
  const [, url] = /^UI: (http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43})\n$/.exec(scrumbot.stdout()) ?? [];
  if (url === undefined) throw new Error(`No address in: ${scrumbot.stdout()}${scrumbot.stderr()}`);
  return { scrumbot, url, home, folder };
}

async function openBridge(url: string): Promise<BridgeClient> {
  const { origin, host } = new URL(url);
  const headers = { origin, cookie: await logIn(url) };
  const socket = new WebSocket(`ws://${host}/bridge`, { headers });
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  return connectBridge({
    post: (message) => socket.send(JSON.stringify(message)),
    listen(onMessage) {
      const pass = (payload: Buffer): void => onMessage(JSON.parse(payload.toString('utf8')));
      socket.on('message', pass);
      return () => socket.off('message', pass);
    },
  });
}

/** Ctrl-C; answers the exit code and how long the end took. */
async function interrupt({ scrumbot }: RunningHost): Promise<{ code: number | null; tookMs: number }> {
  const startedMs = performance.now();
  scrumbot.process.kill('SIGINT');
  const { code } = await scrumbot.finished;
  return { code, tookMs: performance.now() - startedMs };
}

async function sessionsOf(home: string): Promise<SessionSummary[]> {
  return JSON.parse((await runScrumbot(['sessions', 'list', '--json'], { home })).stdout) as SessionSummary[];
}

describe.skipIf(!isBuilt || process.platform === 'win32')(title, () => {
  test('prints the address, serves the page to it, and ends at Ctrl-C', async () => {
    const host = await startHost();
    const page = await fetch(new URL('/', host.url));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<script type="module"');
    const tokenFile = join(host.home, 'ui-token');
    expect(host.url).toContain((await readFile(tokenFile, 'utf8')).trim());
    const bridge = await openBridge(host.url);
    expect(await bridge.call('app.info', {})).toMatchObject({ home: host.home, platform: process.platform });

    const { code, tookMs } = await interrupt(host);
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(3_000);
    await expect(stat(tokenFile)).rejects.toThrow('ENOENT');
  });

  test('records a file for a page, which hears the status, the transcript and the end', async () => {
    const host = await startHost();
    const target = await startScriptedTarget({
      onMessage(message, connection) {
        if (message.type === 'AUDIO_CHUNK') say(connection, transcription);
        completeOnEnd(message, connection);
      },
    });
    const path = join(host.folder, 'counter.wav');
    await writeCounterWav(path, 2.5);
    const bridge = await openBridge(host.url);
    const statuses: Status[] = [];
    const lines: string[] = [];
    bridge.subscribe('status', (status) => statuses.push(status));
    bridge.subscribe('transcript', ({ line }) => lines.push(line.text));
    await vi.waitFor(() => expect(statuses[0]?.verdict.level).toBe('idle'));

    const started = await bridge.call('session.start', {
      inputs: [{ kind: 'file', path, speed: 4 }],
      target: target.url,
    });
    await vi.waitFor(() => expect(statuses.at(-1)?.session?.state).toBe('ended'), { timeout: 20_000 });
    expect(statuses.some((status) => status.session?.state === 'recording')).toBe(true);
    expect(statuses.at(-1)).toMatchObject({
      session: { sessionId: started.sessionId },
      recordedSec: 2.5,
      chunks: { captured: 3, sent: 3, delivered: 3, pending: 0 },
    });
    expect(lines).toContain('hello from the target');
    const report = await bridge.call('sessions.show', { sessionId: started.sessionId });
    expect(report).toMatchObject({ state: 'ended', reason: null, seconds: 2.5 });
    expect((await interrupt(host)).code).toBe(0);
  });

  test.each(['capture-only', 'stream'] as const)(
    'ends and keeps a running recording (%s) at Ctrl-C',
    async (mode) => {
      const host = await startHost();
      // A target that never says its last word.
      const target = await startScriptedTarget({});
      const path = join(host.folder, 'counter.wav');
      await writeCounterWav(path, 60);
      const bridge = await openBridge(host.url);
      const { sessionId } = await bridge.call('session.start', {
        inputs: [{ kind: 'file', path }],
        mode,
        ...(mode === 'stream' && { target: target.url }),
      });
      await vi.waitFor(
        async () => expect((await bridge.call('status.get', {})).recordedSec).toBeGreaterThan(1),
        { timeout: 10_000, interval: 100 },
      );
      const { recordedSec } = await bridge.call('status.get', {});

      const { code, tookMs } = await interrupt(host);
      expect(code).toBe(0);
      expect(tookMs).toBeLessThan(3_000);
      const [session] = await sessionsOf(host.home);
      expect(session).toMatchObject({ sessionId, state: 'ended' });
      expect(session?.seconds).toBeGreaterThanOrEqual(recordedSec);
      const { size } = await stat(join(host.home, 'recordings', sessionId, 'system.wav'));
      expect(size).toBe(44 + Math.round((session?.seconds ?? 0) * 32_000));
    },
  );

  test('opens the browser by a private file, so that no process list shows the token', async () => {
    const programs = await makeTemporaryFolder();
    const seen = join(programs, 'words');
    await mkdir(join(programs, 'bin'));
    for (const name of ['xdg-open', 'open']) {
      await writeFile(
        join(programs, 'bin', name),
        `#!/bin/sh\nprintf '%s\\n' "$@" >'${seen}.new'; mv '${seen}.new' '${seen}'\n`,
      );
      await chmod(join(programs, 'bin', name), 0o755);
    }
    const PATH = `${join(programs, 'bin')}${delimiter}${process.env.PATH ?? ''}`;
    const host = await startHost(['--open'], { PATH });
    const path = join(host.home, 'open-ui.html');
    await vi.waitFor(async () => expect(await readFile(seen, 'utf8')).toBe(`${path}\n`), { timeout: 5_000 });
    expect(await readFile(path, 'utf8')).toContain(`content="0; url=${host.url}"`);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await interrupt(host)).code).toBe(0);
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  test('says which port is taken, and exits with 2', async () => {
    const { url, home } = await startHost();
    const { code, stderr } = await runScrumbot(['run', '--port', new URL(url).port], { home: `${home}-2` });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Port \d+ cannot be used: .* Choose another with --port\.\n$/);
  });
});

const transcription = {
  type: 'TRANSCRIPTION_RESULT',
  data: { text: 'hello from the target', speaker: 'Unknown' },
};
