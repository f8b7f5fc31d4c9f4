import { fingerprint, createWordLog } from '../bounded/bounded.ts';

/**
 * Which session had which content, twelve bytes an event. An event counts as a duplicate of its session when its
 * content was duplicated at any time, before it or after it, so the answer is known at the end only.
 */
export type SessionLog = {
  /** `session` is a number from 0. */
  add(session: number, type: string, content: string): void;
  /** To be told once for each type and content. */
  addDuplicated(type: string, content: string): void;
  /** For each of so many sessions, how many of its events have a content that was duplicated. */
  countDuplicated(sessions: number): Uint32Array;
  close(): void;
};

// So many duplicated contents are looked for in one pass over the log; they take 16 MB.
const mostInOnePass = 1024 * 1024;

export function createSessionLog(): SessionLog {
  const events = createWordLog(3);
  const duplicated = createWordLog(2);

  return {
    add(session, type, content) {
      const [high, low] = fingerprint(`${type}\n${content}`);
      events.add([high, low, session]);
    },
    addDuplicated(type, content) {
      duplicated.add(fingerprint(`${type}\n${content}`));
    },
    countDuplicated(sessions) {
      const counts = new Uint32Array(sessions);
      for (const wanted of passes(duplicated.blocks())) {
        for (const block of events.blocks()) {
          for (let at = 0; at < block.length; at += 3) {
            if (!wanted.has(block[at] ?? 0, block[at + 1] ?? 0)) continue;
            const session = block[at + 2] ?? 0;
            counts[session] = (counts[session] ?? 0) + 1;
          }
        }
      }
      return counts;
    },
    close() {
      events.close();
      duplicated.close();
    },
  };
}

type PairSet = { has(high: number, low: number): boolean };

function* passes(blocks: Iterable<Uint32Array>): Generator<PairSet> {
  for (const block of blocks) {
    for (let from = 0; from < block.length; from += 2 * mostInOnePass) {
      yield pairSet(block.subarray(from, from + 2 * mostInOnePass));
    }
  }
}

/** Open addressing over two words; a pair of zeros, which marks a free place, is taken for a pair of ones. */
function pairSet(pairs: Uint32Array): PairSet {
  const places = 2 ** Math.ceil(Math.log2(pairs.length + 2));
  const table = new Uint32Array(places * 2);
  const find = (high: number, low: number): number => {
    let place = (high ^ low) & (places - 1);
    for (;;) {
      const at = place * 2;
      const isFree = table[at] === 0 && table[at + 1] === 0;
      if (isFree || (table[at] === high && table[at + 1] === low)) return at;
      place = (place + 1) & (places - 1);
    }
  };
  for (let index = 0; index < pairs.length; index += 2) {
    const high = pairs[index] ?? 0;
    const low = notZero(pairs[index + 1] ?? 0);
    const at = find(high, low);
    table[at] = high;
    table[at + 1] = low;
  }
  return {
    has(high, low) {
      const at = find(high, notZero(low));
      return table[at] !== 0 || table[at + 1] !== 0;
    },
  };
}

function notZero(low: number): number {
  return low === 0 ? 1 : low;
}
