import { pcmFormat } from '../sound/pcm-format.ts';

/** What this client calls itself in HANDSHAKE. */
export const clientType = 'desktop_app';

/** `as` is what a target was told to see in us. */
export function handshake(version: string, as: string = clientType): object {
  return { type: 'HANDSHAKE', clientType: as, version, capabilities: ['audio_chunk', 'meeting_event'] };
}

/** Without audio: the answer, SESSION_REGISTERED, tells by its salted name whether the target was started anew. */
export function sessionProbe(meetingId: string, platform: string = clientType): object {
  return {
    type: 'AUDIO_CHUNK_ENHANCED',
    data: '',
    platform,
    meetingUrl: meetingUrl(meetingId),
    meetingId,
    participants: [],
    participant_count: 0,
  };
}

function meetingUrl(meetingId: string): string {
  return `scrumbot://${meetingId}`;
}

/** `meeting_started` is acknowledged by MEETING_EVENT_ACK; `meeting_ended` starts the end exchange. */
export function meetingEvent(
  eventType: 'meeting_started' | 'meeting_ended',
  meeting: { meetingId: string; title: string; atMs: number; platform?: string },
): object {
  return {
    type: 'MEETING_EVENT',
    eventType,
    data: {
      meetingId: meeting.meetingId,
      eventType,
      title: meeting.title,
      platform: meeting.platform ?? clientType,
      timestamp: new Date(meeting.atMs).toISOString(),
      // Servers of September 2025 end a meeting only when they are told that no audio is to come.
      ...(eventType === 'meeting_ended' && { bufferFlushComplete: true }),
    },
  };
}

/** `dataBase64` is PCM16LE. Only camelCase keys are read by the server. */
export function audioChunk(chunk: {
  dataBase64: string;
  byteLength: number;
  meetingId: string;
  chunkId: string;
  atMs: number;
  platform?: string;
}): object {
  return {
    type: 'AUDIO_CHUNK',
    data: chunk.dataBase64,
    timestamp: new Date(chunk.atMs).toISOString(),
    meetingId: chunk.meetingId,
    chunkId: chunk.chunkId,
    metadata: {
      platform: chunk.platform ?? clientType,
      meetingUrl: meetingUrl(chunk.meetingId),
      chunkSize: chunk.byteLength,
      sampleRate: pcmFormat.sampleRateHz,
      channels: pcmFormat.channels,
      sampleWidth: pcmFormat.bytesPerSample,
    },
  };
}
