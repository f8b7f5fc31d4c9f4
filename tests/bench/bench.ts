/** One measured figure. Without a limit it is for information. */
export type Figure = {
  figure: string;
  value: number;
  unit: string;
  limit?: Limit;
  /** The limit is a goal that is known to be missed: why, and what must hold all the same. */
  knownMiss?: { butStill: Limit; why: string };
};

type Limit = { atLeast: number } | { atMost: number };

/** A question to the product's speed or size; the limits are its promises. */
export type Bench = {
  /** What it is called on the command line. */
  name: string;
  title: string;
  /** It runs only when it is asked for by name. */
  isLong?: true;
  run(report: (figure: Figure) => void): Promise<void>;
};

/** What is to be said of a figure; `FAIL` alone turns a run red. */
export function resultOf({ value, limit, knownMiss }: Figure): 'pass' | 'known miss' | 'FAIL' | '' {
  if (limit === undefined) return '';
  if (isWithin(value, limit)) return 'pass';
  return knownMiss !== undefined && isWithin(value, knownMiss.butStill) ? 'known miss' : 'FAIL';
}

function isWithin(value: number, limit: Limit): boolean {
  return 'atLeast' in limit ? value >= limit.atLeast : value <= limit.atMost;
}
