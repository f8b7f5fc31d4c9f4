/** One measured figure. Without a limit it is for information. */
export type Figure = {
  figure: string;
  value: number;
  unit: string;
  limit?: { atLeast: number } | { atMost: number };
};

/** A question to the product's speed or size; the limits are its promises. */
export type Bench = {
  /** What it is called on the command line. */
  name: string;
  title: string;
  run(report: (figure: Figure) => void): Promise<void>;
};

export function isWithinLimit({ value, limit }: Figure): boolean {
  if (limit === undefined) return true;
  return 'atLeast' in limit ? value >= limit.atLeast : value <= limit.atMost;
}
