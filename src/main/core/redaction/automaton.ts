/** Where a needle was found: `from` to `to`, and which one. */
export type Match = { from: number; to: number; needle: number };

/** Finds any of many needles in one pass over a text, however the text looks (Aho and Corasick, 1975). */
export type Automaton = {
  /** Length of the longest needle, in UTF-16 units. */
  longest: number;
  /** Matches in the order of their ends; they may overlap. Letters match in either case. */
  find(text: string): Match[];
};

/** Steps through a stream; what a needle has matched so far is kept between pieces. */
export type Watch = {
  /** The first needle that ends in this piece; `null` when none does. */
  push(text: string): number | null;
};

type Table = { size: number; classes: Uint16Array; next: Int32Array; ends: Int32Array };

export function createAutomaton(needles: readonly string[]): Automaton & { watch(): Watch } {
  const table = buildTable(needles);
  const { classes, next, ends, size } = table;
  return {
    longest: needles.reduce((longest, needle) => Math.max(longest, needle.length), 0),
    find(text) {
      const matches: Match[] = [];
      if (needles.length === 0) return matches;
      let state = 0;
      for (let i = 0; i < text.length; i += 1) {
        state = next[state * size + (classes[text.charCodeAt(i)] ?? 0)] ?? 0;
        // Most letters begin nothing.
        if (state === 0) continue;
        const needle = ends[state] ?? -1;
        if (needle >= 0) {
          matches.push({ from: i + 1 - (needles[needle]?.length ?? 0), to: i + 1, needle });
        }
      }
      return matches;
    },
    watch() {
      let state = 0;
      return {
        push(text) {
          if (needles.length === 0) return null;
          for (let i = 0; i < text.length; i += 1) {
            state = next[state * size + (classes[text.charCodeAt(i)] ?? 0)] ?? 0;
            if (state === 0) continue;
            const needle = ends[state] ?? -1;
            if (needle >= 0) return needle;
          }
          return null;
        },
      };
    },
  };
}

/** Both cases of a letter are one class, and all that is in no needle is class 0. */
function classify(needles: readonly string[]): { classes: Uint16Array; size: number } {
  const classes = new Uint16Array(65_536);
  let size = 1;
  for (const needle of needles) {
    for (let i = 0; i < needle.length; i += 1) {
      const code = needle.charCodeAt(i);
      if (classes[code] !== 0) continue;
      for (const twin of twinsOf(code)) classes[twin] = size;
      size += 1;
    }
  }
  return { classes, size };
}

function twinsOf(code: number): number[] {
  const letter = String.fromCharCode(code);
  const twins = [letter.toLowerCase(), letter.toUpperCase()].filter((twin) => twin.length === 1);
  return [code, ...twins.map((twin) => twin.charCodeAt(0))];
}

function buildTable(needles: readonly string[]): Table {
  const { classes, size } = classify(needles);
  const states = needles.reduce((sum, needle) => sum + needle.length, 1);
  const next = new Int32Array(states * size);
  const ends = new Int32Array(states).fill(-1);
  let used = 1;
  for (const [index, needle] of needles.entries()) {
    let state = 0;
    for (let i = 0; i < needle.length; i += 1) {
      const at = state * size + (classes[needle.charCodeAt(i)] ?? 0);
      if (next[at] === 0) {
        next[at] = used;
        used += 1;
      }
      state = next[at] ?? 0;
    }
    if (state !== 0) ends[state] = index;
  }
  addFailures(next, ends, { size, used });
  return { classes, size, next, ends };
}

/** Turns the tree into a machine that never steps back: where no branch goes on, the longest suffix's does. */
function addFailures(
  next: Int32Array,
  ends: Int32Array,
  { size, used }: { size: number; used: number },
): void {
  const failure = new Int32Array(used);
  const queue: number[] = [];
  for (let c = 0; c < size; c += 1) {
    const child = next[c] ?? 0;
    if (child !== 0) queue.push(child);
  }
  for (const state of queue) {
    const fallback = failure[state] ?? 0;
    if ((ends[state] ?? -1) < 0) ends[state] = ends[fallback] ?? -1;
    for (let c = 0; c < size; c += 1) {
      const child = next[state * size + c] ?? 0;
      const other = next[fallback * size + c] ?? 0;
      if (child === 0) next[state * size + c] = other;
      else {
        failure[child] = other;
        queue.push(child);
      }
    }
  }
}
