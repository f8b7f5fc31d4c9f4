import { isSpeech } from '../../../../shared/protocol/names.ts';
import { createRecentMap } from '../../bounded/bounded.ts';
import { markOf, type FrameFacts, type FrameMark } from '../../monitor/monitor.ts';
import { isHeardAlike, normaliseText } from '../similarity.ts';
import type { FindingCollector } from './finding-collector.ts';
import type { OpenFinding } from './open-finding.ts';

/** One chunk id of the target for different words: no message is one too many, but nothing can go by that id. */
export type ReusedIdRules = { see(frame: FrameFacts): void };

type Named = { frame: FrameMark; words: string; finding: OpenFinding | undefined };

const mostIds = 8_000;
const longestWords = 500;
// So much alike is the same audio, heard a little differently.
const leastSimilarity = 0.9;

export function createReusedIdRules(collector: FindingCollector): ReusedIdRules {
  const ids = createRecentMap<Named>(mostIds);

  return {
    see(frame) {
      const { text, chunkId } = frame;
      if (frame.canonical !== 'TRANSCRIPTION_RESULT' || frame.direction === 'out') return;
      if (chunkId === null || text === null || !isSpeech(text)) return;
      // Each name has ids of its own, and a server that was started again counts from the start.
      const key = `${frame.scope}\n${frame.connection}\n${frame.type}\n${chunkId}`;
      const words = normaliseText(text.slice(0, longestWords));
      const before = ids.get(key);
      if (before === undefined) {
        ids.set(key, { frame: markOf(frame), words, finding: undefined });
        return;
      }
      if (isHeardAlike(words, before.words, leastSimilarity)) return;
      before.words = words;
      if (before.finding !== undefined) {
        collector.extend(before.finding, frame, 0);
        return;
      }
      before.finding = collector.open({
        cause: 'id-reused',
        events: [before.frame, markOf(frame)],
        repeats: 1,
        bytesWasted: 0,
        confidence: 0.95,
        circumstances: {
          names: [before.frame.type, frame.type],
          direction: 'in',
          connections: [frame.connection],
          apartMs: frame.atMs - before.frame.atMs,
          detail: null,
        },
      });
    },
  };
}
