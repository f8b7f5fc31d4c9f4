import { expect, test } from 'vitest';
import { meetingIdSchema } from '../../../../src/shared/session/session.ts';
import { audioChunk, handshake, meetingEvent } from '../../../../src/shared/protocol/client-messages.ts';

test('a handshake names this client and its version', () => {
  expect(handshake('1.2.3')).toMatchObject({
    type: 'HANDSHAKE',
    clientType: 'desktop_app',
    version: '1.2.3',
  });
});

test('a chunk says its meeting and its format in the camelCase keys that a server reads', () => {
  const chunk = { dataBase64: 'AAAA', byteLength: 3, meetingId: 'm-1', chunkId: 'c-1', atMs: 0 };
  expect(audioChunk(chunk)).toEqual({
    type: 'AUDIO_CHUNK',
    data: 'AAAA',
    timestamp: '1970-01-01T00:00:00.000Z',
    meetingId: 'm-1',
    chunkId: 'c-1',
    metadata: {
      platform: 'desktop_app',
      meetingUrl: 'scrumbot://m-1',
      chunkSize: 3,
      sampleRate: 16_000,
      channels: 1,
      sampleWidth: 2,
    },
  });
});

test.each(['meeting_started', 'meeting_ended'] as const)(
  'a %s event has every field that the reference validator asks for in its data',
  (eventType) => {
    const event = meetingEvent(eventType, { meetingId: 'm-1', title: 'Planning', atMs: 0 });
    expect(event).toMatchObject({
      type: 'MEETING_EVENT',
      eventType,
      data: { meetingId: 'm-1', eventType, title: 'Planning', timestamp: '1970-01-01T00:00:00.000Z' },
    });
  },
);

test.each(['', 'a b', '../x', 'a/b', 'ü', 'x'.repeat(81)])(
  '%j is no meeting id: servers make folders of it',
  (id) => expect(meetingIdSchema.safeParse(id).success).toBe(false),
);
