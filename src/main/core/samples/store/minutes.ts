import type { Sample } from '../../../../shared/health/sample.ts';

/** Makes one sample of the samples of each minute. */
export type Minutes = {
  /** Answers the minute before, once the first sample of another minute comes. */
  add(sample: Sample): Sample | null;
  /** What there is of the minute that has begun. */
  rest(): Sample | null;
};

const minuteMs = 60_000;

/** The mean of each figure; of a figure whose name says `Max` the highest, or a peak would be lost in its minute. */
export function createMinutes(): Minutes {
  let minute = Number.NaN;
  let samples: Sample[] = [];

  function rest(): Sample | null {
    const [first] = samples;
    return first === undefined ? null : { atMs: minute, pid: first.pid, figures: joined(samples) };
  }

  return {
    rest,
    add(sample) {
      const next = Math.floor(sample.atMs / minuteMs) * minuteMs;
      const before = next === minute ? null : rest();
      if (next !== minute) samples = [];
      minute = next;
      samples.push(sample);
      return before;
    },
  };
}

function joined(samples: readonly Sample[]): Record<string, number> {
  const columns = new Map<string, number[]>();
  for (const { figures } of samples) {
    for (const [name, value] of Object.entries(figures)) {
      const column = columns.get(name);
      if (column === undefined) columns.set(name, [value]);
      else column.push(value);
    }
  }
  return Object.fromEntries([...columns].map(([name, values]) => [name, joinFigures(name, values)]));
}

/** One figure for several of one name. `values` has at least one. */
export function joinFigures(name: string, values: readonly number[]): number {
  if (name.includes('Max')) return Math.max(...values);
  return rounded(values.reduce((sum, value) => sum + value, 0) / values.length);
}

/** Six digits are more than anybody reads, and half of what a file would have to hold. */
export function rounded(value: number): number {
  return Math.abs(value) >= 1_000 ? Math.round(value) : Number(value.toPrecision(6));
}
