import { freemem, totalmem } from 'node:os';
import type { SampleSource } from '../sampler.ts';

/** The machine's memory. What Linux can give back at once is not used: `freemem` is its `MemAvailable`. */
export function createSystemSource(): SampleSource {
  return {
    name: 'system',
    read() {
      const totalBytes = totalmem();
      return { 'system.totalBytes': totalBytes, 'system.usedBytes': totalBytes - freemem() };
    },
  };
}
