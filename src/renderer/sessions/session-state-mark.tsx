import type { ReactNode } from 'react';
import type { Verdict } from '../../shared/session/health.ts';
import type { SessionSummary } from '../../shared/session/session.ts';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';

/** How a session stands: a shape and a word. With a reason it lacks something; before its end it is under way. */
export function SessionStateMark({ session }: { session: SessionSummary }): ReactNode {
  return (
    <span className="session-state">
      <StateIcon level={levelOf(session)} />
      {text.facts.states[session.state]}
    </span>
  );
}

function levelOf({ state, reason }: SessionSummary): Verdict['level'] {
  switch (state) {
    case 'ended':
      return reason === null ? 'good' : 'warning';
    case 'starting':
    case 'recording':
    case 'stopping':
      return reason === null ? 'busy' : 'warning';
    case 'recovered':
      return 'warning';
    case 'failed':
      return 'bad';
    default:
      return state satisfies never;
  }
}
