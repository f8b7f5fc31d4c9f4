import type { ReactNode } from 'react';
import type { Recommendation } from '../../shared/events/findings.ts';
import { Empty } from '../parts/empty.tsx';
import { Panel } from '../parts/panel.tsx';
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
                {recommendation.why} {text.findings.events(recommendation.eventIds.join(', '))}.
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
