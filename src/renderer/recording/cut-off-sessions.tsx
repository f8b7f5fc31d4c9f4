import { useState, type ReactNode } from 'react';
import type { SessionSummary } from '../../shared/session/session.ts';
import { hrefOf } from '../app/route.ts';
import { useCommand } from '../connection/bridge-hooks.ts';
import { dateTime } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { SendingState } from '../sending/sending-state.tsx';
import { useSending } from '../sending/use-sendings.ts';
import { text } from '../text.ts';

const words = text.ready;
const seenKey = 'scrumbot.cut-off-seen';
// Older ones are no news any more; the list of sessions has them.
const newsMs = 7 * 86_400_000;

/** Recordings that a crash or a power cut ended and nobody has seen since, and how it is noted that somebody has. */
export function useCutOffSessions(sessions: readonly SessionSummary[]): {
  cutOff: SessionSummary[];
  noteSeen: (sessionId: string) => void;
} {
  const [seen, setSeen] = useState(readSeen);
  const [openedMs] = useState(() => Date.now());
  const cutOff = sessions.filter(
    ({ sessionId, state, startedAt }) =>
      state === 'recovered' && !seen.includes(sessionId) && openedMs - Date.parse(startedAt) < newsMs,
  );

  function noteSeen(sessionId: string): void {
    // Only of those that are still there, so that the list does not grow for ever.
    const known = new Set(sessions.map((session) => session.sessionId));
    const next = [...seen.filter((id) => known.has(id)), sessionId];
    localStorage.setItem(seenKey, JSON.stringify(next));
    setSeen(next);
  }

  return { cutOff, noteSeen };
}

export function CutOff({ session, onSeen }: { session: SessionSummary; onSeen: () => void }): ReactNode {
  const { sessionId, title, mode, startedAt, endedAt, undelivered, reason } = session;
  const send = useCommand('sessions.send');
  const transcribe = useCommand('transcripts.start');
  const sending = useSending(sessionId);
  const isWhole = undelivered === 0 && reason === null;
  const isBusy = send.isPending || transcribe.isPending;
  return (
    <section className="ready-part cut-off" aria-label={`${words.cutOff}: ${title}`}>
      <p className="ready-last">
        <StateIcon level="warning" />
        <strong>
          {words.cutOff}: {title}
        </strong>
      </p>
      <p>{words.cutOffWords(dateTime(endedAt ?? startedAt))}</p>
      <div className="button-row">
        <a
          href={hrefOf({ page: 'sessions', sessionId })}
          aria-label={words.cutOffOpen(title)}
          onClick={onSeen}
        >
          {words.open}
        </a>
        {mode === 'stream' && !isWhole && sending === null && (
          <button type="button" aria-disabled={isBusy} onClick={() => isBusy || send.mutate({ sessionId })}>
            {words.sendMissing}
          </button>
        )}
        {mode === 'direct' && !isWhole && (
          <button
            type="button"
            aria-disabled={isBusy}
            onClick={() => isBusy || transcribe.mutate({ sessionId })}
          >
            {words.transcribeMissing}
          </button>
        )}
        <button type="button" onClick={onSeen}>
          {words.gotIt}
        </button>
      </div>
      {sending !== null && <SendingState sending={sending} />}
      <CommandError error={send.error ?? transcribe.error} />
    </section>
  );
}

function readSeen(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(seenKey) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
