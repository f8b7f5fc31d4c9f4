import { readFileSync } from 'node:fs';
import type { Clock } from '../../ports/ports.ts';
import type { SampleSource } from '../sampler.ts';

type Totals = Map<string, { in: number; out: number }>;

// Elsewhere than on Linux it takes a program to be told.
const programEveryMs = 60_000;

/** What went through each network interface of the machine, a second; of those that carried anything yet. */
export function createInterfaceSource(platform: NodeJS.Platform, clock: Clock): SampleSource {
  let before: { atMs: number; totals: Totals } | null = null;
  return {
    name: 'interfaces',
    async read() {
      const nowMs = clock.monotonicMs();
      if (platform !== 'linux' && before !== null && nowMs - before.atMs < programEveryMs) return {};
      const totals = platform === 'linux' ? readLinux() : await readElsewhere();
      const earlier = before;
      before = { atMs: nowMs, totals };
      if (earlier === null || nowMs <= earlier.atMs) return {};
      return ratesOf(earlier.totals, totals, (nowMs - earlier.atMs) / 1_000);
    },
  };
}

function ratesOf(before: Totals, now: Totals, seconds: number): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const [name, total] of now) {
    const was = before.get(name);
    // Its counters went back: it was taken away and came again.
    if (was === undefined || total.in < was.in || total.out < was.out) continue;
    if (total.in + total.out === 0) continue;
    figures[`if.${name}.inBytesPerSec`] = (total.in - was.in) / seconds;
    figures[`if.${name}.outBytesPerSec`] = (total.out - was.out) / seconds;
  }
  return figures;
}

// The kernel writes it from memory: no disk is waited for, and handing the work to another thread costs four times as much.
function readLinux(): Totals {
  return parseNetDev(readFileSync('/proc/net/dev', 'utf8'));
}

/** `/proc/net/dev`: two lines of heading, then `name: bytes packets …8 of what came… bytes packets …`. */
export function parseNetDev(text: string): Totals {
  const totals: Totals = new Map();
  for (const line of text.split('\n').slice(2)) {
    const colon = line.indexOf(':');
    if (colon === -1) continue;
    const columns = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/)
      .map(Number);
    totals.set(line.slice(0, colon).trim(), { in: columns[0] ?? 0, out: columns[8] ?? 0 });
  }
  return totals;
}

async function readElsewhere(): Promise<Totals> {
  const { networkStats } = await import('systeminformation');
  const stats = await networkStats('*');
  return new Map(stats.map(({ iface, rx_bytes, tx_bytes }) => [iface, { in: rx_bytes, out: tx_bytes }]));
}
