import type { ReactNode } from 'react';
import type { SessionSummary } from '../../shared/session/session.ts';
import { FirstRun } from '../first-run/first-run.tsx';
import { useFirstRun } from '../first-run/use-first-run.ts';
import { hrefOf } from '../app/route.ts';
import { useAnswer, useCommand, useStatus } from '../connection/bridge-hooks.ts';
import { clock, count, dateTime } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { SendingState } from '../sending/sending-state.tsx';
import { useSending } from '../sending/use-sendings.ts';
import { SessionStateMark } from '../sessions/session-state-mark.tsx';
import { text } from '../text.ts';
import { CutOff, useCutOffSessions } from './cut-off-sessions.tsx';

const words = text.ready;

/** What stands where the words will be: the last recording with what it still needs, what waits, and how to begin. */
export function ReadyPanel(): ReactNode {
  const { data: sessions, error, isFetching } = useAnswer('sessions.list', {});
  const disk = useAnswer('health.get', {}, { select: diskOf }).data;
  const { isFirst, noteDone } = useFirstRun(sessions);
  const { cutOff, noteSeen } = useCutOffSessions(sessions ?? []);
  const ended = useStatus(({ session }) => session?.sessionId ?? null) ?? null;
  const last = sessions?.[0];
  // What comes later would move what is here by then: the list is asked anew when a recording has ended.
  const isMissing = ended !== null && sessions?.some(({ sessionId }) => sessionId === ended) !== true;
  if (error === null && (sessions === undefined || (isMissing && isFetching)))
    return (
      <Panel title={words.region} className="ready">
        {null}
      </Panel>
    );
  const waiting = sessions?.filter((session) => session.undelivered > 0 && !cutOff.includes(session)) ?? [];
  return (
    <Panel title={words.region} className="ready">
      <CommandError error={error} />
      {cutOff.map((session) => (
        <CutOff key={session.sessionId} session={session} onSeen={() => noteSeen(session.sessionId)} />
      ))}
      {last !== undefined && <LastSession session={last} />}
      {waiting.length > 0 && <Waiting sessions={waiting} />}
      {isFirst ? (
        <FirstRun onDone={noteDone} />
      ) : (
        <section className="ready-part">
          <h3>{words.steps}</h3>
          <ol className="ready-steps">
            <li>
              {words.stepSound}{' '}
              <a href={hrefOf({ page: 'settings', section: 'sound' })}>{words.checkSound}</a>
            </li>
            <li>{words.stepWords}</li>
            <li>{words.stepRecord}</li>
          </ol>
        </section>
      )}
      {disk !== undefined && (
        <p className="ready-disk">
          <StateIcon level={disk.level} />
          {disk.value}
        </p>
      )}
    </Panel>
  );
}

function LastSession({ session }: { session: SessionSummary }): ReactNode {
  const { sessionId, title, startedAt, seconds, reason } = session;
  // What has not arrived yet is being sent just now, and counted there.
  const isSent = useSending(sessionId) !== null;
  return (
    <section className="ready-part">
      <h3>{words.last}</h3>
      <p className="ready-last">
        <a href={hrefOf({ page: 'sessions', sessionId })}>{title}</a>
        <SessionStateMark session={session} />
      </p>
      <p className="ready-facts">
        {dateTime(startedAt)} · {clock(seconds)}
      </p>
      {reason !== null && !isSent && <p className="ready-reason">{reason}</p>}
    </section>
  );
}

/** Recordings of which a target has not got everything. */
function Waiting({ sessions }: { sessions: readonly SessionSummary[] }): ReactNode {
  const send = useCommand('sessions.send');
  return (
    <section className="ready-part">
      <h3>{words.waiting}</h3>
      <ul className="ready-waiting">
        {sessions.map((session) => (
          <li key={session.sessionId}>
            <WaitingSession
              session={session}
              isAsked={send.isPending}
              onSend={() => send.mutate({ sessionId: session.sessionId })}
            />
          </li>
        ))}
      </ul>
      <CommandError error={send.error} />
    </section>
  );
}

function WaitingSession(props: { session: SessionSummary; isAsked: boolean; onSend: () => void }): ReactNode {
  const { sessionId, title, undelivered } = props.session;
  const sending = useSending(sessionId);
  return (
    <>
      <a href={hrefOf({ page: 'sessions', sessionId })}>{title}</a>
      {sending !== null ? (
        <SendingState sending={sending} />
      ) : (
        <>
          <span>{text.sessions.undelivered(count(undelivered))}</span>
          <button
            type="button"
            aria-label={words.sendNamed(title)}
            aria-disabled={props.isAsked}
            onClick={() => props.isAsked || props.onSend()}
          >
            {words.send}
          </button>
        </>
      )}
    </>
  );
}

type Health = {
  rows: readonly { id: string; level: 'good' | 'warning' | 'bad' | 'idle' | 'unknown'; value: string }[];
};

const diskOf = ({ rows }: Health): Health['rows'][number] | undefined =>
  rows.find(({ id, level }) => id === 'disk' && level !== 'unknown');
