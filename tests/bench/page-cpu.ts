import type { CDPSession, Page } from 'playwright-core';

/** Processor time that the page's main thread has taken since the last call, ms: the same however busy the machine is. */
export type PageCpu = { takenMs(): Promise<number>; heapBytes(): Promise<number> };

export async function watchPageCpu(page: Page): Promise<PageCpu> {
  const devTools: CDPSession = await page.context().newCDPSession(page);
  await devTools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const metric = async (name: string): Promise<number> => {
    const { metrics } = await devTools.send('Performance.getMetrics');
    return metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  };
  let before = await metric('TaskDuration');
  return {
    async takenMs() {
      const now = await metric('TaskDuration');
      const taken = now - before;
      before = now;
      return taken * 1_000;
    },
    async heapBytes() {
      await devTools.send('HeapProfiler.collectGarbage');
      return metric('JSHeapUsedSize');
    },
  };
}
