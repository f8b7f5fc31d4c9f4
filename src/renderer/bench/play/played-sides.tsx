import type { ReactNode } from 'react';
import type { Playing } from '../../../shared/replay/replay.ts';
import { hrefOf } from '../../app/route.ts';
import { useCommand } from '../../connection/bridge-hooks.ts';
import { count } from '../../format.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { text } from '../../text.ts';

const words = text.bench.play;

/** Each side while it is played: how far it is, and the words that come back. */
export function PlayedSides({ playing }: { playing: Playing }): ReactNode {
  const cancel = useCommand('replay.cancel');
  if (playing.phase !== 'playing' && playing.phase !== 'failed') return null;
  const { sides } = playing;
  return (
    <div className="bench-outcome">
      {playing.phase === 'failed' && <p role="alert">{words.failed(playing.message)}</p>}
      {playing.phase === 'playing' && sides.length === 0 && (
        <p role="status">{playing.what === 'twin' ? words.recording : words.reading}</p>
      )}
      {sides.length > 0 && (
        <div className="bench-sides">
          {sides.map(({ sessionId, target, sent, total, lines }) => (
            <section key={sessionId} aria-label={target}>
              <h3>{target}</h3>
              <progress value={sent} max={Math.max(total, 1)} aria-label={words.progressOf(target)} />
              <p>{words.sent(count(sent), count(total))}</p>
              {lines.length === 0 ? (
                <p className="bench-note">{words.noWords}</p>
              ) : (
                <ol>
                  {lines.map((line, index) => (
                    <li key={`${index}-${line}`}>{line}</li>
                  ))}
                </ol>
              )}
              <SessionLinks sessionId={sessionId} />
            </section>
          ))}
        </div>
      )}
      {playing.phase === 'playing' && (
        <div className="button-row">
          <button type="button" onClick={() => cancel.mutate({})}>
            {words.cancel}
          </button>
        </div>
      )}
      <CommandError error={cancel.error} />
    </div>
  );
}

export function SessionLinks({ sessionId }: { sessionId: string }): ReactNode {
  return (
    <span className="button-row">
      <a href={hrefOf({ page: 'sessions', sessionId })}>{words.show}</a>
      <a href={hrefOf({ page: 'events', event: null, filter: { sessionId } })}>{words.evidence}</a>
    </span>
  );
}
