import type { ReactNode } from 'react';
import type { StatusLine } from '../../shared/session/status.ts';
import { text } from '../text.ts';
import { Statement } from '../status-line/statement.tsx';
import type { ConnectionState } from './app-connection.ts';

/** Takes the place of the status line while there is no app to give one. */
export function ConnectionNotice(props: {
  phase: Exclude<ConnectionState['phase'], 'open'>;
  wasOpen: boolean;
}): ReactNode {
  return <Statement {...noticeOf(props.phase, props.wasOpen)} />;
}

function noticeOf(phase: Exclude<ConnectionState['phase'], 'open'>, wasOpen: boolean): StatusLine {
  const words = text.connection;
  switch (phase) {
    case 'connecting':
      return { level: 'unknown', headline: words.connecting, reason: '', next: null };
    case 'refused':
      return {
        level: 'bad',
        headline: words.refusedTitle,
        reason: words.refusedReason,
        next: words.refusedNext,
      };
    case 'lost':
      return {
        level: 'bad',
        headline: words.lostTitle,
        reason: wasOpen ? words.lostReason : words.neverReason,
        next: words.lostNext,
      };
    default:
      return phase satisfies never;
  }
}
