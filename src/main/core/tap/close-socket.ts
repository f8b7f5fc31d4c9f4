import { WebSocket } from 'ws';
import type { Clock } from '../ports/ports.ts';

/** A peer that does not answer a close is not waited for longer. */
export const lastWordMs = 1_000;

/** How a connection ended, or is to be ended: 1005 without a code, 1006 without a close at all. */
export type CloseWord = { code: number; reason: Buffer | string };

/** Whether a connection ended without a close. */
export const isBrokenOff = ({ code }: CloseWord): boolean => code === 1006;

/** Ends a socket just as the other side's ended, code and reason included. */
export function closeAlike(socket: WebSocket, word: CloseWord): void {
  const { code, reason } = word;
  if (socket.readyState === WebSocket.CLOSED) return;
  // A paused socket would never read the other side's answer.
  socket.resume();
  if (isBrokenOff(word)) socket.terminate();
  else if (code === 1005) socket.close();
  else socket.close(code, reason);
}

/** A socket whose close is on its way is given up soon: nobody is left who could want what its peer still says. */
export function leaveSoon(socket: WebSocket, clock: Clock): void {
  if (socket.readyState === WebSocket.CLOSED) return;
  const cancel = clock.after(lastWordMs, () => socket.terminate());
  socket.once('close', cancel);
}

// So many bytes of a reason fit into a close frame.
const mostReasonBytes = 123;

/** A sentence of ours as the reason of a close. */
export function closeReason(sentence: string): string {
  let reason = sentence;
  while (Buffer.byteLength(reason) > mostReasonBytes) reason = reason.slice(0, -1);
  return reason;
}
