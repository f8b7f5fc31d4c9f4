import { describe, expect, test } from 'vitest';
import { deliver, joinMeeting, type Client } from '../../../../../src/main/core/backend/meetings/meeting.ts';
import { createMeetings } from '../../../../../src/main/core/backend/meetings/meetings.ts';
import type { ServerMessage } from '../../../../../src/main/core/backend/wire/messages.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';

const byId = { id: 'm-1', platform: 'p', url: 'u' };

describe('meetings', () => {
  test('without an id are told apart by platform and address', () => {
    const meetings = createMeetings(createFakeClock());
    const place = { id: null, platform: 'meet.example', url: 'https://meet.example/1' };
    const first = meetings.open(place);
    expect(first.meetingId).toMatch(/^meet\.example_[0-9a-f]{8}$/);
    expect(meetings.open(place)).toBe(first);
    expect(meetings.open({ ...place, url: 'https://meet.example/2' })).not.toBe(first);
  });

  test('are forgotten when ended and left', () => {
    const meetings = createMeetings(createFakeClock());
    const meeting = meetings.open(byId);
    const client = createClient();
    joinMeeting(meeting, client);
    meeting.ended = true;
    meetings.sweep();
    expect(meetings.find('m-1')).toBe(meeting);
    meetings.leave(meeting, client);
    expect(meetings.find('m-1')).toBeNull();
  });

  test('wait ten minutes for somebody to come back', async () => {
    const clock = createFakeClock();
    const meetings = createMeetings(clock);
    const meeting = meetings.open(byId);
    const client = createClient();
    joinMeeting(meeting, client);
    await clock.advance(3_600_000);
    meetings.leave(meeting, client);

    await clock.advance(599_999);
    meetings.sweep();
    expect(meetings.find('m-1')).toBe(meeting);
    await clock.advance(1);
    meetings.sweep();
    expect(meetings.find('m-1')).toBeNull();
  });

  test('keep an answer whose client is gone for the next client', () => {
    const meeting = createMeetings(createFakeClock()).open(byId);
    const gone = createClient();
    gone.open = false;
    deliver(meeting, [gone], { type: 'LATE' });

    const next = createClient();
    joinMeeting(meeting, next);
    joinMeeting(meeting, next);
    expect(next.got).toEqual([{ type: 'LATE' }]);
    expect(gone.got).toEqual([]);
  });
});

function createClient(): Client & { open: boolean; got: ServerMessage[] } {
  const client = {
    open: true,
    got: [] as ServerMessage[],
    isOpen: () => client.open,
    send: (message: ServerMessage) => void client.got.push(message),
  };
  return client;
}
