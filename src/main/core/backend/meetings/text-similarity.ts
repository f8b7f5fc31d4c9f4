/** Share of words that two texts have in common: 0 for none, 1 for the same words in any order. */
export function jaccard(left: string, right: string): number {
  const leftWords = words(left);
  const rightWords = words(right);
  const all = leftWords.union(rightWords);
  return all.size === 0 ? 1 : leftWords.intersection(rightWords).size / all.size;
}

function words(text: string): Set<string> {
  return new Set(
    text
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== ''),
  );
}

/** Remembers the newest texts and knows a repetition. */
export type RecentTexts = {
  /** False when nearly the same was said lately; then it is not remembered again. */
  isNew(text: string): boolean;
};

// The figures of a real backend.
const rememberedTexts = 10;
const repetitionAbove = 0.9;

export function createRecentTexts(): RecentTexts {
  const recent: string[] = [];
  return {
    isNew(text) {
      if (recent.some((earlier) => jaccard(earlier, text) > repetitionAbove)) return false;
      recent.push(text);
      if (recent.length > rememberedTexts) recent.shift();
      return true;
    },
  };
}
