import { asTold } from '../../../../shared/words/all-words.ts';
import { markOf, type FrameFacts, type FrameMark } from '../../monitor/monitor.ts';
import { createRecentMap } from '../../bounded/bounded.ts';
import type { ConnectionLife, Connections } from './connections.ts';
import type { FindingCollector } from './finding-collector.ts';
import type { OpenFinding } from './open-finding.ts';

/** Chunks of audio that we sent more than once. Their id says which track and first sample they are. */
export type ChunkRules = {
  /** True when the frame is a chunk with an id, so that its content need not be compared. */
  see(frame: FrameFacts, life: ConnectionLife): boolean;
  /**
   * True when we sent a chunk before the first of two answers and again before the second: then the target did what
   * it was asked to do.
   */
  wereSentAgain(first: FrameMark, second: FrameMark): boolean;
};

// Some hours of a meeting: a chunk is sent again when its target comes back.
const mostChunks = 20_000;
const mostScopes = 2_000;
const sameMomentMs = 1_000;
// The slowest transcriber that is still followed.
const answeredWithinMs = 60_000;

export function createChunkRules(connections: Connections, collector: FindingCollector): ChunkRules {
  const chunks = createRecentMap<{ frame: FrameMark; finding: OpenFinding | undefined }>(mostChunks);

  const retries = createRecentMap<{ firstMs: number; againMs: number }>(mostScopes);

  return {
    wereSentAgain(first, second) {
      const retry = retries.get(second.scope);
      if (retry === undefined || first.toldTime === second.toldTime) return false;
      const isBetween = retry.firstMs <= first.atMs && retry.againMs <= second.atMs;
      return isBetween && second.atMs - retry.againMs <= answeredWithinMs;
    },
    see(frame, life) {
      if (frame.direction !== 'out' || !isAudio(frame.type) || frame.chunkId === null) return false;
      const key = `${frame.scope}\n${frame.target ?? ''}\n${frame.chunkId}`;
      const before = chunks.get(key);
      if (before === undefined) {
        chunks.set(key, { frame: markOf(frame), finding: undefined });
        return true;
      }
      const first = before.frame;
      retries.set(frame.scope, { firstMs: first.atMs, againMs: frame.atMs });
      if (before.finding !== undefined) {
        collector.extend(before.finding, frame, frame.bytes);
        before.frame = markOf(frame);
        return true;
      }
      const apartMs = frame.atMs - first.atMs;
      const then = connections.find(first.scope, first.connection);
      const otherLives =
        first.connection !== frame.connection &&
        then !== undefined &&
        !then.hasEnded &&
        then.lastMs > life.openedMs;
      before.finding = collector.open({
        cause: otherLives && apartMs <= sameMomentMs ? 'double-socket' : 'client-retry',
        events: [first, frame],
        repeats: 1,
        bytesWasted: frame.bytes,
        confidence: 0.95,
        circumstances: {
          names: [frame.type],
          direction: 'out',
          connections: [...new Set([first.connection, frame.connection])],
          apartMs,
          detail: asTold(frame.chunkId),
        },
      });
      before.frame = markOf(frame);
      return true;
    },
  };
}

function isAudio(type: string): boolean {
  return type === 'AUDIO_CHUNK' || type === 'audio_chunk' || type === 'AUDIO_CHUNK_ENHANCED';
}
