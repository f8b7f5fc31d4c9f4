/** Durations since the last look, or the newest ones of all; old ones make room. */
export type Timings = {
  add(ms: number): void;
  count(): number;
  /** `share` 0.5 is the median; `null` when there are none. */
  quantile(share: number): number | null;
  clear(): void;
};

export function createTimings(most = 1_000): Timings {
  let values: number[] = [];
  return {
    add(ms) {
      values.push(ms);
      if (values.length > most) values = values.slice(-most / 2);
    },
    count: () => values.length,
    quantile(share) {
      const sorted = values.toSorted((a, b) => a - b);
      return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
    },
    clear() {
      values = [];
    },
  };
}
