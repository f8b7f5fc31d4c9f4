import type { ReactNode } from 'react';
import type { DeprecatedUse, Drift, Violation } from '../../shared/events/findings.ts';
import { count, dateTime } from '../format.ts';
import { Empty } from '../parts/layout/empty.tsx';
import { EventLink } from '../parts/event-link.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';

export function RulesPanel({ violations }: { violations: readonly Violation[] }): ReactNode {
  return (
    <Panel title={text.findings.rules}>
      {violations.length === 0 && <Empty>{text.findings.noRules}</Empty>}
      <ul className="finding-list">
        {violations.map(({ type, path, expected, found, events, isConstant, sampleId }) => (
          <li key={`${type} ${path} ${expected} ${found}`} className="finding">
            <p>
              <strong>{type}</strong> {text.findings.rule(path, expected, found)}
            </p>
            <p className="findings-note">
              {text.findings.inEvents(count(events))}, {text.findings.sample} <EventLink seq={sampleId} />
              {isConstant && ` · ${text.findings.constant}`}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function DeprecatedPanel({ deprecated }: { deprecated: readonly DeprecatedUse[] }): ReactNode {
  return (
    <Panel title={text.findings.oldNames}>
      {deprecated.length === 0 && <Empty>{text.findings.noOldNames}</Empty>}
      <ul className="finding-list">
        {deprecated.map((use) => (
          <li key={`${use.name} ${use.target ?? ''} ${use.serverVersion ?? ''}`} className="finding">
            <p>
              <strong>{text.findings.oldName(use.name, use.replacement)}</strong>
              {use.isSafeToRemove && ` · ${text.findings.safe}`}
            </p>
            <p className="findings-note">
              {text.findings.inEvents(count(use.events))},{' '}
              {text.findings.share(Math.round(use.share * 100), use.target ?? text.findings.unknownTarget)}
              {' · '}
              {text.findings.between(
                dateTime(new Date(use.firstMs).toISOString()),
                dateTime(new Date(use.lastMs).toISOString()),
              )}{' '}
              <EventLink seq={use.firstId} /> <EventLink seq={use.lastId} />
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function DriftPanel({ drift }: { drift: readonly Drift[] }): ReactNode {
  if (drift.length === 0) return null;
  return (
    <Panel title={text.findings.drift} className="findings-wide">
      <ul className="finding-list">
        {drift.map(({ type, path, was, is, eventId }) => (
          <li key={`${type} ${path} ${eventId}`} className="finding">
            <p>
              <strong>{type}</strong> {text.findings.change(path, was, is)}
            </p>
            <p className="findings-note">
              {text.findings.sample} <EventLink seq={eventId} />
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
