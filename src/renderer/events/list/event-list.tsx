import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useIsConnected } from '../../connection/bridge-hooks.ts';
import { count } from '../../format.ts';
import { text } from '../../text.ts';
import { EventRow } from './event-row.tsx';
import type { EventSource } from './event-source.ts';
import type { EventWindow } from './event-window.ts';
import { useEventListState } from './use-event-source.ts';
import { useHeight, useRowWindow } from './use-row-window.ts';

// Every closed row is exactly as high, so that a million of them need not be measured.
const rowPx = 26;

/** Newest first, only the rows in sight. Once people scroll down or open one, new events wait to be asked for. */
export function EventList(props: { source: EventSource; onShow?: (seq: number) => void }): ReactNode {
  const { source, onShow } = props;
  const { window: loaded, waiting } = useEventListState(source);
  const boxRef = useRef<HTMLDivElement>(null);
  const [openSeq, setOpenSeq] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const total = loaded?.total ?? 0;
  const rowAt = (index: number) => loaded?.rows[index - loaded.first];

  // The one row that is higher, by its place.
  const [openRef, openPx] = useHeight();
  const openIndex = openSeq === null || loaded === null ? -1 : indexOf(loaded, openSeq);
  const open = openIndex < 0 || openPx === null ? null : { index: openIndex, px: openPx };
  const rows = useRowWindow(boxRef, { count: total, rowPx, open });
  const { from, to } = rows;
  // While the scroll bar is dragged, places fly by that nobody stops at.
  const isConnected = useIsConnected();
  const isWorthIt = isConnected && (!rows.isScrolling || isNear(loaded, from, to));
  useEffect(() => {
    if (isWorthIt) source.show({ from, to });
  }, [source, from, to, isWorthIt]);

  function follow(): void {
    setOpenSeq(null);
    boxRef.current?.scrollTo({ top: 0 });
    source.hold(false);
  }

  function onScroll(): void {
    const isAtTop = (boxRef.current?.scrollTop ?? 0) < rowPx / 2;
    source.hold(!isAtTop || openSeq !== null);
  }

  function toggle(seq: number): void {
    if (onShow !== undefined) {
      setChosen(seq);
      source.hold(true);
      onShow(seq);
      return;
    }
    setOpenSeq(openSeq === seq ? null : seq);
    source.hold(true);
  }

  /** j and k go through the list as down and up do, Enter shows. */
  function onKeyDown(pressed: KeyboardEvent): void {
    if (onShow === undefined || loaded === null) return;
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[pressed.key];
    if (step !== undefined) {
      pressed.preventDefault();
      const at = chosen === null ? -1 : indexOf(loaded, chosen);
      const next = at < 0 && chosen === null ? from : Math.min(total - 1, Math.max(0, at + step));
      const event = rowAt(next);
      if (event === undefined) return;
      setChosen(event.seq);
      source.hold(true);
      rows.scrollTo(next);
    } else if (pressed.key === 'Enter' && chosen !== null && pressed.target === boxRef.current) {
      pressed.preventDefault();
      toggle(chosen);
    }
  }

  return (
    <div className="event-list" onKeyDown={onKeyDown}>
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
        <ul className="event-rows" style={{ height: rows.heightPx }}>
          {Array.from({ length: to - from + 1 }, (_none, n) => from + n).map((index) => {
            const event = rowAt(index);
            const isOpen = openSeq !== null && event?.seq === openSeq;
            return (
              <li
                key={event?.seq ?? -1 - index}
                ref={isOpen ? openRef : undefined}
                className="event-place"
                data-chosen={(chosen !== null && event?.seq === chosen) || undefined}
                style={{ transform: `translateY(${rows.topOf(index)}px)` }}
                aria-posinset={index + 1}
                aria-setsize={total}
              >
                {event === undefined ? (
                  <span className="event-row event-row-missing">{text.loading}</span>
                ) : (
                  <EventRow event={event} isOpen={isOpen} onToggle={() => toggle(event.seq)} />
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}

function indexOf(loaded: EventWindow, seq: number): number {
  const at = loaded.rows.findIndex((event) => event.seq === seq);
  return at === -1 ? -1 : loaded.first + at;
}

const nearRows = 1_000;

function isNear(
  loaded: { first: number; rows: readonly unknown[] } | null,
  from: number,
  to: number,
): boolean {
  if (loaded === null) return false;
  return from - (loaded.first + loaded.rows.length) < nearRows && loaded.first - to < nearRows;
}
