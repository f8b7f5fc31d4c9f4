import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

// What two seconds of a fast client leave behind. V8 would take up to 134 MB for it, and collect it no faster.
const enoughBytes = 16 * 1024 * 1024;

let isBound = false;

/**
 * What goes through a tap becomes garbage at once, tens of MB a second of it, and V8 doubles the room for such garbage
 * as long as that comes: it grows no further from the collection on that finds it large enough.
 */
export function boundYoungGeneration(): void {
  if (isBound) return;
  isBound = true;
  const observer = new PerformanceObserver(() => {
    if (youngBytes() < enoughBytes) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    observer.disconnect();
  });
  observer.observe({ entryTypes: ['gc'] });
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;
}
