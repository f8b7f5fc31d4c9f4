import type { ReactNode } from 'react';
import type { StatusLine } from '../../shared/session/status.ts';
import { chipOf, type SessionChip } from '../../shared/session/chip.ts';
import type { SessionSummary } from '../../shared/session/session.ts';
import { StateIcon } from '../parts/state-icon.tsx';
import { useSending } from '../sending/use-sendings.ts';
import { text } from '../text.ts';

/** How a session stands: a shape and a word. What is being sent says so, whatever else it lacks. */
export function SessionStateMark({ session }: { session: SessionSummary }): ReactNode {
  const sending = useSending(session.sessionId);
  const chip = chipOf(session);
  return (
    <span className="session-state chip" data-chip={sending === null ? chip : 'sending'}>
      <StateIcon level={sending === null ? levels[chip] : 'busy'} />
      {sending === null ? wordOf(session, chip) : text.sessions.sendingChip}
    </span>
  );
}

function wordOf({ state }: SessionSummary, chip: SessionChip): string {
  // Which part of it is under way.
  return chip === 'running' ? text.facts.states[state] : text.sessions.chips[chip];
}

const levels: Readonly<Record<SessionChip, StatusLine['level']>> = {
  running: 'busy',
  complete: 'good',
  incomplete: 'warning',
  silent: 'warning',
  'no-words': 'warning',
  failed: 'bad',
};
