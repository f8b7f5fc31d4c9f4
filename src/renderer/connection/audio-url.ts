import { audioPath, type KeptAudioName } from '../../shared/sound/audio-address.ts';
import { storedKey } from './access.ts';

/** Where the page's host serves a session's audio. In a browser the page's key goes with it, as it does for the socket. */
export function audioUrl(sessionId: string, name: KeptAudioName, as?: 'download'): string {
  const query = new URLSearchParams();
  const key = storedKey(window.localStorage);
  if (key !== null) query.set('key', key);
  if (as !== undefined) query.set(as, '1');
  const asked = query.toString();
  return `${audioPath(sessionId, name)}${asked === '' ? '' : `?${asked}`}`;
}
