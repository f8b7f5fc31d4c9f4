import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChunkCutter, type CutChunk } from '../../../../../src/main/core/stream/outbox/chunk-cutter.ts';

const windowSamples = 320;
const second = 16_000;
const margin = 4_800;

type Options = Parameters<typeof createChunkCutter>[0];

const defaults: Options = {
  firstSample: 0,
  chunkSamples: second,
  leadSamples: margin,
  hangoverSamples: margin,
  windowSamples,
};

/** Cuts speech as it comes: so many windows at a time, each told when it is recorded. */
function cutAll(speech: readonly boolean[], options: Partial<Options> = {}, windowsAtOnce = 5): CutChunk[] {
  const all = { ...defaults, ...options };
  const cutter = createChunkCutter(all);
  const chunks: CutChunk[] = [];
  for (let at = 0; at < speech.length; at += windowsAtOnce) {
    const decided = speech.slice(at, at + windowsAtOnce);
    const recorded = all.firstSample + (at + decided.length) * all.windowSamples;
    chunks.push(...cutter.advance(recorded, decided));
  }
  const end = all.firstSample + speech.length * all.windowSamples;
  return [...chunks, ...cutter.finish(end)];
}

function windows(...stretches: (readonly [isSpeech: boolean, seconds: number])[]): boolean[] {
  return stretches.flatMap(([isSpeech, seconds]) => new Array<boolean>(seconds * 50).fill(isSpeech));
}

const speechRuns = fc
  .array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 120 })), { maxLength: 12 })
  .map((runs) => runs.flatMap(([isSpeech, length]) => new Array<boolean>(length).fill(isSpeech)));

const anyCase = fc.record({
  speech: speechRuns,
  firstSample: fc.nat(1_000_000),
  chunkSamples: fc.integer({ min: 200, max: 20_000 }),
  leadSamples: fc.nat(9_000),
  hangoverSamples: fc.nat(9_000),
  /** How many samples each call tells of, and how many windows at most it brings of those decided. */
  steps: fc.array(fc.tuple(fc.integer({ min: 0, max: 9_000 }), fc.nat(40)), { minLength: 1, maxLength: 80 }),
  restSamples: fc.nat(windowSamples - 1),
});

type Case = typeof anyCase extends fc.Arbitrary<infer T> ? T : never;

/** Runs a case with decisions that lag behind the samples, and watches each answer. */
function play(
  { speech, steps, restSamples, ...options }: Case,
  onAnswer?: (state: { recorded: number; decided: number; cut: number }) => void,
): { chunks: CutChunk[]; end: number } {
  const { firstSample } = options;
  const cutter = createChunkCutter({ ...options, windowSamples });
  const end = firstSample + speech.length * windowSamples + restSamples;
  const chunks: CutChunk[] = [];
  let recorded = firstSample;
  let decided = 0;
  for (const [samples, most] of [...steps, [end, speech.length] as const]) {
    recorded = Math.min(end, recorded + samples);
    const upTo = Math.min(decided + most, Math.floor((recorded - firstSample) / windowSamples));
    chunks.push(...cutter.advance(recorded, speech.slice(decided, upTo)));
    decided = upTo;
    const last = chunks.at(-1) ?? { firstSample, sampleCount: 0 };
    const cut = last.firstSample + last.sampleCount;
    onAnswer?.({ recorded, decided: firstSample + decided * windowSamples, cut });
  }
  chunks.push(...cutter.finish(end));
  return { chunks, end };
}

/** For each sample of the session, whether it is in a chunk that is sent. */
function sentSamples(chunks: readonly CutChunk[], firstSample: number, end: number): Uint8Array {
  const sent = new Uint8Array(end - firstSample);
  for (const { firstSample: from, sampleCount, silent } of chunks) {
    sent.fill(silent ? 0 : 1, from - firstSample, from - firstSample + sampleCount);
  }
  return sent;
}

