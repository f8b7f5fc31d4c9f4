import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { shortestMs, type SampleSource } from '../sampler.ts';

// For a Node that cannot measure each turn: how often a timer looks instead.
const timerMs = 20;

/**
 * How long each turn of the event loop took. A timer, the only way in older Nodes, costs an idle process more than all else that is
 * measured, and tells of what holds the loop up between two of its looks only in part.
 */
function watchTurns(): { delay: ReturnType<typeof monitorEventLoopDelay>; ownMs: number } {
  const delay = monitorEventLoopDelay({ samplePerIteration: true, resolution: timerMs });
  // A timer's histogram measures from look to look, of which so much is the timer's own.
  return { delay, ownMs: canMeasureTurns() ? 0 : timerMs };
}

/** A Node that knows the option checks what it is given; one that does not takes anything. */
function canMeasureTurns(): boolean {
  try {
    monitorEventLoopDelay({ samplePerIteration: 'no' as unknown as boolean });
    return false;
  } catch {
    return true;
  }
}

/** Our own process: memory, and how busy and how late its event loop is. */
export function createProcessSource(): SampleSource {
  let turns: ReturnType<typeof watchTurns> | null = null;
  // Asked once, it makes the loop tell waiting from working, without which a turn would be both.
  let utilisation = performance.eventLoopUtilization();
  return {
    name: 'process',
    setActive(isActive) {
      turns?.delay.disable();
      turns = isActive ? watchTurns() : null;
      turns?.delay.enable();
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
      if (turns !== null && since.idle + since.active >= shortestMs) {
        figures['loop.utilisation'] = since.utilization;
        utilisation = now;
      }
      if (turns !== null && turns.delay.count > 0) {
        const { delay, ownMs } = turns;
        figures['loop.delayP50Ms'] = Math.max(0, delay.percentile(50) / 1e6 - ownMs);
        figures['loop.delayMaxMs'] = Math.max(0, delay.max / 1e6 - ownMs);
        delay.reset();
      }
      return figures;
    },
  };
}
