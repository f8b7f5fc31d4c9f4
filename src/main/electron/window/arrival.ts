import type { WebFrameMain } from 'electron';

// A page asks in a few hundred characters; the longest setting is a thousand.
const mostChars = 1024 * 1024;

/** A message of a page as it arrived, and who sent it. */
export type Arrival = {
  frame: Pick<WebFrameMain, 'url' | 'parent'> | null;
  message: unknown;
};

/**
 * The parsed message, or why it is turned away. Only the main frame of our own page may speak, in JSON texts of at
 * most 1 MiB.
 */
export function readArrival(
  { frame, message }: Arrival,
  origin: string,
): { ok: true; message: unknown } | { ok: false; reason: string } {
  if (frame?.parent !== null) return { ok: false, reason: 'not a main frame' };
  if (!frame.url.startsWith(`${origin}/`)) return { ok: false, reason: 'not our page' };
  if (typeof message !== 'string') return { ok: false, reason: 'not a text' };
  if (message.length > mostChars) return { ok: false, reason: 'too big' };
  try {
    return { ok: true, message: JSON.parse(message) };
  } catch {
    return { ok: false, reason: 'not JSON' };
  }
}
