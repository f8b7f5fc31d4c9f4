/** How far the target's clock is ahead of ours, and how far off that may be. */
export type ClockSkew = {
  ms: number;
  uncertaintyMs: number;
  /** The target names no time zone, so that only the rest of a quarter of an hour can be told. */
  hasZone: boolean;
};

const quarterMs = 15 * 60_000;

/**
 * The target read its clock between our asking and its answer. `stamp` is an ISO time. All zones of the earth are
 * whole quarters of an hour apart, so a stamp without zone is taken for the nearest such time. `null` for no time.
 */
export function clockSkew(stamp: string, askedMs: number, answeredMs: number): ClockSkew | null {
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(stamp);
  const targetMs = Date.parse(hasZone ? stamp : `${stamp}Z`);
  if (!Number.isFinite(targetMs) || answeredMs < askedMs) return null;
  const aheadMs = targetMs - (askedMs + answeredMs) / 2;
  return {
    ms: hasZone ? aheadMs : aheadMs - Math.round(aheadMs / quarterMs) * quarterMs,
    uncertaintyMs: (answeredMs - askedMs) / 2,
    hasZone,
  };
}
