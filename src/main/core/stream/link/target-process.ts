import { sessionProbe } from '../../../../shared/protocol/client-messages.ts';
import type { BackendMessage } from '../../../../shared/protocol/decode.ts';
import type { StreamedSession } from '../../ports/ports.ts';

/**
 * Which process of a target answers. A ScrumBot backend names the session by a hash that is salted anew with each start,
 * so another name than last time means that what it held in memory is gone. (`isNewSession` is of no use: it is true
 * again from the fifth connection on.)
 */
export type TargetProcess = {
  /** Asks who is there; a real backend answers at once, since it carries no audio. */
  question(): object;
  /** A message of the target; true when it tells that the target was started anew. */
  heard(message: BackendMessage): boolean;
  /** Whether the answer is worth waiting for: this target has given it before. */
  isKnown(): boolean;
};

export function createTargetProcess(session: StreamedSession): TargetProcess {
  let name: string | null = null;
  return {
    question: () => sessionProbe(session.meetingId, session.platform),
    heard(message) {
      const heard = message.type === 'SESSION_REGISTERED' ? nameIn(message.data) : null;
      if (heard === null) return false;
      const isAnother = name !== null && heard !== name;
      name = heard;
      return isAnother;
    },
    isKnown: () => name !== null,
  };
}

function nameIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('meetingId' in body)) return null;
  return typeof body.meetingId === 'string' ? body.meetingId : null;
}
