import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Alert, AlertSettings } from '../../shared/events/alerts.ts';
import { hrefOf, type Route } from '../app/route.ts';
import { useAnswer, useCommand, useTopic } from '../connection/bridge-hooks.ts';
import { renewAnswers } from '../connection/use-live-answers.ts';
import { count, dateTime } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/layout/empty.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';

const words = text.findings.alerts;
const history = { limit: 100 } as const;

/** What alerts are raised by, and all that there were: by which count, when, and whether somebody has acknowledged it. */
export function AlertsPanel(): ReactNode {
  const cache = useQueryClient();
  const { data: alerts, error } = useAnswer('alerts.list', history);
  const { data: settings } = useAnswer('settings.get', {}, { select: (all) => all.alerts });
  const acknowledge = useCommand('alerts.acknowledge');
  useTopic('alerts', () => renewAnswers(cache, ['alerts.list']));
  return (
    <Panel title={words.title} className="findings-wide">
      {settings !== undefined && <Thresholds settings={settings} />}
      <CommandError error={error ?? acknowledge.error} />
      {alerts?.length === 0 && <Empty>{words.none}</Empty>}
      <ul className="finding-list">
        {alerts?.map((alert) => (
          <AlertItem
            key={alert.id}
            alert={alert}
            periodSec={settings?.periodSec ?? 0}
            onAcknowledge={() => acknowledge.mutate({ id: alert.id })}
          />
        ))}
      </ul>
    </Panel>
  );
}

function AlertItem(props: { alert: Alert; periodSec: number; onAcknowledge: () => void }): ReactNode {
  const { alert, periodSec, onAcknowledge } = props;
  const events = eventsOf(alert, periodSec);
  return (
    <li className="finding finding-alert">
      <div>
        <p>
          <strong>{text.alerts.rules[alert.rule]}:</strong> {alert.sentence}
        </p>
        <p className="findings-note">
          {factsOf(alert).join(' · ')}
          {events !== null && (
            <>
              {' · '}
              <a href={hrefOf(events)}>{words.events}</a>
            </>
          )}
        </p>
      </div>
      {alert.acknowledgedMs === null && (
        <button
          type="button"
          aria-label={text.alerts.acknowledgeOne(text.alerts.rules[alert.rule])}
          onClick={onAcknowledge}
        >
          {text.alerts.acknowledge}
        </button>
      )}
    </li>
  );
}

function Thresholds({ settings: alerts }: { settings: AlertSettings }): ReactNode {
  return (
    <p className="findings-note">
      {alerts.enabled
        ? words.thresholds({
            duplicates: count(alerts.moreDuplicatesThan),
            validationErrors: count(alerts.moreValidationErrorsThan),
            deprecated: count(alerts.moreDeprecatedThan),
            seconds: count(alerts.periodSec),
          })
        : words.off}{' '}
      <a href={hrefOf({ page: 'settings', section: 'alerts.moreDuplicatesThan' })}>{words.change}</a>
    </p>
  );
}

const at = (ms: number): string => dateTime(new Date(ms).toISOString());

function factsOf({ count: counted, threshold, ...alert }: Alert): string[] {
  const { raisedMs, lastRaisedMs, timesRaised, acknowledgedMs } = alert;
  return [
    ...(isCounted(alert) ? [words.counted(count(counted), count(threshold))] : []),
    timesRaised === 1 ? at(raisedMs) : words.raised(at(raisedMs), at(lastRaisedMs), timesRaised),
    acknowledgedMs === null ? words.open : words.acknowledged(at(acknowledgedMs)),
  ];
}

const verdicts = {
  duplicates: 'duplicate',
  'validation-errors': 'invalid',
  deprecated: 'deprecated',
} as const;

const isCounted = ({ rule }: Pick<Alert, 'rule'>): boolean => rule in verdicts;

/** The events that it counted, as a list of events; `null` where it counted none. */
function eventsOf({ rule, raisedMs, lastRaisedMs }: Alert, periodSec: number): Route | null {
  if (rule === 'database' || rule === 'verification') return null;
  const filter = {
    verdict: verdicts[rule],
    since: String(raisedMs - periodSec * 1_000),
    until: String(lastRaisedMs + 1),
  };
  return { page: 'events', event: null, filter };
}
