import { createHash } from 'node:crypto';
import { decodeFrame, type BackendMessage } from '../../../shared/protocol/decode.ts';
import { say } from '../../../shared/words/all-words.ts';
import type { RecordEvent, RecordFrame } from '../ports/ports.ts';
import type { PassedFrame } from './running-tap.ts';

/** Makes events of what went through a tap. It takes far longer than the passing on, which does not wait for it. */
export function createFrameRecorder(options: {
  record: RecordEvent;
  recordFrame: RecordFrame;
  /** Whoever keeps the audio hears of each message of a client. */
  onClientMessage: (connectionId: string, message: BackendMessage) => void;
}): (frame: PassedFrame, at?: { wallMs: number; monoMs: number }) => void {
  function recordText({ place, direction, data, note }: PassedFrame, at: At): void {
    const raw = data.toString('utf8');
    const frame = decodeFrame(raw);
    const message = frame.ok ? frame.message : null;
    const reason = note ?? (frame.ok ? null : frame.reason);
    options.recordFrame({ direction, raw, message, reason, ...place, ...at });
    if (direction === 'out' && message !== null) options.onClientMessage(place.connectionId, message);
  }

  function recordBinary({ place, direction, data, note }: PassedFrame, at: At): void {
    options.record({
      kind: 'connection',
      type: 'frame.binary',
      direction,
      ...place,
      bytes: data.length,
      fields: { sha256: createHash('sha256').update(data).digest('hex') },
      reason: note ?? say(direction === 'in' ? 'tester.binary-of-target' : 'tester.binary-of-client'),
      ...at,
    });
  }

  return (frame, at) => (frame.isBinary ? recordBinary : recordText)(frame, at === undefined ? {} : { at });
}

type At = { at?: { wallMs: number; monoMs: number } };
