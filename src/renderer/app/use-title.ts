import { useEffect } from 'react';
import { useStatus } from '../connection/bridge-hooks.ts';
import { clock } from '../format.ts';
import { text } from '../text.ts';

/** The tab tells from afar that something is recorded, how long it is, and that something is wrong with it. */
export function useTitle(isConnected: boolean): void {
  const state = useStatus(({ session, recordedSec, verdict }) => {
    const mark = verdict.level === 'bad' || verdict.level === 'warning' ? '⚠ ' : '';
    return session?.state === 'recording' ? `${mark}● ${clock(recordedSec)} · ` : mark;
  });
  const title = `${isConnected ? (state ?? '') : ''}${text.app.name}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
