import type { ReactNode } from 'react';
import type { Action } from '../../shared/words/actions.ts';
import { hrefOf, type Route } from '../app/route.ts';
import { text } from '../text.ts';

/** Where in the app that can be done which a sentence advises. */
export function ActionLink({ action }: { action: Action | null }): ReactNode {
  if (action === null) return null;
  return <a href={hrefOf(placeOf(action))}>{text.actions[action.do]}</a>;
}

function placeOf(action: Action): Route {
  switch (action.do) {
    case 'open-session':
    case 'send-session':
    case 'transcribe-session':
      return { page: 'sessions', sessionId: action.sessionId };
    case 'list-sessions':
      return { page: 'sessions', sessionId: null };
    case 'list-verifications':
    case 'set-credential':
      return { page: 'targets' };
    case 'check-sound':
      return { page: 'settings', section: 'sound' };
    case 'check-machine':
      return { page: 'settings', section: 'checks' };
    default:
      return action satisfies never;
  }
}
