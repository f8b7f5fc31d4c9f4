import type { ReactNode } from 'react';
import { commandOf, type Action } from '../../shared/words/actions.ts';
import { hrefOf, type Route } from '../app/route.ts';
import { text } from '../text.ts';

/** Where in the app that can be done which a sentence advises. */
export function ActionLink(props: { action: Action | null | undefined; className?: string }): ReactNode {
  const { action, className } = props;
  if (action == null) return null;
  const place = placeOf(action);
  if (place !== null)
    return (
      <a className={className} href={hrefOf(place)}>
        {wordsOf(action.do)}
      </a>
    );
  return (
    <span>
      {text.actions.inTerminal} <code>{commandOf(action)}</code>
    </span>
  );
}

const places: Readonly<Partial<Record<Action['do'], string>>> = text.actions.pages;
const wordsOf = (what: Action['do']): string => places[what] ?? what;

/** `null` for what no page does. */
function placeOf(action: Action): Route | null {
  switch (action.do) {
    case 'open-session':
    case 'send-session':
    case 'transcribe-session':
      return { page: 'sessions', sessionId: action.sessionId };
    case 'list-sessions':
      return { page: 'sessions', sessionId: null };
    case 'list-verifications':
    case 'show-verification':
    case 'compare-verifications':
    case 'allow-disturbing':
    case 'set-credential':
    case 'edit-target':
    case 'probe-target':
    case 'remove-target':
    case 'list-targets':
      return { page: 'targets' };
    case 'check-sound':
      return { page: 'settings', section: 'sound' };
    case 'check-machine':
      return { page: 'settings', section: 'checks' };
    case 'set-up-engine':
    case 'get-model':
    case 'allow-address':
      return { page: 'settings', section: 'engines' };
    case 'change-setting':
      return isOffered(action.setting) ? { page: 'settings', section: action.setting } : null;
    case 'enter-key':
      return { page: 'settings', section: 'keys' };
    case 'export-events':
      return { page: 'events', event: null, filter: {} };
    case 'choose-home':
    case 'record-file':
    case 'record-pipe':
    case 'open-sealed':
      return null;
    default:
      return action satisfies never;
  }
}

/** Which program is run is not chosen by a page. */
const isOffered = (setting: string): boolean => setting !== 'direct.commandLine';
