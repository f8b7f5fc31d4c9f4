import { pcmFormat } from '../../../../../shared/sound/audio.ts';
import { audioChunk } from '../../../../../shared/protocol/client-messages.ts';
import type { StreamedSession } from '../../../ports/ports.ts';
import { frameBytes } from '../../../../../shared/protocol/frame-bytes.ts';

/**
 * The messages that carry a packet: one, or several where the target takes at most `mostSamples` at a time. `name` is the
 * first sample, or another name for what is no part of the session.
 */
export function chunkMessages(
  session: StreamedSession,
  name: number | string,
  pcm: Int16Array,
  { mostSamples, atMs }: { mostSamples: number; atMs: number },
): object[] {
  const partSamples = Math.min(mostSamples, Math.max(1, pcm.length));
  return Array.from({ length: Math.ceil(pcm.length / partSamples) }, (_zero, index) => {
    const start = index * partSamples;
    const part = pcm.subarray(start, start + partSamples);
    const dataBase64 = Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('base64');
    const partName = typeof name === 'number' ? name + start : start === 0 ? name : `${name}-${start}`;
    return message(session, { name: partName, dataBase64, byteLength: part.byteLength, atMs });
  });
}

/** What a plain client would put on the wire for so many samples: base64 in JSON, in one frame, not compressed. */
export function plainChunkBytes(session: StreamedSession, sampleCount: number, atMs: number): number {
  const byteLength = sampleCount * pcmFormat.bytesPerSample;
  const withoutAudio = JSON.stringify(message(session, { name: 0, dataBase64: '', byteLength, atMs })).length;
  return frameBytes(withoutAudio + 4 * Math.ceil(byteLength / 3), 'client');
}

function message(
  session: StreamedSession,
  chunk: { name: number | string; dataBase64: string; byteLength: number; atMs: number },
): object {
  const { meetingId, sessionId, platform } = session;
  return audioChunk({
    ...chunk,
    meetingId,
    chunkId: `${sessionId}-${chunk.name}`,
    ...(platform !== undefined && { platform }),
  });
}
