import type { ReactNode } from 'react';
import type { SessionSummary } from '../../shared/session/session.ts';
import { hrefOf } from '../app/route.ts';
import { EngineFact } from '../engines/engine-fact.tsx';
import { Disclosure } from '../parts/layout/disclosure.tsx';
import { text } from '../text.ts';
import { ConnectionFact } from './connection-fact.tsx';
import { SwitchTarget } from './switch-target.tsx';

const words = text.facts;

/** The running session, or the one that ended last. */
export function SessionFacts(props: { session: SessionSummary; isRunning: boolean }): ReactNode {
  const { session, isRunning } = props;
  return (
    <div className="record-session">
      <h2>{isRunning ? text.record.session : text.record.lastSession}</h2>
      <dl className="facts">
        <dt>{words.title}</dt>
        <dd>{session.title}</dd>
        <dt>{words.mode}</dt>
        <dd>{words.modes[session.mode]}</dd>
        {session.mode === 'direct' ? (
          <EngineFact name={session.engine} isRunning={isRunning} />
        ) : (
          <>
            <dt>{words.target}</dt>
            <dd>{session.target ?? words.noTarget}</dd>
          </>
        )}
        {isRunning && session.mode !== 'capture-only' && <ConnectionFact />}
        <dt>{words.meetingId}</dt>
        <dd className="mono">{session.meetingId}</dd>
      </dl>
      {session.state === 'recording' && session.mode === 'stream' && (
        <Disclosure label={text.link.switchTarget}>
          <SwitchTarget />
        </Disclosure>
      )}
      <a href={hrefOf({ page: 'sessions', sessionId: session.sessionId })}>{text.record.open}</a>
    </div>
  );
}
