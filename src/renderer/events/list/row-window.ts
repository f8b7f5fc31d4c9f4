/** Rows of one height, of which one may be higher because it is open. */
export type RowHeights = { count: number; rowPx: number; open: { index: number; px: number } | null };

/** The rows from `from` up to and with `to` are to be drawn; with no rows `to` is -1. */
export type RowRange = { from: number; to: number };

// Beyond the edges, so that a turn of the wheel finds rows drawn.
const overscan = 8;

/** Where a row begins. A million rows cost no more than ten: nothing is kept of those out of sight. */
export function topOf({ rowPx, open }: RowHeights, index: number): number {
  return index * rowPx + (open !== null && index > open.index ? open.px - rowPx : 0);
}

export function heightOf(heights: RowHeights): number {
  return topOf(heights, heights.count);
}

const surplus = ({ rowPx, open }: RowHeights): number => (open === null ? 0 : open.px - rowPx);

/** The row at a height. */
export function rowAtPx(heights: RowHeights, px: number): number {
  const { rowPx, open, count } = heights;
  const last = Math.max(0, count - 1);
  const plain = Math.floor(px / rowPx);
  if (open === null || plain <= open.index) return Math.min(last, Math.max(0, plain));
  return Math.min(last, Math.max(open.index, Math.floor((px - surplus(heights)) / rowPx)));
}

/** The rows in sight of a box that shows `heightPx` from `scrollPx` on, and some around them. */
export function rowsInSight(
  heights: RowHeights,
  { scrollPx, heightPx }: { scrollPx: number; heightPx: number },
): RowRange {
  if (heights.count === 0) return { from: 0, to: -1 };
  return {
    from: Math.max(0, rowAtPx(heights, scrollPx) - overscan),
    to: Math.min(heights.count - 1, rowAtPx(heights, scrollPx + heightPx) + overscan),
  };
}
