import { counted } from '../../../../plural.ts';

const sides: Readonly<Record<string, string>> = { socket: 'socket server', rest: 'REST backend' };

/** What a probe of a target tries, finds and advises. */
export const probeWords = {
  'probe.address': 'Address',
  'probe.way': 'Route',
  'probe.dns': 'Name',
  'probe.tcp': 'Connection',
  'probe.tls': 'Certificate',
  'probe.upgrade': 'WebSocket',
  'probe.ack-on-connect': 'Greeting',
  'probe.handshake': 'HANDSHAKE',
  'probe.version': 'Server version',
  'probe.compression': 'Compression',
  'probe.rtt': 'Round trip',
  'probe.clock': 'Clock',
  'probe.frame-limit': 'Large message',
  'probe.get': ({ path, side }: { path: string; side: string }) => `GET ${path} (${sides[side] ?? side})`,

  'probe.all': ({ hints }: { hints: readonly string[] }) => hints.join(' '),
  'probe.unusable': 'unusable',
  'probe.no-connection': 'no connection',
  'probe.no-websocket': 'no WebSocket',
  'probe.open': 'open',
  'probe.no-greeting': 'none within 1 s',
  'probe.no-greeting.next': 'Not every server greets; HANDSHAKE decides.',
  'probe.no-version': 'not named',
  'probe.no-handshake': 'no answer to HANDSHAKE',
  'probe.ends-early.next':
    'It accepts connections and ends them before it answers: check its log, and the limits of proxies in between. Is it a ScrumBot backend?',
  'probe.no-answer': ({ sec }: { sec: number }) => `no answer within ${sec} s`,
  'probe.greeted-only.next':
    "It greeted us, but did not answer our HANDSHAKE: it may be busy with somebody's audio.",
  'probe.is-it-scrumbot': 'Is it a ScrumBot backend?',
  'probe.round-trip': ({ ms, pings }: { ms: number; pings: number }) => `${ms} ms, median of ${pings}`,
  'probe.ended': 'the connection has ended',
  'probe.no-pong': 'no pong',
  'probe.no-pong.next': 'Without pongs nothing proves that a chunk was read.',
  'probe.no-compression': 'none',
  'probe.no-compression.next': 'Audio takes about twice the traffic.',
  'probe.takes-large': 'accepts 1 MB',
  'probe.no-large': 'no answer to 1 MB',
  'probe.no-large.next': 'Messages of the usual size may still pass.',
  'probe.no-time': 'the target sends no time',
  'probe.skew': ({ skewMs, uncertaintyMs }: { skewMs: number; uncertaintyMs: number }) =>
    `${skewMs > 0 ? '+' : ''}${skewMs} ms ± ${uncertaintyMs} ms`,
  'probe.skewed.next': 'One of the two clocks is wrong: set it by a time server.',
  'probe.no-zone.next': ({ zoneMinutes }: { zoneMinutes: number }) =>
    `The server writes local time without its zone (UTC${zoneMinutes < 0 ? '−' : '+'}${Math.abs(zoneMinutes) / 60} h).`,
  'probe.through-proxy': ({ proxy }: { proxy: string }) => `through the proxy ${proxy}, which looks names up`,
  'probe.proxy-looks-up': 'the proxy looks it up',
  'probe.proxy-connects': 'the proxy connects',
  'probe.no-address': 'no address',
  'probe.is-number': 'the address is an IP address',
  'probe.connected': ({ address, port }: { address: string; port: number }) => `${address}, port ${port}`,
  'probe.certificate': (p: { protocol: string; chain: string; days: number }) =>
    `${p.protocol}, ${p.chain}, valid for ${counted(p.days, 'more day')}`,
  'probe.certificate-ends.next': 'The certificate ends soon. Whoever runs the target has to renew it.',
  'probe.health.next':
    'Reachable does not mean healthy: a ScrumBot backend answers this even when its transcriber is dead.',
  'probe.answer': ({ body }: { body: string }) => `200, ${body}`,
  'probe.empty-answer': '200, empty',
  'probe.no-routes': '200, but no description of an API',
  'probe.routes': ({ name, routes }: { name: string; routes: number }) =>
    `${name === '' ? 'an API' : name}, ${counted(routes, 'route')}`,
  'probe.status': ({ status }: { status: number }) => `HTTP ${status}`,

  'discover.nothing': 'nothing',
  'discover.other': 'something else than an ngrok agent',
  'discover.agent': 'an ngrok agent',
} as const;
