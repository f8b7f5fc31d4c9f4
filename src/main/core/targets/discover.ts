import { sentence, tellAll } from '../../../shared/words/all-words.ts';
import { parseForeignJson } from '../../../shared/protocol/json-shape.ts';
import { request } from 'node:http';
import { z } from 'zod';
import type { Discovery, Tunnel } from '../../../shared/settings/targets/probe.ts';
import type { Target } from '../../../shared/settings/targets/targets.ts';

/** Where ngrok's agents answer; further ones take the next even port of the usual layouts. */
export const agentPorts = [4040, 4042, 4044] as const;

const answerSchema = z.object({
  tunnels: z.array(
    z.object({
      name: z.string(),
      public_url: z.url({ protocol: /^https?$/ }),
      config: z.object({ addr: z.string() }).partial().optional(),
    }),
  ),
});

const timeoutMs = 2_000;
// A list of tunnels takes some kB.
const mostBytes = 1_000_000;

/** Asks the ngrok agents of this machine for their tunnels, and compares them with the targets there are. */
export async function discoverTunnels(
  targets: readonly Target[],
  ports: readonly number[] = agentPorts,
): Promise<Discovery> {
  const answers = await Promise.all(ports.map(askAgent));
  const tunnels = answers.flatMap(({ tunnels: found }) => found);
  return {
    agents: answers.map(({ tunnels: { length }, ...agent }) => ({ ...agent, tunnels: length })),
    tunnels,
    changed: changedAddresses(targets, tunnels),
  };
}

type Asked = Omit<Discovery['agents'][number], 'tunnels'> & { tunnels: Tunnel[] };

async function askAgent(port: number): Promise<Asked> {
  try {
    const parsed = answerSchema.safeParse(parseForeignJson(await get(port, '/api/tunnels')));
    if (!parsed.success) return { port, ...tellAll({ found: sentence('discover.other') }), tunnels: [] };
    const tunnels = parsed.data.tunnels.map((tunnel) => tunnelOf(port, tunnel));
    return { port, ...tellAll({ found: sentence('discover.agent') }), tunnels };
  } catch (error) {
    const isRefused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
    const found = sentence(isRefused ? 'discover.nothing' : 'discover.other');
    return { port, ...tellAll({ found }), tunnels: [] };
  }
}

function get(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({
      host: '127.0.0.1',
      port,
      path,
      timeout: timeoutMs,
      headers: { Accept: 'application/json' },
    });
    asked.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > mostBytes) asked.destroy(new Error('too long'));
      });
      response.on('end', () => resolve(text));
      response.on('error', reject);
    });
    asked.on('timeout', () => asked.destroy(new Error('silent')));
    asked.on('error', reject);
    asked.end();
  });
}

const restPort = 5167;
const socketPort = 8080;

function tunnelOf(agentPort: number, tunnel: z.infer<typeof answerSchema>['tunnels'][number]): Tunnel {
  const localAddress = tunnel.config?.addr ?? '';
  const port = Number(/:(\d+)\/?$/.exec(localAddress)?.[1] ?? localAddress);
  const service = serviceOf(port, tunnel.name);
  const publicUrl = tunnel.public_url.replace(/\/+$/, '');
  return {
    agentPort,
    name: tunnel.name,
    publicUrl,
    localAddress,
    service,
    wsUrl: service === 'socket' ? `${publicUrl.replace(/^http/, 'ws')}/ws` : null,
    httpUrl: service === 'rest' ? publicUrl : null,
  };
}

/** By the port behind it; where that is another one, by what its owner called the tunnel. */
function serviceOf(port: number, name: string): Tunnel['service'] {
  if (port === socketPort) return 'socket';
  if (port === restPort) return 'rest';
  if (/\b(ws|websocket|socket)\b/i.test(name)) return 'socket';
  return /\b(rest|api|backend)\b/i.test(name) ? 'rest' : 'other';
}

/** Addresses of tunnels that no agent here has any more, where one of the same service is there instead. */
function changedAddresses(targets: readonly Target[], tunnels: readonly Tunnel[]): Discovery['changed'] {
  const hosts = new Set(tunnels.map(({ publicUrl }) => new URL(publicUrl).host));
  const isGone = (url: string): boolean =>
    /(^|\.)ngrok(-free)?\.(app|io|dev)$/i.test(new URL(url).hostname) && !hosts.has(new URL(url).host);
  const offer = (service: Tunnel['service']): Tunnel | null => {
    const found = tunnels.filter(
      (tunnel) => tunnel.service === service && tunnel.publicUrl.startsWith('https:'),
    );
    // With two of them nobody knows which one it became.
    return found.length === 1 ? (found[0] ?? null) : null;
  };
  return targets.flatMap((target): Discovery['changed'] => {
    const socket = offer('socket');
    const rest = offer('rest');
    const { name, wsUrl, httpUrl = null } = target;
    return [
      ...(wsUrl !== null && isGone(wsUrl) && socket !== null
        ? [{ target: name, field: 'wsUrl' as const, from: wsUrl, to: withPath(socket.publicUrl, wsUrl) }]
        : []),
      ...(httpUrl !== null && isGone(httpUrl) && rest !== null
        ? [{ target: name, field: 'httpUrl' as const, from: httpUrl, to: rest.publicUrl }]
        : []),
    ];
  });
}

/** The path stays as it was: it belongs to the layout behind the tunnel. */
function withPath(publicUrl: string, wsUrl: string): string {
  return `${publicUrl.replace(/^http/, 'ws')}${new URL(wsUrl).pathname}`;
}
