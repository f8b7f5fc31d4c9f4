import { readFile } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import type { SampleSource } from '../sampler.ts';

/** The machine's memory. What Linux can give back at once is not used. */
export function createSystemSource(platform: NodeJS.Platform): SampleSource {
  return {
    name: 'system',
    async read() {
      const totalBytes = totalmem();
      const free = platform === 'linux' ? availableBytes(await readFile('/proc/meminfo', 'utf8')) : null;
      return { 'system.totalBytes': totalBytes, 'system.usedBytes': totalBytes - (free ?? freemem()) };
    },
  };
}

function availableBytes(meminfo: string): number | null {
  const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}
