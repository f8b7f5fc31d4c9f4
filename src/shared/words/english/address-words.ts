const give = 'Give one that starts with ws:// or wss://.';

/** What is wrong with the address of a target, after its name; and what is unusual about one that is right. */
export const addressWords = {
  'address.not-socket': `is not a WebSocket address. ${give}`,
  'address.web': `is not a WebSocket address, but one of a web page or of REST. ${give}`,
  'address.blank': 'has a space or an invisible character in it.',
  'address.backslash': 'has a backslash in it.',
  'address.ipv6': 'has an IPv6 address without brackets.',
  'address.listens': 'names where a server listens, not where it is reached.',
  'address.misnamed':
    'means this machine by a name that may also be of another one. It is called localhost, 127.0.0.1 or [::1].',
  'address.no-host': 'names no host.',
  'address.dot': 'has an extra dot in its host.',
  'address.port-not-number': 'has a port that is not a number.',
  'address.port-range': ({ port }: { port: string }) => `has the port ${port}; ports go from 1 to 65535.`,
  'address.bad-port': 'has a port that is not one: ports go from 1 to 65535.',
  'address.fragment': 'has a fragment (#…), which no WebSocket address has.',
  'address.not-rest':
    'is not the address of a REST backend. Give one that starts with https://, or http:// on this machine.',
  'address.socket-not-rest':
    'is the address of a WebSocket. REST has one that starts with https://, or http:// on this machine.',
  'address.more-than-base': 'holds more than scheme, host, port and path.',
  'address.rest-not-encrypted':
    'is not encrypted. Use https:// for other machines; http:// is for this one only.',

  'address.this': ({ problem }: { problem: string }) => `This ${problem}`,
  'address.no-path': 'The address has no path; a ScrumBot backend has its socket at /ws.',
  'address.double-path': 'The path is /ws/ws; most layouts have the socket at /ws.',
  'address.other-path': ({ path }: { path: string }) =>
    `The path is ${path}; a ScrumBot backend has its socket at /ws.`,
  'address.http-path': ({ path }: { path: string }) =>
    `${path} is asked by HTTP and is not a socket; a ScrumBot backend has its socket at /ws.`,
  'address.health-path': 'The path /health is asked below this address; REST is at the root.',
  'address.rest-port': ({ port, socketPort }: { port: string; socketPort: number }) =>
    `Port ${port} is that of the REST backend, which has no socket; the socket's is usually ${socketPort}.`,
  'address.chatbot-port': ({ port, socketPort }: { port: string; socketPort: number }) =>
    `Port ${port} is that of the chatbot, which has no socket; the socket's is usually ${socketPort}.`,
  'address.socket-port': ({ restPort, socketPort }: { restPort: number; socketPort: number }) =>
    `Port ${socketPort} is usually that of the socket; the REST backend has its own, usually ${restPort}.`,
  'address.socket-path': ({ path }: { path: string }) =>
    `The path ${path} is that of the socket; REST is at the root.`,
  'address.login': ({ host }: { host: string }) =>
    `The login in the address of ${host} is kept with the keys; from now on the address works without it.`,
  'address.perhaps': ({ what, proposal }: { what: string; proposal: string }) =>
    `${what} Did you mean ${proposal}?`,
} as const;
