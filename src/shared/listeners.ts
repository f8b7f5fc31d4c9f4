/** Who wants to hear of something. */
export type Listeners<T> = {
  /** The same function can be added twice, and hears twice. Answers how to end it. */
  add(listener: (value: T) => void): () => void;
  /** Tells those who listen at this moment, all of them: what one throws is thrown when the others have heard. */
  tell(value: T): void;
  count(): number;
};

export function createListeners<T>(): Listeners<T> {
  // An object for each, because a set holds a function only once.
  const entries = new Set<{ hear: (value: T) => void }>();
  return {
    add(listener) {
      const entry = { hear: listener };
      entries.add(entry);
      return () => void entries.delete(entry);
    },
    tell(value) {
      // Whoever is added meanwhile hears of the next one; whoever is taken away hears nothing more.
      eachOf([...entries], (entry) => {
        if (entries.has(entry)) entry.hear(value);
      });
    },
    count: () => entries.size,
  };
}

/** Does it for each, whatever becomes of the others. @throws what the first that failed has thrown, at the end */
export function eachOf<T>(items: readonly T[], work: (item: T) => void): void {
  const failures: unknown[] = [];
  for (const item of items) {
    try {
      work(item);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
