import { samplesToSec } from '../../../../shared/sound/audio.ts';
import { say, sentence, tell, type Sentence } from '../../../../shared/words/all-words.ts';
import type { ChunkRef, RecordEvent, StreamOutcome } from '../../ports/ports.ts';
import type { ConnectionEnd } from '../../network/network.ts';

/** The chunks that a target does not take, named to people; the rest of a recording goes on without them. */
export type SetAside = {
  add(chunk: ChunkRef, end: ConnectionEnd): void;
  /** How a session ends whose other chunks were all delivered. */
  outcome(): StreamOutcome;
};

export function createSetAside(options: {
  record: RecordEvent;
  place: { sessionId: string; target: string };
}): SetAside {
  const chunks: ChunkRef[] = [];
  return {
    add(chunk, end) {
      chunks.push(chunk);
      options.record({
        kind: 'stream',
        type: 'chunk.set-aside',
        ...options.place,
        reason: say('link.set-aside', { where: stretchOf(chunk), code: end.code }),
        fields: { firstSample: chunk.firstSample, sampleCount: chunk.sampleCount },
      });
    },
    outcome() {
      if (chunks.length === 0) return { complete: true };
      const { sessionId } = options.place;
      return {
        complete: false,
        code: 'target-refused',
        ...tell('link.not-taken', { where: chunks.map(stretchOf) }),
        action: { do: 'send-session', sessionId },
      };
    },
  };
}

function stretchOf({ firstSample, sampleCount }: ChunkRef): Sentence {
  const fromSec = samplesToSec(firstSample);
  return sentence('link.stretch', { fromSec, untilSec: fromSec + samplesToSec(sampleCount) });
}
