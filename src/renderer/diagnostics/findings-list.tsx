import type { ReactNode } from 'react';
import type { BundleFinding } from '../../shared/bundle/bundle.ts';
import { withTimes } from '../../shared/told-times.ts';
import { dateTimeSeconds } from '../format.ts';
import { ActionLink } from '../parts/action-link.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';

const words = text.diagnostics;
const icons = { bad: 'bad', warning: 'warning', notice: 'unknown' } as const;

/** What is wrong, by what evidence, and what to do. */
export function FindingsList({ findings }: { findings: readonly BundleFinding[] }): ReactNode {
  if (findings.length === 0) return <p className="diagnostics-body">{words.noFindings}</p>;
  return (
    <ul className="diagnostics-findings">
      {findings.map(({ id, level, title, evidence, next, action }, index) => (
        <li key={`${id}-${index}`} data-level={level}>
          <StateIcon level={icons[level]} />
          <div>
            <p className="diagnostics-title">
              <span className="visually-hidden">{words.levels[level]}: </span>
              {title}
            </p>
            {evidence.map((line, at) => (
              <p key={at} className="diagnostics-hint">
                {withTimes(line, dateTimeSeconds)}
              </p>
            ))}
            <p>
              {words.next} {next} <ActionLink action={action} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

export function MissingList({ missing }: { missing: readonly string[] }): ReactNode {
  if (missing.length === 0) return null;
  return (
    <section className="diagnostics-left-out" aria-label={words.missing}>
      <p className="diagnostics-hint">{words.missing}:</p>
      <ul className="diagnostics-missing">
        {missing.map((line) => (
          <li key={line}>{withTimes(line, dateTimeSeconds)}</li>
        ))}
      </ul>
    </section>
  );
}
