import { clientType } from '../../../shared/protocol/client-messages.ts';
import type { BackendMessage } from '../../../shared/protocol/decode.ts';

/** Whose meeting a target's answer is about. */
export type MeetingNames = {
  /** True for an answer that is about another meeting than ours. */
  isForeign(message: BackendMessage): boolean;
  /** All that are ours, the given one first. */
  all(): string[];
};

// A target that makes a new one with each message is none to remember.
const mostNames = 16;

/**
 * Some targets ignore the name that we give a meeting and make one of what we call ourselves and a hash of its address:
 * the same one that they register a session under.
 */
export function createMeetingNames(meetingId: string, platform: string = clientType): MeetingNames {
  const ours = new Set([meetingId]);
  return {
    isForeign(message) {
      const name = nameIn(message.data);
      if (name === null) return false;
      const isOurs = message.type === 'SESSION_REGISTERED' || name.startsWith(`${platform}_`);
      if (isOurs && ours.size < mostNames) ours.add(name);
      return !isOurs && !ours.has(name);
    },
    all: () => [...ours],
  };
}

function nameIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('meetingId' in body)) return null;
  return typeof body.meetingId === 'string' ? body.meetingId : null;
}
