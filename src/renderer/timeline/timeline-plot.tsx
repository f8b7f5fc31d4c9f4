import { useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { hrefOf } from '../app/route.ts';
import { timeOfDay } from '../format.ts';
import { text } from '../text.ts';
import { laneName } from './lane-name.ts';
import type { Span } from './span.ts';
import type { Arrow, Mark, Timeline } from './timeline-model.ts';

// Units of the drawing, which is stretched to the width that there is.
const widthUnits = 1_000;
const lanePx = 64;
// A session of many connections stays on one screen.
const manyLanes = 8;
const narrowLanePx = 34;
const topPx = 18;
// More lines than this are a grey field, and slow; the figures and the table still have all.
const mostDrawn = 1_500;

/** Lanes over one time axis. Drawing over it shows that stretch; every mark and arrow leads to its event. */
export function TimelinePlot(props: {
  timeline: Timeline;
  span: Span;
  /** Whether the key did something. */
  onKey: (key: string) => boolean;
  onZoom: (span: Span) => void;
}): ReactNode {
  const { timeline, span, onKey, onZoom } = props;
  const { lanes } = timeline;
  const laneHeightPx = lanes.length > manyLanes ? narrowLanePx : lanePx;
  const boxRef = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<Span | null>(null);
  const length = span.untilMs - span.fromMs;
  const x = (atMs: number): number => ((atMs - span.fromMs) / length) * widthUnits;
  const places = new Map(lanes.map(({ id }, index) => [id, topPx + (index + 0.5) * laneHeightPx]));
  const y = (lane: string): number => places.get(lane) ?? 0;
  const heightPx = topPx + lanes.length * laneHeightPx;
  const arrows = timeline.arrows.filter(({ from, to }) => overlaps(span, from.atMs, to.atMs));
  const marks = timeline.marks.filter(({ atMs }) => overlaps(span, atMs, atMs));
  const isTooMuch = arrows.length + marks.length > mostDrawn;
  const shownArrows = isTooMuch ? thinned(arrows, mostDrawn / 2, ({ isRepeat }) => isRepeat) : arrows;
  const shownMarks = isTooMuch
    ? thinned(marks, mostDrawn / 2, ({ what }) => what === 'gap' || what === 'close')
    : marks;

  function timeAt({ clientX }: PointerEvent): number {
    const box = boxRef.current?.getBoundingClientRect();
    return box === undefined ? span.fromMs : span.fromMs + ((clientX - box.left) / box.width) * length;
  }

  function finish(event: PointerEvent): void {
    if (drawn === null) return;
    // Where it was let go: a busy page has not yet drawn the last way there.
    const endMs = timeAt(event);
    const [fromMs, untilMs] = [Math.min(drawn.fromMs, endMs), Math.max(drawn.fromMs, endMs)];
    setDrawn(null);
    // A click is no stretch.
    if (untilMs - fromMs > length / 100) onZoom({ fromMs, untilMs });
  }

  return (
    <>
      {isTooMuch && <p className="timeline-note">{text.timeline.thinned}</p>}
      <div className="timeline-plot">
        <ul className="timeline-lanes" style={{ paddingTop: topPx }}>
          {lanes.map((lane) => (
            <li key={lane.id} style={{ height: laneHeightPx }}>
              {laneName(lane)}
            </li>
          ))}
        </ul>
        <div
          ref={boxRef}
          className="timeline-box"
          role="group"
          aria-label={text.timeline.plot}
          tabIndex={0}
          onKeyDown={(event) =>
            event.target === event.currentTarget && onKey(event.key) && event.preventDefault()
          }
          onPointerDown={(event) => setDrawn({ fromMs: timeAt(event), untilMs: timeAt(event) })}
          onPointerMove={(event) => drawn !== null && setDrawn({ ...drawn, untilMs: timeAt(event) })}
          onPointerUp={finish}
          onPointerLeave={() => setDrawn(null)}
        >
          <svg viewBox={`0 0 ${widthUnits} ${heightPx}`} height={heightPx} preserveAspectRatio="none">
            {lanes.map(({ id, kind }) => (
              <line
                key={id}
                className="timeline-lane"
                data-kind={kind}
                x1={0}
                x2={widthUnits}
                y1={y(id)}
                y2={y(id)}
              />
            ))}
            {drawn !== null && (
              <rect
                className="timeline-drawn"
                x={Math.min(x(drawn.fromMs), x(drawn.untilMs))}
                width={Math.abs(x(drawn.untilMs) - x(drawn.fromMs))}
                y={0}
                height={heightPx}
              />
            )}
            {shownArrows.map((arrow) => (
              <a key={`${arrow.what} ${arrow.seq}`} href={eventHref(arrow.seq)} aria-label={arrowText(arrow)}>
                <title>{arrowText(arrow)}</title>
                <line
                  className="timeline-arrow"
                  data-what={arrow.what}
                  data-repeat={arrow.isRepeat || undefined}
                  x1={x(arrow.from.atMs)}
                  y1={y(arrow.from.lane)}
                  x2={x(arrow.to.atMs)}
                  y2={y(arrow.to.lane)}
                />
              </a>
            ))}
            {shownMarks.map((mark) => (
              <a key={mark.seq} href={eventHref(mark.seq)} aria-label={markText(mark)}>
                <title>{markText(mark)}</title>
                <line
                  className="timeline-mark"
                  data-what={mark.what}
                  x1={x(mark.atMs)}
                  x2={x(mark.atMs)}
                  y1={y(mark.lane) - 9}
                  y2={y(mark.lane) + 9}
                />
              </a>
            ))}
          </svg>
          <p className="timeline-axis" aria-hidden="true">
            {[0, 0.25, 0.5, 0.75, 1].map((share) => (
              <span key={share}>{timeOfDay(span.fromMs + share * length)}</span>
            ))}
          </p>
        </div>
      </div>
      <ul className="timeline-legend">
        {Object.entries(text.timeline.legend).map(([what, label]) => (
          <li key={what} data-what={what}>
            {label}
          </li>
        ))}
      </ul>
    </>
  );
}

const overlaps = ({ fromMs, untilMs }: Span, a: number, b: number): boolean =>
  Math.max(a, b) >= fromMs && Math.min(a, b) <= untilMs;

const eventHref = (seq: number): string => hrefOf({ page: 'events', event: seq, filter: {} });

const markText = ({ seq, name, atMs }: Mark): string =>
  `${text.event.label(seq)}: ${name}, ${timeOfDay(atMs)}`;

const arrowText = ({ seq, what, isRepeat, to }: Arrow): string =>
  `${text.event.label(seq)}: ${text.timeline.arrows[what]}${isRepeat ? `, ${text.timeline.again}` : ''}, ${timeOfDay(to.atMs)}`;

/** Evenly chosen, so that the picture keeps its shape; what `isKept` is never left out. */
function thinned<T>(all: readonly T[], most: number, isKept: (one: T) => boolean): readonly T[] {
  const every = Math.ceil(all.length / most);
  return all.filter((one, index) => index % every === 0 || isKept(one));
}
