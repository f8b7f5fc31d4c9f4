import type { SourceName } from '../../../../shared/sound/audio.ts';

/** How far the tracks of one session have come, and with that, what can be sent of them together. */
export type Timeline = {
  advance(source: SourceName, samples: number): void;
  /** The source captures no more; the others are no longer held back by it. */
  end(source: SourceName): void;
  /** Samples that every running track has; all there is once none runs any more. */
  ready(): number;
  /** Length of the longest track, samples. */
  length(): number;
  running(): number;
};

export function createTimeline(sources: readonly SourceName[]): Timeline {
  const samples = new Map(sources.map((source) => [source, 0]));
  const running = new Set(sources);
  let ready = 0;

  const length = (): number => Math.max(0, ...samples.values());

  function measure(): void {
    const held = [...running].map((source) => samples.get(source) ?? 0);
    // Never back: what was handed on stays handed on when a shorter track takes the lead.
    ready = Math.max(ready, held.length === 0 ? length() : Math.min(...held));
  }

  return {
    advance(source, count) {
      samples.set(source, count);
      measure();
    },
    end(source) {
      running.delete(source);
      measure();
    },
    ready: () => ready,
    length,
    running: () => running.size,
  };
}
