import type { ReactNode } from 'react';
import type { StatusLine } from '../../shared/session/status.ts';
import { isKnown, sayIt } from '../../shared/words/words.ts';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';
import './status-line.css';

/** One line: what is so, why, and what to do next. Only the headline is announced, the reason may count seconds. */
export function Statement(props: StatusLine & { href?: string; step?: ReactNode }): ReactNode {
  const { level, href } = props;
  const { headline, reason, next } = wordsOf(props);
  return (
    <section className="status-line" data-level={level} aria-label={text.statusLine.region}>
      <StateIcon level={level} />
      <div className="status-line-words">
        <p className="status-line-headline" role="status">
          <span className="visually-hidden">{text.statusLine.levels[level]}: </span>
          {href === undefined ? <span>{headline}</span> : <a href={href}>{headline}</a>}
        </p>
        <p className="status-line-reason">{reason}</p>{' '}
        {next !== null && (
          <p className="status-line-next">
            <strong>{text.statusLine.next}</strong> {next}
          </p>
        )}
      </div>
      {props.step}
    </section>
  );
}

/** In the words of this page, where the core told codes. */
function wordsOf({
  headline,
  reason,
  next,
  said,
}: StatusLine): Pick<StatusLine, 'headline' | 'reason' | 'next'> {
  if (said === undefined) return { headline, reason, next };
  return {
    headline: sayIt(said.headline, headline),
    reason: said.reason.every(isKnown) ? said.reason.map((one) => sayIt(one)).join(' ') : reason,
    next: said.next === null ? null : sayIt(said.next, next ?? ''),
  };
}
