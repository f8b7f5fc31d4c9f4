import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { connectBridge, type BridgeClient } from '../../src/shared/contract/connect-bridge.ts';
import { logIn } from './log-in.ts';
import { startScrumbot, type RunningScrumbot } from './scrumbot.ts';
import { waitUntil } from './wait-until.ts';

export type HeadlessHost = { scrumbot: RunningScrumbot; url: string };

/** `scrumbot run` as a process, once it has printed its address; it is ended with the test if it still runs. */
export async function startHeadlessHost(
  home: string,
  { words = [], environment = {} }: { words?: string[]; environment?: NodeJS.ProcessEnv } = {},
): Promise<HeadlessHost> {
  const scrumbot = startScrumbot(['run', '--port', '0', ...words], { home, environment });
  await waitUntil(() => {
    if (!scrumbot.stdout().includes('\n')) throw new Error(`No line yet. ${scrumbot.stderr()}`);
  });
  const [, url] = /^UI: (http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43})\n$/.exec(scrumbot.stdout()) ?? [];
  if (url === undefined) throw new Error(`No address in: ${scrumbot.stdout()}${scrumbot.stderr()}`);
  return { scrumbot, url };
}

/** Connects as the page does; closed with the test. */
export async function openBridge(url: string): Promise<BridgeClient> {
  const { origin, host } = new URL(url);
  const { cookie, bridgePath } = await logIn(url);
  const socket = new WebSocket(`ws://${host}${bridgePath}`, { headers: { origin, cookie } });
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
