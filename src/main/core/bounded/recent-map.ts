/** A map that keeps what was touched last: at most `most` entries, the longest untouched go first. */
export type RecentMap<V> = {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
};

export function createRecentMap<V>(most: number): RecentMap<V> {
  // Two halves: when the young one is full it becomes the old one, whose rest is forgotten.
  let young = new Map<string, V>();
  let old = new Map<string, V>();

  function keep(key: string, value: V): void {
    young.set(key, value);
    if (young.size < most / 2) return;
    old = young;
    young = new Map();
  }

  return {
    get(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      const older = old.get(key);
      if (older !== undefined) keep(key, older);
      return older;
    },
    set: keep,
  };
}
