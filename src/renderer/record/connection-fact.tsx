import { useState, type ReactNode } from 'react';
import { useCommand, useStatus } from '../connection/bridge-hooks.ts';
import { clock, shortLength } from '../format.ts';
import { wordsIn } from '../../shared/words/words.ts';
import { CommandError } from '../parts/command-error.tsx';
import { useSecondsUntil } from '../parts/use-seconds-until.ts';
import { text } from '../text.ts';

const words = text.link;
// Live audio is always a second or two on its way; more is a backlog.
const backlogSec = 3;

/** The link to the target in words: what it does, what it waits for, and how much audio waits with it. */
export function ConnectionFact(): ReactNode {
  const connection = useStatus((status) => status.connection);
  const queuedSec = useStatus((status) => Math.round(status.queuedSec)) ?? 0;
  // What the line at the top gives as its reason is not said twice.
  const isTold = useStatus(({ verdict, connection: { sentence } }) => verdict.reason.includes(sentence));
  const isRecording = useStatus(({ session }) => session?.state === 'recording') ?? false;
  if (connection === undefined) return null;
  if (isTold === true && connection.phase !== 'waiting' && queuedSec <= backlogSec) return null;
  return (
    <>
      <dt>{text.facts.connection}</dt>
      <dd className="link">
        {isTold !== true && <span>{wordsIn(connection)}</span>}
        {connection.phase === 'waiting' && (
          <NextTry
            attempt={connection.attempt}
            untilMs={connection.untilMs}
            // While it records, the line that tells of it has the button.
            hasButton={!(isTold === true && isRecording)}
          />
        )}
        {queuedSec > backlogSec &&
          (connection.phase === 'streaming' || connection.phase === 'draining' ? (
            <CatchingUp queuedSec={queuedSec} />
          ) : (
            <span>{words.queued(clock(queuedSec))}</span>
          ))}
      </dd>
    </>
  );
}

function NextTry(props: { attempt: number; untilMs: number; hasButton: boolean }): ReactNode {
  const { attempt, untilMs, hasButton } = props;
  const tryNow = useCommand('stream.tryNow');
  const leftSec = useSecondsUntil(untilMs);
  return (
    <>
      <span className="link-next">
        {leftSec > 0 ? words.nextTry(shortLength(leftSec), attempt) : words.trying}
        {hasButton && (
          <button type="button" onClick={() => tryNow.mutate({})}>
            {words.tryNow}
          </button>
        )}
      </span>
      <CommandError error={tryNow.error} />
    </>
  );
}

/** The longest backlog seen is where the bar begins. */
function CatchingUp({ queuedSec }: { queuedSec: number }): ReactNode {
  const [longestSec, setLongestSec] = useState(queuedSec);
  if (queuedSec > longestSec) setLongestSec(queuedSec);
  return (
    <span className="link-next">
      {words.catchingUp(clock(queuedSec))}
      <progress aria-label={words.progress} value={longestSec - queuedSec} max={longestSec} />
    </span>
  );
}
