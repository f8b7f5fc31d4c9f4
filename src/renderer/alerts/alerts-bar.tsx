import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Alert } from '../../shared/events/alerts.ts';
import { useAnswer, useCommand, useTopic } from '../connection/bridge-hooks.ts';
import { keepTold } from '../connection/use-live-answers.ts';
import { dateTime } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';
import './alerts.css';

const openAlerts = { openOnly: true } as const;

/** The alerts that nobody has acknowledged: the newest, and the others on demand. Nothing where there are none. */
export function AlertsBar(): ReactNode {
  const cache = useQueryClient();
  const alerts = useAnswer('alerts.list', openAlerts).data ?? [];
  const acknowledge = useCommand('alerts.acknowledge');
  const [showsAll, setShowsAll] = useState(false);
  useTopic('alerts', (open) => keepTold(cache, 'alerts.list', open, openAlerts));
  if (alerts.length === 0) return null;
  const shown = showsAll ? alerts : alerts.slice(0, 1);
  return (
    <section className="alerts" aria-label={text.alerts.region}>
      <ul className="alerts-list">
        {shown.map((alert) => (
          <AlertLine
            key={alert.id}
            alert={alert}
            onAcknowledge={() => acknowledge.mutate({ id: alert.id })}
          />
        ))}
      </ul>
      {alerts.length > 1 && (
        <div className="button-row">
          <button type="button" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? text.alerts.fewer : text.alerts.more(alerts.length - 1)}
          </button>
          <button type="button" onClick={() => acknowledge.mutate({})}>
            {text.alerts.acknowledgeAll}
          </button>
        </div>
      )}
      <CommandError error={acknowledge.error} />
    </section>
  );
}

function AlertLine({ alert, onAcknowledge }: { alert: Alert; onAcknowledge: () => void }): ReactNode {
  const { rule, sentence, lastRaisedMs, timesRaised } = alert;
  const when = [dateTime(new Date(lastRaisedMs).toISOString()), text.alerts.times(timesRaised)];
  return (
    <li className="alert">
      <StateIcon level={rule === 'database' || rule === 'verification' ? 'bad' : 'warning'} />
      <p className="alert-words" role="status">
        <strong>{text.alerts.rules[rule]}:</strong> {sentence}{' '}
        <span className="alert-when">{when.filter((part) => part !== '').join(', ')}</span>
      </p>
      <button
        type="button"
        aria-label={text.alerts.acknowledgeOne(text.alerts.rules[rule])}
        onClick={onAcknowledge}
      >
        {text.alerts.acknowledge}
      </button>
    </li>
  );
}
