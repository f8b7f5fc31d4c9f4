import { quantile as exactQuantile } from '../../../../shared/quantile.ts';

/** `share` 0.5 is the median; `null` of nothing. To a tenth. */
export function quantile(values: readonly number[], share: number): number | null {
  const value = exactQuantile(values, share);
  return value === null ? null : round(value);
}

/** To so many digits behind the point. */
export function round(value: number, digits = 1): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
