import type { ReactNode } from 'react';
import type { Recommendation } from '../../shared/events/findings.ts';
import { Empty } from '../parts/layout/empty.tsx';
import { EventLinks } from '../parts/event-link.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';

export function RecommendationsPanel(props: { recommendations: readonly Recommendation[] }): ReactNode {
  const { recommendations } = props;
  return (
    <Panel title={text.findings.recommendations} className="findings-wide">
      {recommendations.length === 0 ? (
        <Empty>{text.findings.nothingToDo}</Empty>
      ) : (
        <ol className="recommendations">
          {recommendations.map((recommendation) => (
            <li key={recommendation.text}>
              <strong>{recommendation.text}</strong>
              <span className="findings-note">
                {recommendation.why} <EventLinks seqs={recommendation.eventIds} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