describe('cutting chunks', () => {
  it('puts every sample into exactly one chunk, in order, none longer than a chunk', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const { chunks, end } = play(given);
        let next = given.firstSample;
        for (const { firstSample, sampleCount } of chunks) {
          expect(firstSample).toBe(next);
          expect(sampleCount).toBeGreaterThan(0);
          expect(sampleCount).toBeLessThanOrEqual(given.chunkSamples);
          next += sampleCount;
        }
        expect(next).toBe(end);
      }),
    );
  });

  it('sends all speech with its margins, and nothing else', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const { chunks, end } = play(given);
        const { firstSample, leadSamples, hangoverSamples, speech } = given;
        const wanted = new Uint8Array(end - firstSample);
        for (const [n, isSpeech] of speech.entries()) {
          const from = n * windowSamples;
          if (isSpeech)
            wanted.fill(1, Math.max(0, from - leadSamples), from + windowSamples + hangoverSamples);
        }
        // The rest behind the last window is what that window was.
        if (speech.at(-1) ?? true) wanted.fill(1, wanted.length - given.restSamples);
        expect(Buffer.compare(sentSamples(chunks, firstSample, end), wanted)).toBe(0);
      }),
    );
  });

  it('makes a chunk of speech shorter only where speech ends', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const { chunks } = play(given);
        for (const [n, chunk] of chunks.entries()) {
          if (chunk.sampleCount === given.chunkSamples || chunk.silent) continue;
          expect(chunks[n + 1]?.silent ?? true).toBe(true);
        }
      }),
    );
  });

  it('holds back less than a chunk of what is decided, beyond the lead', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        play(given, ({ decided, cut }) => {
          expect(decided - given.leadSamples - cut).toBeLessThan(given.chunkSamples);
        });
      }),
    );
  });

  it('holds back less than a chunk of all that is recorded while decisions lag less than the hang-over', () => {
    const speaking = anyCase.map((given) => ({ ...given, speech: given.speech.map(() => true) }));
    fc.assert(
      fc.property(speaking, (given) => {
        play(given, ({ recorded, decided, cut }) => {
          const known = decided === given.firstSample ? decided : decided + given.hangoverSamples;
          expect(Math.min(recorded, known) - cut).toBeLessThan(given.chunkSamples);
        });
      }),
    );
  });

  it('cuts a chunk as soon as its second is there while people speak', () => {
    const cutter = createChunkCutter(defaults);
    expect(cutter.advance(second - 1, windows([true, 0.98]))).toEqual([]);
    expect(cutter.advance(second, [true])).toEqual([{ firstSample: 0, sampleCount: second, silent: false }]);
  });

  it('does not wait for a decision that the hang-over makes needless', () => {
    const cutter = createChunkCutter(defaults);
    const decided = windows([true, 0.8]);
    expect(cutter.advance(second, decided)).toEqual([{ firstSample: 0, sampleCount: second, silent: false }]);
  });

  it('cuts plain seconds when every window is speech, with the rest at the end', () => {
    const chunks = cutAll(windows([true, 2.5]));
    expect(chunks).toEqual([
      { firstSample: 0, sampleCount: second, silent: false },
      { firstSample: second, sampleCount: second, silent: false },
      { firstSample: 2 * second, sampleCount: second / 2, silent: false },
    ]);
  });

  it('leaves out a pause but for the hang-over before and the lead after it', () => {
    const chunks = cutAll(windows([true, 1], [false, 2], [true, 1]));
    const silent = chunks.filter((chunk) => chunk.silent);
    expect(silent).toEqual([
      { firstSample: second + margin, sampleCount: second, silent: true },
      { firstSample: 2 * second + margin, sampleCount: second - 2 * margin, silent: true },
    ]);
  });

  it('keeps a pause that is shorter than both margins', () => {
    const chunks = cutAll(windows([true, 1], [false, 0.6], [true, 1]));
    expect(chunks.every((chunk) => !chunk.silent)).toBe(true);
    expect(chunks.map((chunk) => chunk.sampleCount)).toEqual([second, second, 9_600]);
  });

  it('reports silence second by second, held back by the lead alone', () => {
    const cutter = createChunkCutter(defaults);
    expect(cutter.advance(second + margin - windowSamples, windows([false, 1.28]))).toEqual([]);
    expect(cutter.advance(second + margin, [false])).toEqual([
      { firstSample: 0, sampleCount: second, silent: true },
    ]);
  });

  it('sends what nobody judged', () => {
    const cutter = createChunkCutter(defaults);
    expect(cutter.finish(2 * windowSamples)).toEqual([
      { firstSample: 0, sampleCount: 2 * windowSamples, silent: false },
    ]);
  });

  it('cuts silence no shorter for a rest that is less than a window', () => {
    const cutter = createChunkCutter(defaults);
    cutter.advance(windowSamples, [false]);
    expect(cutter.finish(windowSamples + 100)).toEqual([
      { firstSample: 0, sampleCount: windowSamples + 100, silent: true },
    ]);
  });
});
