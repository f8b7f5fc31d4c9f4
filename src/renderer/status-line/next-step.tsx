import type { ReactNode } from 'react';
import type { Status } from '../../shared/session/status.ts';
import type { Action } from '../../shared/words/actions.ts';
import { hrefOf, type Route } from '../app/route.ts';
import { useCommand, useStatus } from '../connection/bridge-hooks.ts';
import { ActionLink } from '../parts/action-link.tsx';
import { SendingState } from '../sending/sending-state.tsx';
import { useSending } from '../sending/use-sendings.ts';
import { text } from '../text.ts';

const words = text.statusLine;

/** What the line says next, as one click, where there is one. */
export function NextStep(): ReactNode {
  const step = useStatus(stepOf) ?? null;
  const tryNow = useCommand('stream.tryNow');
  const send = useCommand('sessions.send');
  const stopWaiting = useCommand('session.stopWaiting');
  const sending = useSending(step?.do === 'send' ? step.sessionId : null);
  if (step === null) return null;
  switch (step.do) {
    case 'open':
      return (
        <a className="button" href={hrefOf(step.route)}>
          {words.opens[step.word]}
        </a>
      );
    case 'act':
      return <ActionLink action={step.action} className="button" />;
    case 'try':
      return (
        <StepButton label={words.steps.tryNow} isPending={tryNow.isPending} run={() => tryNow.mutate({})} />
      );
    case 'stop-waiting':
      return (
        <StepButton
          label={words.steps.stopWaiting}
          isPending={stopWaiting.isPending}
          run={() => stopWaiting.mutate({})}
        />
      );
    case 'send':
      return sending !== null ? (
        <SendingState sending={sending} />
      ) : (
        <StepButton
          label={words.steps.send}
          isPending={send.isPending}
          run={() => send.mutate({ sessionId: step.sessionId })}
        />
      );
    default:
      return step satisfies never;
  }
}

function StepButton(props: { label: string; isPending: boolean; run: () => void }): ReactNode {
  const { label, isPending, run } = props;
  return (
    <button type="button" aria-disabled={isPending} onClick={() => !isPending && run()}>
      {label}
    </button>
  );
}

type Step =
  | { do: 'open'; word: keyof typeof words.opens; route: Route }
  | { do: 'act'; action: Action }
  | { do: 'try' }
  | { do: 'stop-waiting' }
  | { do: 'send'; sessionId: string };

/** What is told where a disk has no room for more. */
const spaceCodes: ReadonlySet<string> = new Set([
  'status.events-unsaved',
  'status.audio-unsaved',
  'trouble.disk',
]);

const health = { do: 'open', word: 'health', route: { page: 'health' } } as const;
const network = { do: 'open', word: 'network', route: { page: 'network' } } as const;

/** Trouble that is none of a session's, by its headline: what is to be done stands on a page, or is done outside of this one. */
const stepsOfTrouble: Readonly<Record<string, Step>> = {
  'trouble.network': network,
  'trouble.target-slow': network,
  'trouble.queue': health,
  'trouble.processing': health,
  'trouble.store': health,
  'trouble.memory': { do: 'open', word: 'memory', route: { page: 'memory' } },
  'trouble.results': { do: 'open', word: 'findings', route: { page: 'findings', sessionId: null } },
  'trouble.errors': {
    ...{ do: 'open', word: 'events' },
    route: { page: 'events', event: null, filter: { type: 'ERROR' } },
  },
};

/** For trouble, and for words that could be far better; what is well needs no button. */
function stepOf({ verdict, session, levels, connection }: Status): Step | null {
  if (verdict.action?.do === 'get-model') return { do: 'act', action: verdict.action };
  // Between two tries nothing is wrong for a moment, and whoever does not want to wait does not want to then either.
  if (session?.state === 'stopping' && session.mode !== 'capture-only') return { do: 'stop-waiting' };
  if (verdict.level !== 'warning' && verdict.level !== 'bad') return null;
  const code = verdict.said?.headline.code ?? '';
  // Recordings are what takes the room.
  if (spaceCodes.has(code))
    return { do: 'open', word: 'space', route: { page: 'sessions', sessionId: null } };
  if (verdict.action?.do === 'check-sound')
    return { do: 'open', word: 'sound', route: { page: 'settings', section: 'sound' } };
  if (code.startsWith('trouble.')) return stepsOfTrouble[code] ?? null;
  if (session === null) return null;
  const { sessionId, state, mode, undelivered } = session;
  const { action } = verdict;
  if (action?.do === 'set-credential' || action?.do === 'set-up-engine' || action?.do === 'enter-key')
    return { do: 'act', action };
  if (state === 'recording') {
    const isDeaf = levels.some((level) => level.state === 'zeros' || level.state === 'not-captured');
    if (isDeaf) return { do: 'open', word: 'sound', route: { page: 'settings', section: 'sound' } };
    return connection.phase === 'waiting' ? { do: 'try' } : null;
  }
  if (state === 'starting' || state === 'stopping') return null;
  // What an engine has not transcribed is no target's.
  if (undelivered > 0 && mode === 'stream') return { do: 'send', sessionId };
  return { do: 'open', word: 'session', route: { page: 'sessions', sessionId } };
}
