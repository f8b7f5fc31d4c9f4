import { pcmFormat } from '../sound/audio.ts';

/** What this client calls itself in HANDSHAKE. */
export const clientType = 'desktop_app';

/** `as` is what a target was told to see in us. */
export function handshake(version: string, as: string = clientType): object {
  return { type: 'HANDSHAKE', clientType: as, version, capabilities: ['audio_chunk', 'meeting_event'] };
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
      meetingUrl: `scrumbot://${chunk.meetingId}`,
      chunkSize: chunk.byteLength,
      sampleRate: pcmFormat.sampleRateHz,
      channels: pcmFormat.channels,
      sampleWidth: pcmFormat.bytesPerSample,
    },
  };
}
