/** A word as an engine gave it; `null` for a time that is none. */
export type RawWord = { text: string; start: number | null; end: number | null };

/** A sentence or so as an engine gave it. */
export type RawPart = RawWord & {
  avgLogprob: number | null;
  compressionRatio: number | null;
  noSpeechProb: number | null;
  speaker: string | null;
};

export function rawPart(part: Partial<RawPart> & { text: string }): RawPart {
  return {
    start: null,
    end: null,
    avgLogprob: null,
    compressionRatio: null,
    noSpeechProb: null,
    speaker: null,
    ...part,
  };
}
