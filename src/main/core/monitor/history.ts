/** As many entries as the reference keeps for each source and type. */
export const historyCap = 1000;

/** `next` and `previous` link the entries of one hash whose times fall; `last` is the end of that line, at its head. */
type Entry = {
  hash: string;
  atUs: number;
  next: Entry | null;
  previous: Entry | null;
  last: Entry | null;
};

/**
 * The newest entries of one source and type, and whether one of them repeats. A ring of entries and, for each hash, a
 * line of those that can still be its newest in time, so that every step takes constant time and a stream whose clock
 * jumps back is judged as by a scan of the whole ring.
 */
export class History {
  readonly #ring: Entry[] = [];
  readonly #heads = new Map<string, Entry>();
  #oldest = 0;

  size(): number {
    return this.#ring.length;
  }

  /** True when an entry with this hash has a time of `sinceUs` or later. */
  has(hash: string, sinceUs: number): boolean {
    const head = this.#heads.get(hash);
    return head !== undefined && head.atUs >= sinceUs;
  }

  push(hash: string, atUs: number): void {
    // The oldest entry's object becomes the newest's: a million of them would keep the garbage collector busy.
    const entry = this.#ring.length < historyCap ? undefined : this.#ring[this.#oldest];
    if (entry === undefined) {
      const fresh: Entry = { hash, atUs, next: null, previous: null, last: null };
      this.#ring.push(fresh);
      this.#line(fresh);
      return;
    }
    this.#oldest = (this.#oldest + 1) % historyCap;
    this.#drop(entry);
    entry.hash = hash;
    entry.atUs = atUs;
    entry.next = null;
    entry.previous = null;
    entry.last = null;
    this.#line(entry);
  }

  /** Oldest first. */
  entries(): [hash: string, atUs: number][] {
    return [...this.#ring.slice(this.#oldest), ...this.#ring.slice(0, this.#oldest)].map(({ hash, atUs }) => [
      hash,
      atUs,
    ]);
  }

  /** An entry that came earlier with an earlier time can never be the newest again. */
  #line(entry: Entry): void {
    const head = this.#heads.get(entry.hash);
    let before = head?.last ?? null;
    while (before !== null && before.atUs <= entry.atUs) before = before.previous;
    if (head === undefined || before === null) {
      entry.last = entry;
      this.#heads.set(entry.hash, entry);
      return;
    }
    before.next = entry;
    entry.previous = before;
    head.last = entry;
  }

  #drop(entry: Entry): void {
    if (this.#heads.get(entry.hash) !== entry) return;
    const { next } = entry;
    if (next === null) {
      this.#heads.delete(entry.hash);
      return;
    }
    next.previous = null;
    next.last = entry.last;
    this.#heads.set(entry.hash, next);
  }
}
