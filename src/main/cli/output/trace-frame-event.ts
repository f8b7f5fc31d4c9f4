import type { EventDraft } from '../../../shared/events/events.ts';
import { decodeFrame } from '../../../shared/protocol/decode.ts';
import type { TraceFrame } from '../../core/event-files/event-files.ts';
import { frameEvent } from '../../core/events/events.ts';

/** A frame of a trace file, as if it had passed our own socket. */
export function traceFrameEvent({ dir, conn, raw, deliveries }: TraceFrame): EventDraft {
  const frame = decodeFrame(raw);
  const event = frameEvent({
    direction: dir,
    raw,
    message: frame.ok ? frame.message : null,
    reason: frame.ok ? null : frame.reason,
    ...(deliveries !== undefined && { deliveries }),
    sessionId: 'trace',
    target: 'trace',
    connectionId: conn ?? '',
    generation: 0,
  });
  // A trace does not tell which connection took the place of which.
  return { ...event, connectionId: conn, target: null, generation: null };
}
