import type { ReactNode } from 'react';
import type { Sending } from '../../shared/session/sending.ts';
import { wordsIn } from '../../shared/words/words.ts';
import { useCommand } from '../connection/bridge-hooks.ts';
import { count, shortLength } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { useSecondsUntil } from '../parts/use-seconds-until.ts';
import { text } from '../text.ts';
import './sending.css';

const words = text.sending;

/** How far a kept session is on its way, what it waits for, and how to end that. */
export function SendingState({ sending }: { sending: Sending }): ReactNode {
  const { sessionId, title, target, delivered, due, connection } = sending;
  const cancel = useCommand('sendings.cancel');
  return (
    <div className="sending" role="group" aria-label={words.to(target)}>
      <StateIcon level={connection.phase === 'waiting' ? 'warning' : 'busy'} />
      <span>{words.to(target)}</span>
      {due > 0 && <span>{words.progress(count(delivered), count(due))}</span>}
      {connection.phase === 'waiting' && <NextTry sessionId={sessionId} untilMs={connection.untilMs} />}
      <button
        type="button"
        aria-label={words.cancelNamed(title)}
        aria-disabled={cancel.isPending}
        onClick={() => cancel.isPending || cancel.mutate({ sessionId })}
      >
        {words.cancel}
      </button>
      {connection.phase === 'waiting' && <span className="sending-reason">{wordsIn(connection)}</span>}
      <CommandError error={cancel.error} />
    </div>
  );
}

function NextTry({ sessionId, untilMs }: { sessionId: string; untilMs: number }): ReactNode {
  const tryNow = useCommand('sendings.tryNow');
  const leftSec = useSecondsUntil(untilMs);
  return (
    <>
      <span>{leftSec > 0 ? words.nextTry(shortLength(leftSec)) : text.link.trying}</span>
      <button type="button" onClick={() => tryNow.mutate({ sessionId })}>
        {words.tryNow}
      </button>
      <CommandError error={tryNow.error} />
    </>
  );
}
