import { counted } from '../../../plural.ts';

const unknownAuthority =
  'Nothing was sent. If the target or the network uses its own certificate authority, set its certificate as the CA file.';
const noTls =
  'What answers at this address does not speak TLS. Check the port, or use ws:// on this machine.';

/** How long the target asks to be left alone, where it says so. */
type Pause = { wait: string };
const after = (what: string, { wait }: Pause): string => (wait === '' ? what : `${what} ${wait}`);

type Tunnel = { host: string; code: string; status: number };
const tunnel =
  (what: (host: string) => string) =>
  (p: Tunnel): string =>
    `${what(p.host)} (${p.code}, HTTP ${p.status}).`;
const warningPage = tunnel((host) => `ngrok shows its browser warning for ${host} instead of the target`);
const noRequestsLeft = tunnel((host) => `The tunnel ${host} has used up the requests of its plan`);

/** Where a close stands: its code, and what the target says about it. */
const closed =
  (what: string) =>
  ({ place }: { place: string }): string =>
    `${what} (${place}).`;

const proxy = (name: string, why: string): string =>
  `The proxy ${name} ${why}. Check HTTPS_PROXY, the system's settings, or those of the target.`;
type Proxy = { proxy: string };

/** Why a connection to a target ended or did not come about. */
export const connectionWords = {
  'end.close-1000': closed('The target closed the connection unexpectedly'),
  'end.close-1001': closed('The target is going away (it is being stopped or restarted)'),
  'end.close-1002': closed('The target reported a protocol error'),
  'end.close-1003': closed('The target does not accept this kind of message'),
  'end.close-1006': closed('The connection was lost'),
  'end.close-1007': closed("The target couldn't read a message"),
  'end.close-1008': closed('The target refused our messages (policy)'),
  'end.close-1009': closed('The target says a message is too big'),
  'end.close-1011': closed('The target had an internal error'),
  'end.close-1012': closed('The target is restarting'),
  'end.close-1013': closed('The target is overloaded'),
  'end.close': closed('The target closed the connection'),
  'end.wants-credential': ({ place }: { place: string }) =>
    `The target wants another credential (${place}). Nothing more is sent until it has one.`,

  'end.refused': 'Nothing answers at this address: the target is not running, or the port is wrong.',
  'end.dropped': 'The target dropped the connection.',
  'end.dropped-perhaps-tls':
    'The target dropped the connection. If it uses TLS, its address starts with wss://.',
  'end.no-lookup': "Host names can't be looked up right now. Check the network.",
  'end.no-answer': 'The target does not answer in time.',
  'end.no-route': "The target can't be reached from this network.",
  'end.no-network': 'This machine has no network.',
  'end.cert-expired': "The target's certificate has expired. Nothing was sent.",
  'end.cert-early':
    "The target's certificate is not valid yet. Nothing was sent. Check this machine's clock.",
  'end.cert-self-signed': `The target's certificate is self-signed. ${unknownAuthority}`,
  'end.cert-unknown': `The target's certificate comes from an unknown authority. ${unknownAuthority}`,
  'end.cert-unverified': `The target's certificate can't be verified. ${unknownAuthority}`,
  'end.cert-other-name': "The target's certificate is for another name. Nothing was sent.",
  'end.no-tls': noTls,
  'end.too-long':
    'The target sent a message of more than 16 MiB, which is too long; the connection was closed.',
  'end.no-utf8': 'The target sent text that is not UTF-8; the connection was closed.',
  'end.no-host': ({ host }: { host: string }) =>
    `Can't find ${host === '' ? "the target's host" : `host ${host}`}. Check the address and the network.`,
  'end.failed': ({ why, code }: { why: string; code: string }) =>
    `The connection failed: ${why}${code === '' ? '' : ` (${code})`}.`,

  'end.proxy-refused': (p: Proxy) => proxy(p.proxy, 'is not running, or its port is wrong'),
  'end.proxy-not-found': (p: Proxy) => proxy(p.proxy, "can't be found"),
  'end.proxy-no-lookup': (p: Proxy) => proxy(p.proxy, "can't be looked up right now"),
  'end.proxy-no-answer': (p: Proxy) => proxy(p.proxy, 'does not answer in time'),
  'end.proxy-failed': (p: Proxy & { code: string }) =>
    proxy(p.proxy, `did not connect to the target (${p.code})`),
  'end.proxy-login': (p: Proxy) =>
    `The proxy ${p.proxy} wants a login (HTTP 407). Give it as http://user:password@host:port in the environment variable HTTPS_PROXY.`,
  'end.proxy-http': (p: Proxy & { status: number }) =>
    `The proxy ${p.proxy} refused the connection to the target (HTTP ${p.status}). Ask whoever runs it, or add the target to NO_PROXY.`,

  'end.http-refused': ({ status }: { status: number }) =>
    `The target refuses the connection (HTTP ${status}). Check its address and credentials.`,
  'end.http-refused-again':
    'The target refuses the connection (HTTP 403), though it took this session before. Trying again; if this continues, check its credentials.',
  'end.http-200':
    'The target answers with HTTP 200 instead of a WebSocket: a web page or a REST backend is there. Check its port and path; ScrumBot uses /ws.',
  'end.http-404': 'There is no WebSocket at this address (HTTP 404). Check its path; ScrumBot uses /ws.',
  'end.http-429': (p: Pause) => after('The target accepts no more connections right now (HTTP 429).', p),
  'end.http-503': (p: Pause) => after('The target is unavailable right now (HTTP 503).', p),
  'end.http': (p: Pause & { status: number }) =>
    after(`The target answers with HTTP ${p.status} instead of a WebSocket.`, p),
  'end.wait': ({ sec }: { sec: number }) =>
    `It asks for a retry in ${sec < 120 ? `${sec} s` : counted(Math.round(sec / 60), 'minute')}.`,
  'end.redirect-nowhere': ({ status }: { status: number }) =>
    `The target redirects (HTTP ${status}) to something that is not an address.`,
  'end.redirect-login': (p: { status: number; place: string }) =>
    `The target redirects (HTTP ${p.status}) to ${p.place}, which is not followed. That looks like a login: give the target its credential.`,
  'end.redirect': (p: { status: number; place: string }) =>
    `The target redirects (HTTP ${p.status}) to ${p.place}, which is not followed. If that is the target, give this address.`,

  'end.ngrok-3200': tunnel(
    (host) => `The tunnel ${host} is offline: its ngrok agent is not running, or has another address now`,
  ),
  'end.ngrok-8012': tunnel(
    (host) =>
      `The ngrok agent of ${host} runs, but nothing listens behind it: start the backend there, or correct its port`,
  ),
  'end.ngrok-3004': tunnel(
    (host) => `What is behind the tunnel ${host} answers, but not with HTTP: check the port of its agent`,
  ),
  'end.ngrok-6024': warningPage,
  'end.ngrok-6022': warningPage,
  'end.ngrok-702': tunnel((host) => `The tunnel ${host} has reached its plan's connections per minute`),
  'end.ngrok-734': tunnel((host) => `The tunnel ${host} has reached its plan's requests per minute`),
  'end.ngrok-725': tunnel((host) => `The tunnel ${host} has used up the traffic of its plan`),
  'end.ngrok-726': noRequestsLeft,
  'end.ngrok-727': noRequestsLeft,
  'end.ngrok': (p: Tunnel & { link: string }) =>
    `ngrok refused the connection to ${p.host} (${p.code}, HTTP ${p.status}). See ${p.link}.`,

  'end.address': ({ why }: { why: string }) => `The target's address can't be used: ${why}.`,
  'end.stopped': 'The recording was stopped.',
  'end.over': 'The connection has ended.',
  'end.on-purpose': 'Ended on purpose.',
  'end.silent': ({ sec }: { sec: number }) =>
    `The target has not answered for ${sec} s. Check its address and the network.`,
  'end.proxy-silent': ({ proxy: name, sec }: Proxy & { sec: number }) =>
    `The proxy ${name} has not answered for ${sec} s. Check its address and the network.`,
  'end.silent-after-sleep': 'The target has not answered since the computer woke up.',
  'end.gone-silent': ({ sec }: { sec: number }) => `The target has not answered for ${sec} s.`,
  'end.no-pongs': ({ sec }: { sec: number }) =>
    `The target sends messages, but has not answered our pings for ${sec} s.`,
  'end.half-open': 'The connection is open, but nobody answers on it any more, not even pings (half-open).',
  'end.no-handshake': 'The target did not answer our HANDSHAKE within 10 s. Is it a ScrumBot backend?',
  'end.bad-handshake': ({ why }: { why: string }) =>
    `The target answered our HANDSHAKE with an error: ${why}`,
  'end.delivered-no-last-answer': 'All audio was delivered, but the target did not say that it had finished.',
  'end.sent-no-last-answer':
    'All audio was sent, but the target neither confirmed it nor said that it had finished.',

  'proxy.login': ({ proxy: name }: Proxy) =>
    `the proxy ${name} wants a login (HTTP 407); HTTPS_PROXY or HTTP_PROXY may hold it, as http://user:password@host:port`,
  'proxy.refuses': ({ proxy: name, status }: Proxy & { status: number }) =>
    `the proxy ${name} refused the connection (HTTP ${status}); ask whoever runs it, or add the address to NO_PROXY`,
  'proxy.not-running': ({ proxy: name }: Proxy) =>
    `the proxy ${name} is not running, or its port is wrong; check the address of the proxy`,
  'proxy.not-found': ({ proxy: name }: Proxy) =>
    `the proxy ${name} can't be found; check the address of the proxy`,
  'proxy.no-way': ({ proxy: name, code }: Proxy & { code: string }) =>
    `the proxy ${name} did not connect${code === '' ? '' : ` (${code})`}; check the address of the proxy`,

  'end.why-http': 'what answers there does not speak HTTP: check the port',
  'end.why-no-tls': 'what answers there does not speak TLS: check the port, or the scheme of the address',
  'end.why-no-cipher': 'the two sides have no TLS version or cipher in common',
  'end.why-tls-refused': 'the other side refused our part of TLS; it may want a client certificate',
  'end.why-cert-expired': 'its certificate has expired',
  'end.why-cert-early': "its certificate is not valid yet: check this machine's clock",
  'end.why-cert-unknown':
    'its certificate is self-signed, or of an authority that this machine does not know',
  'end.why-cert-name': 'its certificate is for another name',
  'end.why-tls': 'TLS failed',
  'end.why-dropped': 'the other side dropped it',
  'end.why-no-answer': 'no answer came in time',
  'end.why-refused': 'nothing answers at this address',
  'end.why-no-name': "the name can't be looked up",
  'end.why-no-route': "it can't be reached from this network",
  'end.why-too-many': 'this machine has too many files and connections open',
  'end.why-firewall': 'this machine does not allow it: check its firewall',
  'end.why-too-long': 'it sent a message that is too long',
  'end.why-no-utf8': 'it sent text that is not UTF-8',
  'end.why-compression': "it sent frames that are not WebSocket frames, or can't be decompressed",
  'end.why-no-frames': 'it sent frames that are not WebSocket frames',
  'end.why-bad-http': 'the answer is not valid HTTP',
  'end.why-extension': 'the answer names an extension that was not offered (Sec-WebSocket-Extensions)',
  'end.why-no-websocket': 'the answer is not a WebSocket handshake: check the address',
} as const;
