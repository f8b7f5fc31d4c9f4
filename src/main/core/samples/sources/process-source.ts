import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { SampleSource } from '../sampler.ts';

const shortestMs = 500;

/** Our own process: memory, and how busy and how late its event loop is. */
export function createProcessSource(): SampleSource {
  let delay: ReturnType<typeof monitorEventLoopDelay> | null = null;
  let utilisation = performance.eventLoopUtilization();
  return {
    name: 'process',
    setActive(isActive) {
      // Its timer would wake an idle process fifty times a second.
      delay?.disable();
      delay = isActive ? monitorEventLoopDelay({ resolution: 20 }) : null;
      delay?.enable();
      utilisation = performance.eventLoopUtilization();
    },
    read() {
      const { rss, heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage();
      const now = performance.eventLoopUtilization();
      const since = performance.eventLoopUtilization(now, utilisation);
      const figures: Record<string, number> = {
        'process.main.rssBytes': rss,
        'process.main.heapUsedBytes': heapUsed,
        'process.main.heapTotalBytes': heapTotal,
        'process.main.externalBytes': external,
        'process.main.arrayBuffersBytes': arrayBuffers,
      };
      // Over some milliseconds it says how busy the measuring is; over the start of a process, the starting.
      if (delay !== null && since.idle + since.active >= shortestMs) {
        figures['loop.utilisation'] = since.utilization;
        utilisation = now;
      }
      if (delay !== null && delay.count > 0) {
        // The histogram measures from tick to tick, of which 20 ms are its own.
        figures['loop.delayP50Ms'] = Math.max(0, delay.percentile(50) / 1e6 - 20);
        figures['loop.delayMaxMs'] = Math.max(0, delay.max / 1e6 - 20);
        delay.reset();
      }
      return figures;
    },
  };
}
