import { ArrowLeftIcon, ArrowRightIcon, DashIcon, PlusIcon } from '@primer/octicons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { hrefOf } from '../app/route.ts';
import { count } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/layout/empty.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';
import { timelineOf, type TimelineFigures } from './timeline-model.ts';
import { TimelinePlot } from './timeline-plot.tsx';
import { TimelineTable } from './timeline-table.tsx';
import { useSessionEvents } from './use-session-events.ts';
import { panned, zoomed, type Span } from './span.ts';
import './timeline.css';

/** What passed between our tracks, the outbox, each socket and the target in one session. */
export function TimelinePage({ sessionId }: { sessionId: string | null }): ReactNode {
  if (sessionId === null)
    return (
      <Empty>
        {text.timeline.noSession}{' '}
        <a href={hrefOf({ page: 'sessions', sessionId: null })}>{text.timeline.toSessions}</a>
      </Empty>
    );
  return <SessionTimeline key={sessionId} sessionId={sessionId} />;
}

function SessionTimeline({ sessionId }: { sessionId: string }): ReactNode {
  const { events, state, error } = useSessionEvents(sessionId);
  const timeline = useMemo(() => timelineOf(events), [events]);
  const [chosen, setChosen] = useState<Span | null>(null);
  const [isTable, setIsTable] = useState(false);
  const all: Span = { fromMs: timeline.fromMs, untilMs: Math.max(timeline.untilMs, timeline.fromMs + 1) };
  const span = chosen ?? all;
  const zoom = (factor: number): void => setChosen(zoomed(span, factor, all));
  const pan = (share: number): void => setChosen(panned(span, share, all));
  const { words } = text.timeline;

  function onKeyDown(key: string): boolean {
    const actions: Record<string, () => void> = {
      ArrowLeft: () => pan(-0.25),
      ArrowRight: () => pan(0.25),
      '+': () => zoom(0.5),
      '-': () => zoom(2),
      Home: () => setChosen(null),
    };
    const action = actions[key];
    action?.();
    return action !== undefined;
  }

  return (
    <Panel
      title={text.timeline.title}
      className="timeline"
      tools={
        <span className="button-row">
          <button type="button" onClick={() => pan(-0.25)} aria-label={words.earlier}>
            <ArrowLeftIcon />
          </button>
          <button type="button" onClick={() => pan(0.25)} aria-label={words.later}>
            <ArrowRightIcon />
          </button>
          <button type="button" onClick={() => zoom(0.5)} aria-label={words.closer}>
            <PlusIcon />
          </button>
          <button type="button" onClick={() => zoom(2)} aria-label={words.farther}>
            <DashIcon />
          </button>
          <button type="button" onClick={() => setChosen(null)}>
            {words.all}
          </button>
          <button type="button" onClick={() => setIsTable(!isTable)}>
            {isTable ? text.charts.asChart : text.charts.asTable}
          </button>
        </span>
      }
    >
      <CommandError error={error} />
      <p className="timeline-note">
        <a href={hrefOf({ page: 'sessions', sessionId })}>{text.timeline.session(sessionId)}</a>{' '}
        <a href={hrefOf({ page: 'events', event: null, filter: { sessionId } })}>{text.timeline.events}</a>
        {state === 'cut' && ` ${text.timeline.cut(count(events.length))}`}
      </p>
      {events.length === 0 ? (
        error === null && <Empty>{state === 'loading' ? text.loading : text.timeline.empty}</Empty>
      ) : (
        <>
          <Figures figures={timeline.figures} />
          {isTable ? (
            <TimelineTable timeline={timeline} span={span} />
          ) : (
            <TimelinePlot timeline={timeline} span={span} onKey={onKeyDown} onZoom={setChosen} />
          )}
        </>
      )}
    </Panel>
  );
}

function Figures({ figures }: { figures: TimelineFigures }): ReactNode {
  return (
    <dl className="timeline-figures">
      {Object.entries(text.timeline.figures).map(([name, label]) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd>{count(figures[name as keyof TimelineFigures])}</dd>
        </div>
      ))}
    </dl>
  );
}
