import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Status } from '../../../src/shared/session/status.ts';
import type { SessionSummary } from '../../../src/shared/session/session.ts';
import { makeCounterHome } from '../../support/counter-home.ts';
import { writeCounterWav } from '../../support/counter-wav.ts';
import { openBridge, startHeadlessHost, type HeadlessHost } from '../../support/headless-host.ts';
import { completeOnEnd, say, startScriptedTarget } from '../../support/scripted-target.ts';
import { runScrumbot } from '../../support/scrumbot.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { promptly } from '../../support/machine/promptly.ts';
import { describeWith } from '../../support/machine/needs.ts';

type RunningHost = HeadlessHost & { home: string; folder: string };

async function startHost(words: string[] = [], environment: NodeJS.ProcessEnv = {}): Promise<RunningHost> {
  const { folder, home } = await makeCounterHome(0.1);
  return { ...(await startHeadlessHost(home, { words, environment })), home, folder };
}

/** Ctrl-C; answers the exit code. */
async function interrupt({ scrumbot }: RunningHost): Promise<{ code: number | null }> {
  scrumbot.process.kill('SIGINT');
  const { code } = await promptly(scrumbot.finished);
  return { code };
}

async function sessionsOf(home: string): Promise<SessionSummary[]> {
  return JSON.parse((await runScrumbot(['sessions', 'list', '--json'], { home })).stdout) as SessionSummary[];
}

describeWith(['builtPage', 'posix'], 'run', () => {
  test('prints the address, serves the page to it, and ends at Ctrl-C', async () => {
    const host = await startHost();
    const page = await fetch(new URL('/', host.url));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<script type="module"');
    const tokenFile = join(host.home, 'ui-token');
    expect(host.url).toContain((await readFile(tokenFile, 'utf8')).trim());
    const bridge = await openBridge(host.url);
    expect(await bridge.call('app.info', {})).toMatchObject({ home: host.home, platform: process.platform });

    const { code } = await interrupt(host);
    expect(code).toBe(0);
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
    await waitUntil(() => expect(statuses[0]?.verdict.level).toBe('idle'));

    const started = await bridge.call('session.start', {
      inputs: [{ kind: 'file', path, speed: 4 }],
      target: target.url,
    });
    await waitUntil(() => expect(statuses.at(-1)?.session?.state).toBe('ended'));
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
      await waitUntil(async () =>
        expect((await bridge.call('status.get', {})).recordedSec).toBeGreaterThan(1),
      );
      const { recordedSec } = await bridge.call('status.get', {});

      const { code } = await interrupt(host);
      expect(code).toBe(0);
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
    await waitUntil(async () => expect(await readFile(seen, 'utf8')).toBe(`${path}\n`));
    expect(await readFile(path, 'utf8')).toContain(`content="0; url=${host.url}"`);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await interrupt(host)).code).toBe(0);
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  test('says which port is taken, and exits with 2', async () => {
    const { url, home } = await startHost();
    const { code, stderr } = await runScrumbot(['run', '--port', new URL(url).port], { home: `${home}-2` });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Port \d+ can't be used: .* Choose another with --port\.\n$/);
  });
});

const transcription = {
  type: 'TRANSCRIPTION_RESULT',
  data: { text: 'hello from the target', speaker: 'Unknown' },
};
