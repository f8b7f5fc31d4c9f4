import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { createBackendSource } from '../../../src/main/core/samples/sources/backend-source.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { describeWith } from '../../support/machine/needs.ts';

const heldBytes = 40_000_000;
// Filled, or the kernel would lend it only on paper.
const holder = `globalThis.held = Buffer.alloc(${heldBytes}, 1);
  console.log(JSON.stringify({ holder: process.pid }));
  process.stdin.on('data', () => process.exit()).resume();`;
// Listens, and keeps most of its memory in another process, which ends when it is told to.
const server = `const { spawn } = require('node:child_process');
  const other = spawn(process.execPath, ['-e', ${JSON.stringify(holder)}], { stdio: ['pipe', 'inherit', 'inherit'] });
  const listening = require('node:net').createServer();
  listening.listen(0, '127.0.0.1', () =>
    console.log(JSON.stringify({ server: process.pid, port: listening.address().port })));
  process.stdin.on('data', () => other.stdin.write('end')).resume();`;
// As a process manager does: it starts the server and holds no port.
const manager = `const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', ${JSON.stringify(server)}], { stdio: ['pipe', 'inherit', 'inherit'] });
  process.stdin.pipe(child.stdin);`;

type Told = { server: number; holder: number; port: number };

async function startManaged(): Promise<Told & { endHolder(): void }> {
  const started = spawn(process.execPath, ['-e', manager], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const { pid } = started;
  if (pid === undefined) throw new Error('The process did not start.');
  const ended = once(started, 'close');
  onTestFinished(async () => {
    // The whole group, which this test made.
    process.kill(-pid);
    await ended;
  });
  const told: Partial<Told> = {};
  for await (const line of createInterface({ input: started.stdout })) {
    Object.assign(told, JSON.parse(line));
    if (told.server !== undefined && told.holder !== undefined) break;
  }
  return { ...(told as Told), endHolder: () => void started.stdin.write('end') };
}

const rssBytes = (pid: number): number => {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
};

describeWith(['linux'], 'the memory of a backend on this machine', () => {
  it('is that of the process that listens and of all that it started, and not of what started it', async () => {
    const backend = await startManaged();
    const clock = createFakeClock();
    const source = createBackendSource({
      platform: 'linux',
      clock,
      port: () => Promise.resolve(backend.port),
    });
    const truth = rssBytes(backend.server) + rssBytes(backend.holder);
    // By the list of all processes, and then by those that are known.
    for (let look = 0; look < 2; look += 1) {
      const figures = await source.read();
      expect(figures['process.backend.processes']).toBe(2);
      const bytes = figures['process.backend.rssBytes'] ?? 0;
      expect(bytes).toBeGreaterThan(heldBytes);
      // Either may still grow or give something back; a third process would be 40 MB more.
      expect(Math.abs(bytes - truth)).toBeLessThan(20_000_000);
      await clock.advance(1_000);
    }

    backend.endHolder();
    await expect.poll(async () => (await source.read())['process.backend.processes']).toBe(1);
    expect((await source.read())['process.backend.rssBytes']).toBeLessThan(truth - heldBytes / 2);
  });
});
