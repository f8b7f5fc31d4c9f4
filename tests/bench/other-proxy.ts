import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A proxy of somebody else, to compare with. */
export type OtherProxy = { url: string; rssBytes(): Promise<number>; stop(): Promise<void> };

/** mitmproxy's program without a window, before a WebSocket target; `null` where it is not installed. */
export async function startMitmdump(targetUrl: string): Promise<OtherProxy | null> {
  const port = await freePort();
  const { port: targetPort } = new URL(targetUrl);
  const mode = `reverse:http://127.0.0.1:${targetPort}`;
  const words = ['-q', '--mode', mode, '--listen-host', '127.0.0.1', '--listen-port', String(port)];
  const child = spawn('mitmdump', words, { stdio: 'ignore' });
  const state = { isHere: true };
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  }).then(() => {
    state.isHere = false;
  });
  while (state.isHere && !(await answers(port))) await sleep(100);
  if (!state.isHere) return null;
  return {
    url: `ws://127.0.0.1:${port}/ws`,
    async rssBytes() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1_024;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}
