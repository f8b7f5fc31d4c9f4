/** The median of all slopes between two points, which a third of the points being wrong does not move. */
export type RobustSlope = {
  slope: number;
  /** The slope lies between these with the confidence that was asked for. */
  low: number;
  high: number;
};

export type Point = { x: number; y: number };

/** How many standard deviations of the normal distribution a two-sided confidence reaches. */
export const confidence = { of95: 1.96, of999: 3.291 } as const;

/**
 * Sen's estimate with its confidence interval (Sen 1968). Neighbours that are alike tell less than strangers, so the
 * variance is widened by how much the rest of the points resemble their neighbours (Yue and Wang 2004).
 * `null` for fewer than 8 points: the interval rests on a normal approximation.
 */
export function robustSlope(
  points: readonly Point[],
  deviations: number = confidence.of95,
): RobustSlope | null {
  const n = points.length;
  if (n < 8) return null;
  const slopes = slopesOf(points);
  if (slopes.length === 0) return null;
  const slope = quantile(slopes, 0.5);
  const likeness = lagOne(points.map(({ x, y }) => y - slope * x));
  const widening = likeness > 0 ? (1 + likeness) / (1 - likeness) : 1;
  const variance = ((n * (n - 1) * (2 * n + 5)) / 18) * widening;
  const reach = (deviations * Math.sqrt(variance)) / 2;
  const middle = slopes.length / 2;
  return {
    slope,
    low: slopes[Math.max(0, Math.floor(middle - reach))] ?? slope,
    high: slopes[Math.min(slopes.length - 1, Math.ceil(middle + reach))] ?? slope,
  };
}

/** In ascending order. */
function slopesOf(points: readonly Point[]): Float64Array {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let count = 0;
  for (let i = 0; i < points.length; i += 1) {
    for (let j = i + 1; j < points.length; j += 1) {
      const [a, b] = [points[i], points[j]];
      if (a === undefined || b === undefined || a.x === b.x) continue;
      slopes[count] = (b.y - a.y) / (b.x - a.x);
      count += 1;
    }
  }
  return slopes.subarray(0, count).sort();
}

function quantile(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return below + (above - below) * (at - Math.floor(at));
}

/** How much each value resembles the one before it: 0 for noise, nearly 1 for a slow wave. */
function lagOne(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let covariance = 0;
  let variance = 0;
  let before = 0;
  for (const [index, value] of values.entries()) {
    const off = value - mean;
    variance += off * off;
    if (index > 0) covariance += off * before;
    before = off;
  }
  return variance === 0 ? 0 : Math.min(0.95, covariance / variance);
}
