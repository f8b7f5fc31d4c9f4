import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState, type ReactNode } from 'react';
import type { StoredEvent } from '../../shared/events.ts';
import { count } from '../format.ts';
import { text } from '../text.ts';
import { EventRow } from './event-row.tsx';

const rowPx = 26;

/** Newest first, only the rows in sight. Once people scroll down or open one, new events wait to be asked for. */
export function EventList({ events }: { events: readonly StoredEvent[] }): ReactNode {
  const boxRef = useRef<HTMLDivElement>(null);
  const [openSeq, setOpenSeq] = useState<number | null>(null);
  const [heldSeq, setHeldSeq] = useState<number | null>(null);
  const newestSeq = events[0]?.seq ?? null;
  const shown = heldSeq === null ? events : events.filter((event) => event.seq <= heldSeq);
  const waiting = events.length - shown.length;

  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler is not used here
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => boxRef.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => shown[index]?.seq ?? index,
    overscan: 8,
  });

  function follow(): void {
    setHeldSeq(null);
    setOpenSeq(null);
    boxRef.current?.scrollTo({ top: 0 });
  }

  function onScroll(): void {
    const isAtTop = (boxRef.current?.scrollTop ?? 0) < rowPx / 2;
    if (isAtTop && openSeq === null) setHeldSeq(null);
    else setHeldSeq((held) => held ?? newestSeq);
  }

  function toggle(seq: number): void {
    setOpenSeq(openSeq === seq ? null : seq);
    setHeldSeq((held) => held ?? newestSeq);
  }

  return (
    <div className="event-list">
      {waiting > 0 && (
        <button type="button" className="event-list-newer" onClick={follow}>
          {text.events.newer(count(waiting))}
        </button>
      )}
      <div
        ref={boxRef}
        className="scroll-box"
        role="region"
        aria-label={text.events.list}
        tabIndex={0}
        onScroll={onScroll}
      >
        <ul className="event-rows" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const event = shown[index];
            return (
              event !== undefined && (
                <li
                  key={key}
                  ref={rows.measureElement}
                  data-index={index}
                  className="event-place"
                  style={{ transform: `translateY(${start}px)` }}
                  aria-posinset={index + 1}
                  aria-setsize={shown.length}
                >
                  <EventRow event={event} isOpen={openSeq === event.seq} onToggle={() => toggle(event.seq)} />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </div>
  );
}
