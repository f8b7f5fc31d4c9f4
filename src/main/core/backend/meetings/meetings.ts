import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../ports/ports.ts';
import type { MeetingName } from '../wire/audio-message.ts';
import { createMeeting, type Client, type Meeting } from './meeting.ts';

/** The meetings of one backend, by id. */
export type Meetings = {
  /** The meeting of that name; it begins when there is none. */
  open(name: MeetingName): Meeting;
  find(meetingId: string): Meeting | null;
  all(): Meeting[];
  leave(meeting: Meeting, client: Client): void;
  /** Drops meetings that are over, and those that nobody came back to. */
  sweep(): void;
};

// A client that reconnects comes back within its back-off; ten minutes also cover a laptop lid.
const forgottenAfterMs = 10 * 60_000;

export function createMeetings(clock: Clock): Meetings {
  const meetings = new Map<string, Meeting>();
  const salt = randomBytes(8).toString('hex');

  function forgetIfOver(meeting: Meeting): void {
    if (meeting.clients.size > 0 || meeting.turns.isBusy()) return;
    const idleMs = clock.monotonicMs() - meeting.lastActiveMs;
    const over = (meeting.ended && meeting.undelivered.length === 0) || idleMs >= forgottenAfterMs;
    if (over) meetings.delete(meeting.meetingId);
  }

  return {
    open(name) {
      const meetingId = name.id ?? idFromPlace(name, salt);
      const known = meetings.get(meetingId);
      if (known !== undefined) return known;
      const meeting = createMeeting(meetingId, name.platform, clock.monotonicMs());
      meetings.set(meetingId, meeting);
      return meeting;
    },
    find: (meetingId) => meetings.get(meetingId) ?? null,
    all: () => [...meetings.values()],
    leave(meeting, client) {
      if (!meeting.clients.delete(client)) return;
      meeting.lastActiveMs = clock.monotonicMs();
      forgetIfOver(meeting);
    },
    sweep() {
      for (const meeting of meetings.values()) forgetIfOver(meeting);
    },
  };
}

/** Salted, so that an id tells nobody a meeting's address; it changes with each start, as a real backend's does. */
function idFromPlace(name: MeetingName, salt: string): string {
  const platform = name.platform.replaceAll(/[^\w.-]/g, '_').slice(0, 60);
  const hash = createHash('sha256')
    .update(salt + name.url)
    .digest('hex');
  return `${platform}_${hash.slice(0, 8)}`;
}
