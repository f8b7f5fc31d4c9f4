import { useEffect, useRef, useState, type ReactNode } from 'react';

// Rows of a block are drawn together: few enough to be drawn at once, and enough that ten thousand are two hundred blocks.
const blockRows = 50;
// What a row of a session is high when it says no more than its facts; a block that was drawn once is as high as it was.
const usualRowPx = 56;
// So far beyond the edges blocks are drawn, so that a turn of the wheel finds them.
const margin = '800px 0px';

/** Rows of any height, of which those near the part in sight are drawn. `onEnd` is called when somebody comes near the end. */
export function LongList<T>(props: {
  label: string;
  className: string;
  items: readonly T[];
  row: (item: T) => ReactNode;
  onEnd: () => void;
}): ReactNode {
  const { label, className, items, row, onEnd } = props;
  const blocks = Array.from({ length: Math.ceil(items.length / blockRows) }, (_none, n) => n);
  return (
    <div className={`scroll-box ${className}`} role="list" aria-label={label}>
      {blocks.map((n) => (
        <Block
          key={n}
          items={items.slice(n * blockRows, (n + 1) * blockRows)}
          row={row}
          isFirst={n === 0}
          onNear={n === blocks.length - 1 ? onEnd : null}
        />
      ))}
    </div>
  );
}

function Block<T>(props: {
  items: readonly T[];
  row: (item: T) => ReactNode;
  isFirst: boolean;
  onNear: (() => void) | null;
}): ReactNode {
  const { items, row, isFirst, onNear } = props;
  const ref = useRef<HTMLDivElement>(null);
  const [isNear, setIsNear] = useState(isFirst);
  const [keptPx, setKeptPx] = useState<number | null>(null);

  useEffect(() => {
    const block = ref.current;
    const box = block?.parentElement;
    if (block == null || box == null) return undefined;
    // Where it is narrow the whole page scrolls, and not the list.
    const root = box.scrollHeight > box.clientHeight + 1 ? box : null;
    const observer = new IntersectionObserver(
      (entries) => {
        const near = entries.at(-1)?.isIntersecting === true;
        if (!near && block.childElementCount > 0) setKeptPx(block.offsetHeight);
        setIsNear(near);
      },
      { root, rootMargin: margin },
    );
    observer.observe(block);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (isNear) onNear?.();
  }, [isNear, onNear]);

  return (
    <div ref={ref} style={isNear ? undefined : { height: keptPx ?? items.length * usualRowPx }}>
      {isNear && items.map(row)}
    </div>
  );
}
