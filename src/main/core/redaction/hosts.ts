// Endings of names that are hosts and not files, events or versions. Country codes that are also endings of files, such
// as "md" and "sh", are left out: in an address or a target such a host is found by its place.
const domains = new Set(
  `com net org edu gov mil int info biz name io ai co dev app cloud me tv us uk eu de fr es it nl be at ch se no fi dk
  cz sk hu ro bg gr pt ie in jp cn kr tw hk sg au nz za br mx ar cl ca ru ua tr il ae
  internal local lan corp home intranet localdomain private test example invalid onion arpa
  tech online site store xyz page zone live digital agency systems network services software consulting`.split(
    /\s+/,
  ),
);

const loopback = new Set(['localhost', '127.0.0.1', '::1', '[::1]', '0.0.0.0', 'localhost.localdomain']);

/** A name for this machine, or for every address of it: it says nothing of anybody, and stays in a bundle. */
export function isLoopback(host: string): boolean {
  return loopback.has(host.toLowerCase());
}

/** An address of IP version 4, with a port or a prefix length behind it or not. */
export function isIpv4(run: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5}|\/\d{1,2})?$/.test(run);
}

/** At least two colons, and enough of it hexadecimal that it is no time of day. */
export function isIpv6(run: string): boolean {
  if (run.length > 60 || !/^\[?[0-9a-f:.%]+\]?(?:%[\w-]{1,20})?$/i.test(run)) return false;
  const groups = run.split(':');
  if (groups.length < 3) return false;
  return run.includes('::') || groups.length === 8;
}

export function isMac(run: string): boolean {
  return /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i.test(run);
}

/** A name of at least two labels whose last is one that hosts have, with a port behind it or not. */
export function hostIn(run: string): { host: string; rest: string } | null {
  if (run.length > 260) return null;
  const match =
    /^([a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_-]{1,63}){1,10})\.?(:\d{1,5})?(\/.{0,200})?$/i.exec(run);
  const host = match?.[1];
  if (host === undefined) return null;
  const last = host.slice(host.lastIndexOf('.') + 1).toLowerCase();
  if (!domains.has(last)) return null;
  return { host, rest: match?.[2] ?? '' };
}
