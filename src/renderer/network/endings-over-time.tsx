import type { ReactNode } from 'react';
import type { Network } from '../../shared/health/network.ts';
import { count, dateTime, timeOfDay } from '../format.ts';
import { text } from '../text.ts';

type Ending = Network['endings'][number];

// So many reasons tell a bad day; the table below has them all.
const mostReasons = 5;

/** When connections ended: a line for each reason, in its words, over the stretch of time that is looked at. */
export function EndingsOverTime(props: {
  endings: readonly Ending[];
  fromMs: number;
  untilMs: number;
}): ReactNode {
  const { endings, fromMs, untilMs } = props;
  const byReason = [...Map.groupBy(endings, ({ sentence }) => sentence)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
  if (byReason.length === 0) return null;
  const shareOf = (atMs: number): number => Math.min(1, Math.max(0, (atMs - fromMs) / (untilMs - fromMs)));
  return (
    <div className="endings">
      <ul aria-label={text.network.endingsOverTime}>
        {byReason.slice(0, mostReasons).map(([sentence, ended]) => (
          <li key={sentence}>
            {text.network.times(count(ended.length))} {sentence}
            <span className="endings-bar" aria-hidden="true">
              {ended.map(({ seq, atMs }) => (
                <span
                  key={seq}
                  title={timeOfDay(atMs)}
                  style={{ insetInlineStart: `${shareOf(atMs) * 100}%` }}
                />
              ))}
            </span>
          </li>
        ))}
      </ul>
      <p className="endings-axis" aria-hidden="true">
        {[fromMs, untilMs].map((atMs) => (
          <span key={atMs}>{dateTime(new Date(atMs).toISOString())}</span>
        ))}
      </p>
    </div>
  );
}
