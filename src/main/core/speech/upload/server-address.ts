import { BlockList, isIP } from 'node:net';

const isAzure = ({ hostname, pathname }: URL): boolean =>
  hostname.endsWith('.azure.com') || pathname.includes('/openai/deployments/');

/** How a key goes along: Azure's has a header of its own, and takes another one for somebody's login. */
export function keyHeader(url: string, apiKey: string): Record<string, string> {
  return isAzure(new URL(url)) ? { 'api-key': apiKey } : { Authorization: `Bearer ${apiKey}` };
}

/** An address may say which version of its interface is meant, as Azure's must, and nothing else behind its path. */
export function hasOddQuery({ searchParams }: URL): boolean {
  return [...searchParams.keys()].some((name) => name !== 'api-version');
}

/**
 * Where transcriptions may be asked for at an address that people gave: with or without `/v1`, with the whole path, with slashes at
 * its end. The likeliest first; there are several only where the address leaves it open.
 */
export function transcriptionUrls(given: string): [string, ...string[]] {
  const url = new URL(given);
  const path = url.pathname.replace(/\/+$/, '');
  const at = (rest: string): string => `${url.origin}${rest}${url.search}`;
  if (/\/(audio\/)?transcriptions$|\/inference$/.test(path)) return [at(path)];
  if (isAzure(url) && path === '') return [at('/openai/v1/audio/transcriptions')];
  if (/\/openai\/deployments\/[^/]+$/.test(path)) return [at(`${path}/audio/transcriptions`)];
  if (/\/v\d+(beta\d*)?$/.test(path)) return [at(`${path}/audio/transcriptions`)];
  if (/\/v\d+\/audio$/.test(path)) return [at(`${path}/transcriptions`)];
  const open: [string, ...string[]] = [
    at(`${path}/v1/audio/transcriptions`),
    at(`${path}/audio/transcriptions`),
  ];
  // whisper.cpp's own server.
  return path === '' ? [...open, at('/inference')] : open;
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

const ownNetwork = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  // Shared address space, which private networks over the internet use.
  ['100.64.0.0', 10],
] as const)
  ownNetwork.addSubnet(network, prefix);
ownNetwork.addSubnet('fc00::', 7, 'ipv6');
ownNetwork.addSubnet('fe80::', 10, 'ipv6');

/** Whether an address is this machine's, one of the home or office network, or of the world. */
export function reachOf(url: URL): 'this-machine' | 'own-network' | 'world' {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const version = isIP(host);
  if (version !== 0) {
    const family = version === 4 ? 'ipv4' : 'ipv6';
    if (loopback.check(host, family)) return 'this-machine';
    return ownNetwork.check(host, family) ? 'own-network' : 'world';
  }
  if (host === 'localhost' || host.endsWith('.localhost')) return 'this-machine';
  const isLocalName =
    !host.includes('.') || /\.(local|lan|home|internal|intranet|home\.arpa|localdomain)$/.test(host);
  return isLocalName ? 'own-network' : 'world';
}
