import { clientType } from '../../../shared/protocol/client-messages.ts';
import type { FrameFacts } from './frame-facts.ts';
import type { MonitorEvent } from './judge.ts';

/** A frame as the reference monitor would have been told of it: by the side that sent it. */
export function monitorEventOf(
  frame: Pick<FrameFacts, 'atMs' | 'type' | 'data' | 'dataContent' | 'direction' | 'target' | 'sessionId'>,
): MonitorEvent {
  return {
    atMs: frame.atMs,
    type: frame.type,
    data: frame.data,
    source: frame.direction === 'out' ? clientType : (frame.target ?? 'unknown'),
    sessionId: frame.sessionId,
    content: frame.dataContent,
  };
}
