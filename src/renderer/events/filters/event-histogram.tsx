import { useRef, useState, type PointerEvent, type ReactNode } from 'react';
import type { EventConditions, Histogram } from '../../../shared/events/events.ts';
import { useAnswer } from '../../connection/bridge-hooks.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { count, dateTime } from '../../format.ts';
import { text } from '../../text.ts';

const bars = 120;

/** When the events were recorded that match. A stretch that is drawn over becomes the time that the list shows. */
export function EventHistogram(props: {
  conditions: EventConditions;
  /** Not before the rows are there: counting a million would keep them waiting. */
  isAsked: boolean;
  onTime: (range: { sinceMs: number; untilMs: number }) => void;
}): ReactNode {
  const { data, error } = useAnswer(
    'events.histogram',
    { conditions: props.conditions, bars },
    { enabled: props.isAsked },
  );
  if (error !== null) return <CommandError error={error} />;
  // The place is kept, so that the list does not jump.
  if (data === undefined || data.counts.length === 0) return <div className="event-histogram" />;
  return <Bars histogram={data} onTime={props.onTime} />;
}

type Stretch = { from: number; to: number };

function Bars(props: {
  histogram: Histogram;
  onTime: (range: { sinceMs: number; untilMs: number }) => void;
}): ReactNode {
  const { fromMs, stepMs, counts } = props.histogram;
  const boxRef = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<Stretch | null>(null);
  const most = Math.max(...counts);
  const timeAt = (bar: number): string => dateTime(new Date(fromMs + bar * stepMs).toISOString());

  function barAt({ clientX }: PointerEvent): number {
    const box = boxRef.current?.getBoundingClientRect();
    if (box === undefined) return 0;
    const place = Math.floor(((clientX - box.left) / box.width) * counts.length);
    return Math.min(counts.length - 1, Math.max(0, place));
  }

  function finish(event: PointerEvent): void {
    if (drawn === null) return;
    // Where it was let go: a busy page has not yet drawn the last way there.
    const end = barAt(event);
    const [from, to] = [Math.min(drawn.from, end), Math.max(drawn.from, end)];
    setDrawn(null);
    props.onTime({ sinceMs: fromMs + from * stepMs, untilMs: fromMs + (to + 1) * stepMs });
  }

  const isDrawn = (bar: number): boolean =>
    drawn !== null && bar >= Math.min(drawn.from, drawn.to) && bar <= Math.max(drawn.from, drawn.to);
  return (
    <div
      ref={boxRef}
      className="event-histogram"
      role="img"
      aria-label={text.events.histogram(timeAt(0), timeAt(counts.length), count(most))}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const bar = barAt(event);
        setDrawn({ from: bar, to: bar });
      }}
      onPointerMove={(event) => drawn !== null && setDrawn({ ...drawn, to: barAt(event) })}
      onPointerUp={finish}
      onPointerCancel={() => setDrawn(null)}
    >
      {counts.map((n, bar) => (
        <span
          key={bar}
          title={`${timeAt(bar)}: ${count(n)}`}
          data-drawn={isDrawn(bar) || undefined}
          // Even one event among thousands is seen.
          style={{ height: n === 0 ? 0 : `max(2px, ${(n / most) * 100}%)` }}
        />
      ))}
    </div>
  );
}
