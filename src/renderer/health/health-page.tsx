import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { keepTold } from '../connection/use-live-answers.ts';
import { useWatchedTopic } from '../connection/use-watched-topic.ts';
import { timeOfDay } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/layout/empty.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';
import { HealthRows } from './health-rows.tsx';
import { HealthTimeline } from './health-timeline.tsx';
import './health.css';

/** Everything that can go wrong, one row each, now and over the last day. */
export function HealthPage(): ReactNode {
  const cache = useQueryClient();
  const { data: health, error } = useAnswer('health.get', {}, { staleTime: 0 });
  useWatchedTopic('health', (value) => keepTold(cache, 'health.get', value));
  return (
    <div className="health-page">
      <Panel
        title={text.health.rows}
        tools={
          health !== undefined && (
            <span className="health-time">{text.health.asOf(timeOfDay(health.atMs).slice(0, 8))}</span>
          )
        }
      >
        <CommandError error={error} />
        {health === undefined || health.rows.length === 0 ? (
          error === null && <Empty>{health === undefined ? text.loading : text.health.nothing}</Empty>
        ) : (
          <HealthRows rows={health.rows} />
        )}
      </Panel>
      <HealthTimeline />
    </div>
  );
}
