import { samplesToSec } from '../../../../shared/sound/audio.ts';
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
        reason: `The target closed the connection three times on the audio of ${stretchOf(chunk)} (code ${end.code}). It is sent no more; the rest goes on.`,
        fields: { firstSample: chunk.firstSample, sampleCount: chunk.sampleCount },
      });
    },
    outcome() {
      if (chunks.length === 0) return { complete: true };
      const where = chunks.map(stretchOf).join(', ');
      const sentence = `The target does not take the audio of ${where}: it closed the connection on it three times. All else was delivered. The recording is kept; "sessions send" tries that part again.`;
      return { complete: false, code: 'target-refused', sentence };
    },
  };
}

function stretchOf({ firstSample, sampleCount }: ChunkRef): string {
  const sec = (samples: number): string => samplesToSec(samples).toFixed(1);
  return `second ${sec(firstSample)} to ${sec(firstSample + sampleCount)}`;
}
