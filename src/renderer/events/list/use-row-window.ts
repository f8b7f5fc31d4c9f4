import { useEffect, useLayoutEffect, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { heightOf, rowsInSight, topOf, type RowHeights, type RowRange } from './row-window.ts';

export type RowWindow = RowRange & {
  /** While rows fly by, nobody stops at them. */
  isScrolling: boolean;
  /** Of all rows together. */
  heightPx: number;
  topOf(index: number): number;
  scrollTo(index: number): void;
};

const stillAfterMs = 150;

/** Which rows of a box are in sight. It draws again when others are, not with every pixel. */
export function useRowWindow(boxRef: RefObject<HTMLDivElement | null>, heights: RowHeights): RowWindow {
  const [seen, setSeen] = useState({ scrollPx: 0, heightPx: 0, isScrolling: false });

  useLayoutEffect(() => {
    const box = boxRef.current;
    if (box === null) return undefined;
    let stillTimer: ReturnType<typeof setTimeout> | undefined;
    const look = (isScrolling: boolean): void =>
      setSeen({ scrollPx: box.scrollTop, heightPx: box.clientHeight, isScrolling });
    const onScroll = (): void => {
      clearTimeout(stillTimer);
      stillTimer = setTimeout(() => look(false), stillAfterMs);
      // Before the browser paints: rows that are drawn a frame later flicker.
      flushSync(() => look(true));
    };
    const sizes = new ResizeObserver(() => setSeen((before) => ({ ...before, heightPx: box.clientHeight })));
    look(false);
    sizes.observe(box);
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      clearTimeout(stillTimer);
      sizes.disconnect();
      box.removeEventListener('scroll', onScroll);
    };
  }, [boxRef]);

  return {
    ...rowsInSight(heights, seen),
    isScrolling: seen.isScrolling,
    heightPx: heightOf(heights),
    topOf: (index) => topOf(heights, index),
    scrollTo(index) {
      const box = boxRef.current;
      if (box === null) return;
      const top = topOf(heights, index);
      if (top < box.scrollTop) box.scrollTop = top;
      else if (top + heights.rowPx > box.scrollTop + box.clientHeight)
        box.scrollTop = top + heights.rowPx - box.clientHeight;
    },
  };
}

/** How high an element is, as long as it is there. */
export function useHeight(): [ref: (element: HTMLElement | null) => void, px: number | null] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [px, setPx] = useState<number | null>(null);
  useEffect(() => {
    if (element === null) return undefined;
    const sizes = new ResizeObserver(() => setPx(element.getBoundingClientRect().height));
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      setPx(null);
    };
  }, [element]);
  return [setElement, px];
}
