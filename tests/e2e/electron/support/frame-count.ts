import type { Page } from 'playwright-core';
import type { DesktopApp } from '../../../electron-host/driver/desktop-app.ts';

/** Frames of captured sound at one end of the way from the capture page to the core. */
export type FrameCount = {
  samples: number;
  /** Frames that did not begin where the one before ended. */
  jumps: number;
};

/** What is counted at both ends, and how long the page's thread was busy at a time while frames came. */
export type FrameCounts = { sent: FrameCount; received: FrameCount; longestTaskMs: number };

type Counting = FrameCount & { next: number | null; longestTaskMs: number };
declare global {
  var frameCount: Counting | undefined;
}

/** Counts from now on, in the capture page that is opened next and in the main process. */
export async function countFrames(app: DesktopApp): Promise<void> {
  await app.addInitScript(() => {
    const count: Counting = { samples: 0, jumps: 0, next: null, longestTaskMs: 0 };
    globalThis.frameCount = count;
    const { postMessage: post } = MessagePort.prototype as { postMessage: (...args: unknown[]) => void };
    MessagePort.prototype.postMessage = function (...args: unknown[]) {
      const message = args[0] as { type?: string; firstSample: number; pcm: ArrayBuffer } | null;
      if (message?.type === 'frame') {
        if (count.next !== null && message.firstSample !== count.next) count.jumps += 1;
        count.samples += message.pcm.byteLength / 2;
        count.next = message.firstSample + message.pcm.byteLength / 2;
      }
      post.apply(this, args);
    };
    new PerformanceObserver((list) => {
      // Before the first frame the page is only loading.
      if (count.next === null) return;
      for (const { duration } of list.getEntries())
        count.longestTaskMs = Math.max(count.longestTaskMs, duration);
    }).observe({ type: 'longtask' });
  });
  await app.evaluate(({ MessageChannelMain }) => {
    const count = { samples: 0, jumps: 0, next: null as number | null, longestTaskMs: 0 };
    globalThis.frameCount = count;
    const prototype = Object.getPrototypeOf(new MessageChannelMain().port1) as {
      emit: (...args: unknown[]) => boolean;
    };
    const { emit } = prototype;
    prototype.emit = function (...args: unknown[]) {
      const { data } = (args[1] ?? {}) as {
        data?: { type?: string; firstSample: number; pcm: ArrayBuffer };
      };
      if (args[0] === 'message' && data?.type === 'frame') {
        if (count.next !== null && data.firstSample !== count.next) count.jumps += 1;
        count.samples += data.pcm.byteLength / 2;
        count.next = data.firstSample + data.pcm.byteLength / 2;
      }
      return emit.apply(this, args);
    };
  });
}

export async function readFrameCounts(app: DesktopApp, capture: Page): Promise<FrameCounts> {
  const none: Counting = { samples: 0, jumps: 0, next: null, longestTaskMs: 0 };
  const sent = (await capture.evaluate(() => globalThis.frameCount)) ?? none;
  const received = (await app.evaluate(() => globalThis.frameCount)) ?? none;
  const count = ({ samples, jumps }: Counting): FrameCount => ({ samples, jumps });
  return { sent: count(sent), received: count(received), longestTaskMs: sent.longestTaskMs };
}
