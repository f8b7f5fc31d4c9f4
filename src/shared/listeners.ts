/** Who wants to hear of something. */
export type Listeners<T> = {
  /** The same function can be added twice, and hears twice. Answers how to end it. */
  add(listener: (value: T) => void): () => void;
  /** Tells those who listen at this moment. */
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
      for (const entry of [...entries]) if (entries.has(entry)) entry.hear(value);
    },
    count: () => entries.size,
  };
}
