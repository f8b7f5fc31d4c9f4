import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * Whether NO_PROXY names the address, as curl, Go and Python read it together: names and everything below them
 * (with or without `.` or `*.` before them), addresses, networks (`10.0.0.0/8`), each with a port or without, and `*`.
 */
export function isExempt(url: URL, noProxy: string): boolean {
  const host = bare(url.hostname);
  const port = url.port === '' ? defaultPort(url.protocol) : Number(url.port);
  return noProxy
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((entry) => entry !== '')
    .some((entry) => names(entry, host, port));
}

function names(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true;
  const { name, onlyPort } = splitPort(entry);
  if (onlyPort !== null && onlyPort !== port) return false;
  if (name.includes('/')) return isInNetwork(host, name);
  if (isIP(host) !== 0) return isIP(name) !== 0 && isInNetwork(host, `${name}/${isIPv6(name) ? 128 : 32}`);
  const suffix = name.replace(/^\*?\./, '');
  return suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`));
}

function splitPort(entry: string): { name: string; onlyPort: number | null } {
  if (isIPv6(entry) || entry.includes('/')) return { name: bare(entry), onlyPort: null };
  const [, name = entry, port] = /^(.*):(\d{1,5})$/.exec(entry) ?? [];
  return { name: bare(name), onlyPort: port === undefined ? null : Number(port) };
}

/** An entry that is no network names nothing. */
function isInNetwork(host: string, network: string): boolean {
  const [address = '', bits = ''] = network.split('/');
  const version = isIP(address);
  if (version === 0 || isIP(host) !== version || !/^\d{1,3}$/.test(bits)) return false;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  if (Number(bits) > (version === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family);
  return list.check(host, family);
}

const bare = (host: string): string => host.replace(/^\[|\]$/g, '').replace(/\.$/, '');

const defaultPort = (protocol: string): number => (/^(https|wss):$/.test(protocol) ? 443 : 80);
