import { errorText } from '../../../../shared/protocol/error-text.ts';
import { canonicalName } from '../../../../shared/protocol/names.ts';
import { decodeFrame, type BackendMessage } from '../../../../shared/protocol/decode.ts';
import type { RecordFrame } from '../../ports/ports.ts';
import type { Connection } from './connection/connection.ts';
import { outsideText } from '../../network/network.ts';
import type { Mailbox } from './mailbox.ts';
import { frameBytes } from '../../../../shared/protocol/frame-bytes.ts';

/** Where a frame goes by. */
export type FramePlace = { sessionId: string; target: string; connectionId: string; generation: number };

/** Every frame of one connection, recorded before it has any effect. */
export type FrameLog = {
  /** The message, when it can be read. */
  received(raw: string, deliveries: number): BackendMessage | null;
  /** Records a message and hands it to the socket. `reason` is told beside the frame, not in it. */
  send(connection: Connection, message: object, reason: string | null): Promise<void>;
};

export function createFrameLog(options: {
  place: FramePlace;
  mailbox: Mailbox;
  recordFrame: RecordFrame;
  /** What a plain client would have put on the wire. */
  onPlainBytes: (bytes: number) => void;
}): FrameLog {
  const { place, mailbox } = options;
  return {
    received(raw, deliveries) {
      const frame = decodeFrame(raw);
      options.recordFrame({
        direction: 'in',
        raw,
        message: frame.ok ? frame.message : null,
        reason: frame.ok ? null : frame.reason,
        deliveries,
        ...place,
      });
      if (!frame.ok) {
        mailbox.putError(outsideText(raw));
        return null;
      }
      if (frame.message.type === 'ERROR') mailbox.putError(outsideText(errorText(frame.message) ?? raw));
      mailbox.put(canonicalName(frame.message.type));
      return frame.message;
    },
    async send(connection, message, reason) {
      const raw = JSON.stringify(message);
      options.onPlainBytes(frameBytes(Buffer.byteLength(raw), 'client'));
      options.recordFrame({ direction: 'out', raw, message: message as BackendMessage, reason, ...place });
      await connection.send(raw);
    },
  };
}
