import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { healthRowIds, type HealthSpan } from '../../shared/health/health-row.ts';
import { useAnswer, useIsConnected } from '../connection/bridge-hooks.ts';
import { dateTime, timeOfDay } from '../format.ts';
import { useNow } from '../opened/opened-context.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/layout/empty.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';
import { DataTable } from '../parts/layout/data-table.tsx';
import { stripSpans } from './strip-spans.ts';

const hourMs = 3_600_000;
const lengthMs = 24 * hourMs;
const refreshMs = 30_000;

/** The states of each row over a day. Levels differ in height as well as in colour. */
export function HealthTimeline(): ReactNode {
  const [isTable, setIsTable] = useState(false);
  const now = useNow();
  const [nowMs, setNowMs] = useState(now);
  const isConnected = useIsConnected();
  const tick = useEffectEvent(() => setNowMs(now()));
  useEffect(() => {
    if (!isConnected) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') tick();
    }, refreshMs);
    return () => clearInterval(timer);
  }, [isConnected]);
  // The whole minute, so that what is asked for stays the same for a while.
  const sinceMs = Math.floor((nowMs - lengthMs) / 60_000) * 60_000;
  const { data: spans, error } = useAnswer('health.history', { sinceMs }, { staleTime: 0 });
  const [shown, setShown] = useState(spans);
  if (spans !== undefined && spans !== shown) setShown(spans);
  const known = spans ?? shown ?? [];
  return (
    <Panel
      title={text.health.timeline}
      tools={
        known.length > 0 && (
          <button type="button" className="quiet-button" onClick={() => setIsTable(!isTable)}>
            {isTable ? text.health.asChart : text.health.asTable}
          </button>
        )
      }
    >
      <CommandError error={error} />
      {known.length === 0 ? (
        error === null && <Empty>{shown === undefined ? text.loading : text.health.noHistory}</Empty>
      ) : isTable ? (
        <SpanTable spans={known} />
      ) : (
        <Strips spans={known} range={{ fromMs: nowMs - lengthMs, untilMs: nowMs }} />
      )}
    </Panel>
  );
}

const titles: Readonly<Record<HealthSpan['id'], string>> = text.health.titles;

function Strips(props: {
  spans: readonly HealthSpan[];
  range: { fromMs: number; untilMs: number };
}): ReactNode {
  const { fromMs, untilMs } = props.range;
  const share = (atMs: number): number => Math.min(1, Math.max(0, (atMs - fromMs) / (untilMs - fromMs)));
  const hours = Array.from({ length: 24 / 6 + 1 }, (_, n) => fromMs + n * 6 * hourMs);
  return (
    <div className="health-strips">
      {healthRowIds.map((id) => {
        const own = props.spans.filter((span) => span.id === id);
        return (
          <div key={id} className="health-strip-row">
            <span className="health-strip-title">{titles[id]}</span>
            <span className="health-strip" role="img" aria-label={summaryOf(id, own)}>
              {stripSpans(own, props.range).map((span) => (
                <span
                  key={`${span.level} ${span.fromMs}`}
                  className="health-span"
                  data-level={span.level}
                  title={`${timeOfDay(span.fromMs).slice(0, 8)} ${text.statusLine.levels[span.level]}: ${span.value}`}
                  style={{
                    // A moment of the last minute has its two pixels inside the strip.
                    left: `min(${share(span.fromMs) * 100}%, 100% - 2px)`,
                    width: `max(2px, ${(share(span.untilMs) - share(span.fromMs)) * 100}%)`,
                  }}
                />
              ))}
            </span>
          </div>
        );
      })}
      <div className="health-strip-row health-hours" aria-hidden="true">
        <span />
        <span className="health-hour-marks">
          {hours.map((atMs) => (
            <span key={atMs}>{timeOfDay(atMs).slice(0, 5)}</span>
          ))}
        </span>
      </div>
      <p className="health-hint">{text.health.timelineHint}</p>
    </div>
  );
}

function summaryOf(id: HealthSpan['id'], spans: readonly HealthSpan[]): string {
  const count = (level: HealthSpan['level']): number => spans.filter((span) => span.level === level).length;
  return text.health.summary(titles[id], spans.length, { bad: count('bad'), warning: count('warning') });
}

const mostTableRows = 200;

function SpanTable({ spans }: { spans: readonly HealthSpan[] }): ReactNode {
  const newest = spans.toReversed().slice(0, mostTableRows);
  const { what } = text.health.columns;
  return (
    <DataTable
      label={text.health.timeline}
      columns={[what, text.health.state, text.health.said, text.health.from, text.health.until]}
      className="health-span-table"
    >
      {newest.map((span) => (
        <tr key={`${span.id} ${span.fromMs}`}>
          <th scope="row">{titles[span.id]}</th>
          <td>{text.statusLine.levels[span.level]}</td>
          <td>{span.value}</td>
          <td>{dateTime(new Date(span.fromMs).toISOString())}</td>
          <td>{dateTime(new Date(span.untilMs).toISOString())}</td>
        </tr>
      ))}
    </DataTable>
  );
}
